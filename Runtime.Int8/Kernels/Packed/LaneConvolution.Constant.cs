namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>Tiles of convolutions whose sums generated code makes, see <see cref="ConstantKernels"/>.</summary>
    internal sealed partial class LaneConvolution
    {
        private ConstantKernels _constants;

        /// <summary>Whether one pass multiplies and requantizes.</summary>
        public static bool IsFused(Stage stage, int channels)
        {
            int taps = stage.TapsPerChannel;
            return taps <= 16 && stage.LaneTaps >= taps && channels >= 8 && !LaneResult.NeedsTies(stage);
        }

        /// <summary>Runs all channels of a convolution whose sums generated code makes.</summary>
        public void RunConstant(ConstantKernels constants, Stage stage, int first, int count)
        {
            _constants = constants;
            Run(stage, first, count, 0, stage.Output.Channels);
            _constants = null;
        }

        /// <summary>All taps are packed, then come the sums and results of one block of channels after the other.</summary>
        private void RunConstantTile()
        {
            Stage stage = _stage;
            int sums = PackedScratch.ChunkLongs(_taps) * _triples;
            bool needsTies = LaneResult.NeedsTies(stage);
            Gather(0, 0, _taps);
            for (int c = 0; c < _channels; c += ConstantKernels.BlockChannels)
            {
                int count = _channels - c < ConstantKernels.BlockChannels ? _channels - c : ConstantKernels.BlockChannels;
                _constants.Sum(stage.OperatorId, c / ConstantKernels.BlockChannels, stage.Lanes, 0, sums, _triples);
                if (needsTies || count < 8)
                {
                    LaneFinishTies.Run(stage, sums, _rows, _triplesInRow, _width, _outputArray, _outputIndex + c, c, count);
                }
                else
                {
                    LaneFinish.Run(stage, sums, _rows, _triplesInRow, _width, _outputArray, _outputIndex + c, c, count);
                }
            }
        }
    }
}
