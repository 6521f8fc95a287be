namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>Tiles of convolutions whose results generated code makes, see <see cref="ConstantKernels"/>.</summary>
    internal sealed class ConstantConvolution : LaneConvolution
    {
        private ConstantKernels _constants;
        private byte[] _resultTable;
        private byte[] _results;
        private int _blocks;
        private bool _codeReadsInput;

        /// <summary>Runs all channels of a convolution for which there is generated code.</summary>
        /// <param name="constants">The code.</param>
        /// <param name="table">Table of results.</param>
        /// <param name="results">For the results of a triple.</param>
        /// <param name="stage">The convolution.</param>
        /// <param name="first">First output row.</param>
        /// <param name="count">Number of rows.</param>
        /// <param name="blocks">Methods of the code.</param>
        /// <param name="readsInput">Whether they pack their inputs.</param>
        public void Run(ConstantKernels constants, byte[] table, byte[] results, Stage stage, int first, int count, int blocks, bool readsInput)
        {
            _constants = constants;
            _resultTable = table;
            _results = results;
            _blocks = blocks;
            _codeReadsInput = readsInput;
            Run(stage, PackedShapes.IsPointwise(stage), first, count, 0, stage.Output.Channels);
        }

        /// <inheritdoc/>
        protected override int PerTriple()
        {
            return ConstantKernels.PerTriple(_taps, _codeReadsInput);
        }

        /// <summary>One block of channels after the other, from the same packed inputs.</summary>
        protected override void RunTile()
        {
            Stage stage = _stage;
            int source = _inputIndex;
            int sums = 0;
            if (!_codeReadsInput)
            {
                Gather(0, 0, _taps);
                source = 0;
                sums = PackedScratch.ChunkLongs(_taps) * _triples;
            }

            for (int block = 0; block < _blocks; block++)
            {
                _constants.Run(
                    stage.OperatorId, block, Lanes.Mask, _outputArray, _resultTable, _outputIndex,
                    stage.Lanes, sums, _inputArray, source, _rows, _width, _results);
            }
        }
    }
}
