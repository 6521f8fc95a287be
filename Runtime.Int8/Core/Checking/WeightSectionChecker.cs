using Edge.Runtime.Int8.Kernels;
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
        private int[] _maps; // parameters of Resize stages, when there are any
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
        public ModelError Check(Stage stage, bool isStreamed)
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

            ModelError error = ModelError.None;
            switch (stage.OpCode)
            {
                case OpCode.Conv2D:
                case OpCode.DepthwiseConv2D:
                    error = CheckConvolution(stage);
                    break;
                case OpCode.Softmax:
                    error = CheckPlace(stage, 4 * BlobFormat.TableEntries);
                    if (error == ModelError.None && !WeightChecker.ExponentialsHold(stage, _window))
                    {
                        error = ModelError.BadQuantization;
                    }

                    break;
                case OpCode.Resize:
                    error = CheckPlace(stage, 2L * (stage.Output.Height + stage.Output.Width));
                    if (error == ModelError.None)
                    {
                        LoadMaps(stage);
                        error = WeightChecker.IndexMapsHold(stage) ? ModelError.None : ModelError.BadShape;
                    }

                    break;
                case OpCode.Constant:
                    if (!Use(stage.WeightPosition, (long)stage.Output.Height * stage.Output.RowBytes))
                    {
                        error = ModelError.BadWeights;
                    }
                    else if (stage.Output.RingRows != stage.Output.Height)
                    {
                        error = ModelError.RingTooShallow;
                    }

                    break;
            }

            if (error == ModelError.None
                && (_kernels.LeastScratchLongs(stage) > _header.LaneLongs || _kernels.LeastScratchBytes(stage) > _header.ScratchBytes))
            {
                error = ModelError.ScratchTooSmall;
            }

            return error == ModelError.None ? Work() : error;
        }

        private ModelError CheckConvolution(Stage stage)
        {
            int bytesPerChannel = stage.TapsPerChannel + BlobFormat.ParameterBytes;
            ModelError error = CheckPlace(stage, (long)bytesPerChannel * stage.Output.Channels);
            if (error != ModelError.None)
            {
                return error;
            }

            if (stage.IsStreamed && (long)stage.BlockChannels * bytesPerChannel > _header.WindowBytes)
            {
                return ModelError.WindowTooSmall;
            }

            if (!WeightChecker.IsValid(stage, _window))
            {
                return ModelError.BadQuantization;
            }

            return WeightChecker.LanesHold(stage, _window) ? ModelError.None : ModelError.LaneOverflow;
        }

        /// <summary>Weights lie where they should, and their parameters have room.</summary>
        private ModelError CheckPlace(Stage stage, long bytes)
        {
            if (!Use(stage.WeightPosition, bytes))
            {
                return ModelError.BadWeights;
            }

            return stage.BiasBase > _header.ParameterInts - PoolChecker.ParameterCount(stage) ? ModelError.PoolTooSmall : Work();
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

        /// <summary>The walk needs the row maps of Resize, though there is no arena yet.</summary>
        private void LoadMaps(Stage stage)
        {
            if (_maps == null)
            {
                _maps = new int[_header.ParameterInts];
            }

            stage.Parameters = _maps;
            StageWeights.LoadIndexMaps(stage, _window);
        }
    }
}
