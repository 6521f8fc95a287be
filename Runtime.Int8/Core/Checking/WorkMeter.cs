using Edge.Runtime.Int8.Operators;

namespace Edge.Runtime.Int8.Blob
{
    /// <summary>Adds up what an inference, and the walk of the loader, take: rows, multiply-accumulates, bytes of weights.</summary>
    internal sealed class WorkMeter
    {
        /// <summary>Operators that run again name their weights again; the loader checks the values each time.</summary>
        private const int MostReads = 32;

        private const int FreeWeightBytes = 64 * 1024;

        private readonly LoadLimits _limits;
        private readonly long _maxWeightBytes;
        private long _rows;
        private long _macs;
        private long _weightBytes;

        /// <summary>Makes a meter.</summary>
        /// <param name="limits">What the caller allows.</param>
        /// <param name="weightBytes">Bytes of the weights section.</param>
        public WorkMeter(LoadLimits limits, int weightBytes)
        {
            _limits = limits;
            _maxWeightBytes = ((long)weightBytes * MostReads) + FreeWeightBytes;
        }

        /// <summary>Adds a stage whose shapes fit each other; false when it is too much.</summary>
        public bool Add(Stage stage)
        {
            RowBuffer output = stage.Output;
            _rows += output.Height + (stage.Accumulates ? stage.Input.Height : 0);
            _macs += OperatorTable.All[stage.OpCode].Work(stage);
            return _rows <= _limits.MaxRows && _macs <= _limits.MaxMacs;
        }

        /// <summary>False when stages have named more weights than a blob has a reason to name again.</summary>
        public bool HasWeightsLeft
        {
            get { return _weightBytes <= _maxWeightBytes; }
        }

        /// <summary>Adds weights that a stage names.</summary>
        public void AddWeights(long bytes)
        {
            _weightBytes += bytes;
        }
    }
}
