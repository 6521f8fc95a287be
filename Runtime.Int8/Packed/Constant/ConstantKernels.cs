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
    public abstract partial class ConstantKernels : PackedKernels
    {
        /// <summary>Entries of the table of results: one for each result before the clamp, and so almost no sum needs a test.</summary>
        public const int TableEntries = 4096;

        /// <summary>Index of a result of 0, offset binary.</summary>
        public const int TableBase = 1920;

        /// <summary>Most methods of an operator.</summary>
        public const int MostBlocks = 127;

        /// <summary>In a description: the methods pack their inputs themselves.</summary>
        public const int ReadsInput = 128;

        /// <summary>Most sums that a method keeps in scratch memory.</summary>
        public const int MostSlots = 64;

        /// <summary>Most taps that a method has at hand together; with more it keeps sums.</summary>
        public const int MostTaps = 200;

        private const int CallBits = 255;

        private readonly ConstantConvolution _convolution = new ConstantConvolution();
        private readonly byte[] _table = new byte[TableEntries + 256];
        private readonly byte[] _rows = new byte[ConstantRows.MostBytes];
        private int _min;
        private int _max;
        private readonly int[] _code;

        /// <summary>Makes the kernels.</summary>
        /// <param name="operators">One more than the highest operator number with code.</param>
        protected ConstantKernels(int operators)
        {
            _code = new int[operators];

            // Behind the table: results without a clamp or a table of their own.
            for (int u = 0; u < 256; u++)
            {
                _table[TableEntries + u] = (byte)u;
            }

            _min = -1;
            _max = -1;
        }

        /// <inheritdoc/>
        public override string Name
        {
            get { return "specialized"; }
        }

        /// <inheritdoc/>
        internal override void Conv2D(Stage stage, int first, int count, int firstChannel, int channelCount)
        {
            int code = Find(stage, first, count, firstChannel, channelCount);
            if (code == 0)
            {
                base.Conv2D(stage, first, count, firstChannel, channelCount);
            }
            else if (firstChannel == 0)
            {
                // The first block of streamed weights makes the results of all channels.
                BuildTable(stage);
                if ((code & ReadsInput) != 0 && !PackedShapes.IsPointwise(stage))
                {
                    RunWindows(stage, first, count, code & MostBlocks);
                }
                else
                {
                    _convolution.Run(this, _table, _rows, stage, first, count, code & MostBlocks, (code & ReadsInput) != 0);
                }
            }
        }

        /// <inheritdoc/>
        internal override void DepthwiseConv2D(Stage stage, int first, int count, int firstChannel, int channelCount)
        {
            int code = Find(stage, first, count, firstChannel, channelCount);
            if (code == 0)
            {
                base.DepthwiseConv2D(stage, first, count, firstChannel, channelCount);
            }
            else if (firstChannel == 0)
            {
                BuildTable(stage);
                for (int block = 0; block < code; block++)
                {
                    RunDepthwise(stage.OperatorId, block, Lanes.Mask, _table, stage.Input.BandBanks, stage.Output.BandBanks, first);
                }
            }
        }

        /// <summary>Longs of scratch memory for each triple of pixels.</summary>
        internal static int PerTriple(int taps, bool readsInput)
        {
            return (readsInput ? 1 : PackedScratch.ChunkLongs(taps)) + (taps > MostTaps ? MostSlots : 0);
        }

        /// <summary>Whether generated code can take a convolution.</summary>
        internal static bool CanTake(Stage stage)
        {
            return stage.WeightZeroPoint == 0 && stage.Groups == 1 && !PackedShapes.IsFullyConnected(stage);
        }

        /// <summary>Whether generated code can take a depthwise convolution.</summary>
        internal static bool CanTakeDepthwise(Stage stage)
        {
            return stage.WeightZeroPoint == 0 && stage.ChannelMultiplier == 1;
        }

        /// <summary>A number made of an operator's shape and of bias, multiplier, shift and one weight of up to 16 channels of its first block.</summary>
        internal static int Fingerprint(Stage stage, int channels)
        {
            int[] parameters = stage.Parameters;
            int stride = stage.ParameterStride;
            int taps = stage.TapsPerChannel;
            int step = (channels + 15) / 16;
            int hash = Shape(stage.Input, Shape(stage.Output, stage.ResultZeroPoint + (int)stage.Rounding));
            hash = (((((hash * 31) + stage.KernelH) * 31) + stage.KernelW) * 31) + stage.StrideH;
            hash = (((((hash * 31) + stage.StrideW) * 31) + stage.PadTop) * 31) + stage.PadLeft;
            for (int channel = 0; channel < channels; channel += step)
            {
                int index = stage.ParameterBase + channel;
                int multiplier = parameters[index + stride];
                int weight = stage.Weights[stage.WeightsOffset + (channel * taps) + (channel % taps)];
                hash = (((((hash * 31) + parameters[index]) * 31) + multiplier) * 31) + (parameters[index + (2 * stride)] << 8) + weight;
            }

            return hash;
        }

        /// <summary>What <see cref="Expected"/> says of an operator.</summary>
        /// <param name="fingerprint"><see cref="Fingerprint"/>; its upper 24 bits are kept.</param>
        /// <param name="call">
        /// 1 to <see cref="MostBlocks"/> methods, and <see cref="ReadsInput"/>.
        /// </param>
        internal static int Describe(int fingerprint, int call)
        {
            return (fingerprint & ~CallBits) | call;
        }

        /// <summary>The fingerprint of a depthwise convolution: its code knows the rows of each call, and where they lie.</summary>
        /// <param name="fingerprint"><see cref="Fingerprint"/>.</param>
        /// <param name="stage">The convolution.</param>
        /// <param name="rows">Rows of the first call; the others have as many, the last one maybe fewer.</param>
        internal static int WithRows(int fingerprint, Stage stage, int rows)
        {
            return Layout(stage.Output, Layout(stage.Input, (fingerprint * 31) + (rows << 8)));
        }

        /// <summary>The fingerprint of a convolution whose code reads windows: it keeps sums in scratch memory.</summary>
        internal static int WithScratch(int fingerprint, int longs)
        {
            return (fingerprint * 31) + (longs << 8);
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
        /// <param name="results">For the results of a triple of pixels, until they are copied.</param>
        protected internal abstract void Run(
            int operatorId, int block, long mask, byte[] output, byte[] table, int index,
            long[] lanes, int sums, byte[] input, int source, int rows, int width, byte[] results);

        /// <summary>Makes the results of a block of channels of a depthwise convolution.</summary>
        /// <param name="operatorId">The operator.</param>
        /// <param name="block">The block.</param>
        /// <param name="mask">The lowest lane.</param>
        /// <param name="table">Table of results.</param>
        /// <param name="inputs">Arrays of the input rows.</param>
        /// <param name="outputs">Arrays of the output rows.</param>
        /// <param name="first">First output row of the call.</param>
        protected internal abstract void RunDepthwise(int operatorId, int block, long mask, byte[] table, byte[][] inputs, byte[][] outputs, int first);

        /// <summary>How an operator's code is called, 0 when there is none. Found anew for each inference: the model may be another one than last time.</summary>
        private int Find(Stage stage, int first, int count, int firstChannel, int channelCount)
        {
            int id = stage.OperatorId;
            if (id >= _code.Length)
            {
                return 0;
            }

            if (first == 0 && firstChannel == 0)
            {
                int expected = Expected(id);
                bool isConvolution = stage.OpCode == Blob.OpCode.Conv2D;
                bool canTake = expected != 0
                    && (isConvolution ? CanTake(stage) && stage.Lanes.Length >= PerTriple(stage.TapsPerChannel, (expected & ReadsInput) != 0) : CanTakeDepthwise(stage));
                int found = canTake ? Fingerprint(stage, channelCount) : 0;
                bool isWindow = isConvolution && (expected & ReadsInput) != 0 && !PackedShapes.IsPointwise(stage);
                found = isWindow ? WithScratch(found, stage.Lanes.Length) : isConvolution ? found : WithRows(found, stage, count);
                _code[id] = canTake && ((found ^ expected) & ~CallBits) == 0 ? expected & CallBits : 0;
            }

            return _code[id];
        }

        /// <summary>Runs a convolution with a window whose code reads padded rows.</summary>
        private void RunWindows(Stage stage, int first, int count, int blocks)
        {
            RowBuffer output = stage.Output;
            ConstantRows.Pad(stage, _rows);
            for (int y = first; y < first + count; y++)
            {
                ConstantRows.Copy(stage, _rows, y, y > first);
                for (int block = 0; block < blocks; block++)
                {
                    Run(
                        stage.OperatorId, block, Lanes.Mask, output.RowArray(y), _table, output.RowOffset(y),
                        stage.Lanes, 0, _rows, 0, 1, output.Width, null);
                }
            }
        }

        private static int Layout(RowBuffer buffer, int hash)
        {
            hash = (((hash * 31) + (buffer.RingRows << 8)) * 31) + (buffer.BandRows << 8);
            for (int band = 0; band < buffer.BandCount; band++)
            {
                hash = (hash * 31) + (buffer.BandOffsets[band] << 8);
            }

            return hash;
        }

        private static int Shape(RowBuffer buffer, int hash)
        {
            return (((((((hash * 31) + buffer.Height) * 31) + buffer.Width) * 31) + buffer.Channels) * 31) + buffer.ZeroPoint;
        }

        /// <summary>One entry for each result, clamped; what is right already stays.</summary>
        private void BuildTable(Stage stage)
        {
            byte[] table = _table;
            int min = stage.ActivationMin;
            int max = stage.ActivationMax;
            Array.Copy(
                stage.HasTable ? stage.Table : table, (stage.HasTable ? stage.TableOffset : TableEntries) + min, table, TableBase + min, max - min + 1);
            byte low = table[TableBase + min];
            byte high = table[TableBase + max];
            if (min != _min || table[0] != low)
            {
                ResultTable.Fill(table, 0, TableBase + min, low);
            }

            if (max != _max || table[TableEntries - 1] != high)
            {
                ResultTable.Fill(table, TableBase + max + 1, TableEntries - TableBase - max - 1, high);
            }

            _min = min;
            _max = max;
        }
    }
}
