using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Operators;
using Edge.Runtime.Int8.Weights;

namespace Edge.Runtime.Int8.Blob
{
    /// <summary>Checks what stages say about their weights: place, order, room for parameters and scratch, values.</summary>
    internal sealed class WeightSectionChecker
    {
        private readonly ProgramHeader _header;
        private readonly WeightWindow _window;
        private readonly WorkMeter _work;
        private readonly KernelSet _kernels;
        private readonly int _origin;
        private readonly int _size;
        private int[] _maps; // parameters of stages with a row map, when there are any
        private int _end; // bytes of the section that stages have used so far

        /// <summary>Makes a checker; nothing is used yet.</summary>
        public WeightSectionChecker(ProgramHeader header, WeightWindow window, BlobSections sections, WorkMeter work, KernelSet kernels)
        {
            _header = header;
            _window = window;
            _work = work;
            _kernels = kernels;
            _origin = sections.Offset(BlobFormat.SectionWeights);
            _size = sections.Size(BlobFormat.SectionWeights);
        }

        /// <summary>Whether stages have used all of the section.</summary>
        public bool IsAtEnd
        {
            get { return _end == _size; }
        }

        /// <summary>Checks what a stage keeps, or what it streams; None when nothing is wrong.</summary>
        /// <param name="stage">The stage.</param>
        /// <param name="isStreamed">Which of the two.</param>
        /// <param name="windowBytes">The window of its group.</param>
        public ModelError Check(Stage stage, bool isStreamed, int windowBytes)
        {
            // The table is kept, whatever happens to the weights.
            if (stage.HasTable && !isStreamed && !Use(stage.TablePosition, BlobFormat.TableEntries))
            {
                return ModelError.BadWeights;
            }

            if (stage.IsStreamed != isStreamed)
            {
                return Work();
            }

            Operator op = OperatorTable.All[stage.OpCode];
            ModelError error = CheckPlace(stage, op, windowBytes);
            if (error == ModelError.None)
            {
                error = op.CheckWeights(stage, _window);
            }

            if (error == ModelError.None
                && (_kernels.LeastScratchLongs(stage) > _header.LaneLongs || _kernels.LeastScratchBytes(stage) > _header.ScratchBytes))
            {
                error = ModelError.ScratchTooSmall;
            }

            return error == ModelError.None ? Work() : error;
        }

        /// <summary>Weights lie where they should, their parameters have room, and a block fits the window.</summary>
        private ModelError CheckPlace(Stage stage, Operator op, int windowBytes)
        {
            long bytes = op.WeightBytes(stage);
            if (bytes > 0 && !Use(stage.WeightPosition, bytes))
            {
                return ModelError.BadWeights;
            }

            int parameters = op.ParameterInts(stage);
            if (parameters > 0 && stage.ParameterBase > _header.ParameterInts - parameters)
            {
                return ModelError.PoolTooSmall;
            }

            if (stage.IsStreamed && (long)stage.BlockChannels * (stage.TapsPerChannel + BlobFormat.ParameterBytes) > windowBytes)
            {
                return ModelError.WindowTooSmall;
            }

            if (op.HasRowMap)
            {
                // The walk needs the map, though there is no arena yet.
                _maps = _maps == null ? new int[_header.ParameterInts] : _maps;
                stage.Parameters = _maps;
            }

            return Work();
        }

        private ModelError Work()
        {
            return _work.HasWeightsLeft ? ModelError.None : ModelError.OverLimit;
        }

        /// <summary>Weights lie in the order they are used, without gaps; what a stage uses again lies among those before.</summary>
        private bool Use(int position, long bytes)
        {
            position -= _origin;
            long end = position + bytes;
            if (position < 0 || end > _size || (end > _end && position != _end))
            {
                return false;
            }

            _end = end > _end ? (int)end : _end;
            _work.AddWeights(bytes);
            return true;
        }
    }
}
