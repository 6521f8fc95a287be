using System;
using Edge.Runtime.Int8.Kernels.Packed;

namespace Edge.Runtime.Int8.Kernels
{
    /// <summary>
    /// Packed kernels with generated code for some convolutions of one model: <c>edge pack --specialize</c> writes the class derived
    /// from this one, in which weights, biases and multipliers are constants. An operator whose shape, biases, multipliers or
    /// sampled weights are not those the code was made for, or that has too little scratch memory, runs as in
    /// <see cref="PackedKernels"/>. The same bytes either way.
    /// </summary>
    public abstract class ConstantKernels : PackedKernels
    {
        /// <summary>Entries of the table of results: one for each result before the clamp, and so almost no sum needs a test.</summary>
        public const int TableEntries = 4096;

        /// <summary>Index of a result of 0, offset binary.</summary>
        public const int TableBase = 1920;

        /// <summary>Most methods of an operator.</summary>
        public const int MostBlocks = 127;

        /// <summary>Most sums that a method keeps in scratch memory.</summary>
        public const int MostSlots = 64;

        /// <summary>Most taps that a method has at hand together; with more it keeps sums.</summary>
        public const int MostTaps = 200;

        private const int ReadsInput = 128;

        private readonly LaneConvolution _convolution = new LaneConvolution();
        private readonly byte[] _table = new byte[TableEntries];
        private readonly int[] _code;

        /// <summary>Makes the kernels.</summary>
        /// <param name="operators">One more than the highest operator number with code.</param>
        protected ConstantKernels(int operators)
        {
            _code = new int[operators];
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
            if (id < _code.Length)
            {
                if (first == 0 && firstChannel == 0)
                {
                    // Once for each inference: the model may be another one than last time.
                    _code[id] = Find(stage, channelCount);
                }

                int code = _code[id];
                if (code != 0)
                {
                    // The first block of streamed weights makes the results of all channels.
                    if (firstChannel == 0)
                    {
                        BuildTable(stage);
                        _convolution.RunConstant(this, _table, stage, first, count, code & MostBlocks, (code & ReadsInput) != 0);
                    }

                    return;
                }
            }

            base.Conv2D(stage, first, count, firstChannel, channelCount);
        }

        /// <summary>Longs of scratch memory for each triple of pixels.</summary>
        internal static int PerTriple(int taps, bool readsInput)
        {
            return (readsInput ? 1 : PackedScratch.ChunkLongs(taps)) + (taps > MostTaps ? MostSlots : 0);
        }

        /// <summary>Whether generated code can take a convolution.</summary>
        internal static bool CanTake(Stage stage)
        {
            return stage.WeightZeroPoint == 0 && stage.Groups == 1 && !IsFullyConnected(stage);
        }

        /// <summary>A number made of an operator's shape and of biases, multipliers, shifts and one weight of each channel of its first block.</summary>
        internal static int Fingerprint(Stage stage, int channels)
        {
            int[] parameters = stage.Parameters;
            int bias = stage.BiasBase;
            int stride = stage.ParameterStride;
            byte[] weights = stage.Weights;
            int weight = stage.WeightsOffset;
            int taps = stage.TapsPerChannel;
            int tap = 0;
            int hash = (((((taps * 31) + stage.KernelW) * 31) + stage.StrideW) * 31) + (2 * stage.ResultZeroPoint) + (int)stage.Rounding;
            for (int end = bias + channels; bias < end; bias++)
            {
                int multiplier = bias + stride;
                hash = (((((hash * 31) + parameters[bias]) * 31) + parameters[multiplier]) * 31)
                    + (parameters[multiplier + stride] << 8) + weights[weight + tap];
                weight += taps;
                tap++;
                tap = tap < taps ? tap : 0;
            }

            return hash;
        }

        /// <summary>What <see cref="Expected"/> says of an operator.</summary>
        /// <param name="fingerprint"><see cref="Fingerprint"/>; its upper 24 bits are kept.</param>
        /// <param name="blocks">Methods, 1 to <see cref="MostBlocks"/>.</param>
        /// <param name="readsInput">Whether they pack their inputs.</param>
        internal static int Describe(int fingerprint, int blocks, bool readsInput)
        {
            return (int)(fingerprint & 0xFFFFFF00) | blocks | (readsInput ? ReadsInput : 0);
        }

        /// <summary>What the operator looks like that code was made for, and how it is called: see <see cref="Describe"/>; 0 when there is none.</summary>
        protected internal abstract int Expected(int operatorId);

        /// <summary>Makes the results of a block of channels.</summary>
        /// <param name="operatorId">The operator.</param>
        /// <param name="block">The block.</param>
        /// <param name="mask">The lowest lane: arguments are loaded faster than constants.</param>
        /// <param name="output">Array of the output rows.</param>
        /// <param name="table">Table of results.</param>
        /// <param name="index">Index of the first pixel's first result.</param>
        /// <param name="lanes">Packed inputs [triple][taps, rounded up to 8].</param>
        /// <param name="sums">First of up to <see cref="MostSlots"/> longs for sums.</param>
        /// <param name="input">Array of the input rows, for code that packs its inputs.</param>
        /// <param name="source">Index of the first input, in lanes or input.</param>
        /// <param name="rows">Rows.</param>
        /// <param name="width">Pixels of a row; lanes beyond the last one repeat it.</param>
        protected internal abstract void Run(
            int operatorId, int block, long mask, byte[] output, byte[] table, int index,
            long[] lanes, int sums, byte[] input, int source, int rows, int width);

        private int Find(Stage stage, int channelCount)
        {
            int expected = Expected(stage.OperatorId);
            return expected != 0 && CanTake(stage) && stage.Lanes.Length >= PerTriple(stage.TapsPerChannel, (expected & ReadsInput) != 0)
                && ((Fingerprint(stage, channelCount) ^ expected) & 0xFFFFFF00) == 0 ? expected : 0;
        }

        /// <summary>One entry for each result, clamped.</summary>
        private void BuildTable(Stage stage)
        {
            byte[] table = _table;
            int min = stage.ActivationMin;
            int max = stage.ActivationMax;
            for (int u = min; u <= max; u++)
            {
                table[TableBase + u] = stage.HasTable ? stage.Table[stage.TableOffset + u] : (byte)u;
            }

            ResultTable.Fill(table, 0, TableBase + min, table[TableBase + min]);
            ResultTable.Fill(table, TableBase + max + 1, TableEntries - TableBase - max - 1, table[TableBase + max]);
        }
    }
}
