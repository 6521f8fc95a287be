using Edge.Runtime.Int8.Kernels.Packed;

namespace Edge.Runtime.Int8.Kernels
{
    /// <summary>
    /// Packed kernels with generated code for some convolutions of one model: <c>edge pack --specialize</c> writes the class derived
    /// from this one, in which weights are constants. Inputs are packed and sums requantized as for every other convolution. An
    /// operator whose shape, biases, multipliers or sampled weights are not those the code was made for, or that has too little scratch memory or
    /// streamed weights, runs as in <see cref="PackedKernels"/>. The same bytes either way.
    /// </summary>
    public abstract class ConstantKernels : PackedKernels
    {
        /// <summary>Output channels that one call of <see cref="Sum"/> takes.</summary>
        public const int BlockChannels = 32;

        /// <summary>Most taps: each is a local, a method has 255.</summary>
        public const int MostTaps = 192;

        private readonly LaneConvolution _convolution = new LaneConvolution();
        private readonly bool[] _isMatch;

        /// <summary>Makes the kernels.</summary>
        /// <param name="operators">One more than the highest operator number with code.</param>
        protected ConstantKernels(int operators)
        {
            _isMatch = new bool[operators];
        }

        /// <inheritdoc/>
        public override string Name
        {
            get { return "specialized"; }
        }

        /// <inheritdoc/>
        public override void Conv2D(Stage stage, int first, int count, int firstChannel, int channelCount)
        {
            int id = stage.OperatorId;
            if (id < _isMatch.Length)
            {
                if (first == 0)
                {
                    // Once for each inference: the model may be another one than last time.
                    _isMatch[id] = IsMatch(stage, channelCount);
                }

                if (_isMatch[id])
                {
                    ResultTable.Build(stage);
                    _convolution.RunConstant(this, stage, first, count);
                    return;
                }
            }

            base.Conv2D(stage, first, count, firstChannel, channelCount);
        }

        /// <summary>Longs of scratch memory for each triple of pixels.</summary>
        internal static int PerTriple(int taps, int channels)
        {
            int sums = channels < BlockChannels ? (channels + 7) & ~7 : BlockChannels;
            return PackedScratch.ChunkLongs(taps) + sums;
        }

        /// <summary>Whether generated code can take a convolution: its lanes hold all taps, it is not grouped or fully connected, and has no kernel of one pass.</summary>
        internal static bool CanTake(Stage stage)
        {
            return stage.WeightZeroPoint == 0 && stage.Groups == 1 && stage.TapsPerChannel <= MostTaps
                && stage.LaneTaps >= stage.TapsPerChannel && !IsFullyConnected(stage)
                && !LaneConvolution.IsFused(stage, stage.Output.Channels);
        }

        /// <summary>A number made of an operator's shape, biases, multipliers and one weight of each channel, never 0.</summary>
        internal static int Fingerprint(Stage stage)
        {
            int[] parameters = stage.Parameters;
            int bias = stage.BiasBase;
            int multiplier = bias + stage.ParameterStride;
            byte[] weights = stage.Weights;
            int weight = stage.WeightsOffset;
            int taps = stage.TapsPerChannel;
            int tap = 0;
            int hash = taps;
            for (int end = bias + stage.Output.Channels; bias < end; bias++)
            {
                hash = (((((hash * 31) + parameters[bias]) * 31) + parameters[multiplier]) * 31) + weights[weight + tap];
                multiplier++;
                weight += taps;
                tap++;
                tap = tap < taps ? tap : 0;
            }

            return hash | 1;
        }

        /// <summary>The <see cref="Fingerprint"/> of the operator that code was made for, 0 when there is none.</summary>
        protected internal abstract int Expected(int operatorId);

        /// <summary>Sums of a block of channels: sum(u * w) in three lanes for each triple of pixels.</summary>
        /// <param name="operatorId">The operator.</param>
        /// <param name="block">The block.</param>
        /// <param name="lanes">Packed inputs [triple][taps, rounded up to 8]; receives sums [8 channels][triple][8].</param>
        /// <param name="source">First index of the inputs.</param>
        /// <param name="sums">First index of the sums.</param>
        /// <param name="triples">Triples, at least 1.</param>
        protected internal abstract void Sum(int operatorId, int block, long[] lanes, int source, int sums, int triples);

        private bool IsMatch(Stage stage, int channelCount)
        {
            int expected = Expected(stage.OperatorId);
            int channels = stage.Output.Channels;
            return expected != 0 && channelCount == channels && CanTake(stage)
                && stage.Lanes.Length >= PerTriple(stage.TapsPerChannel, channels) && Fingerprint(stage) == expected;
        }
    }
}
