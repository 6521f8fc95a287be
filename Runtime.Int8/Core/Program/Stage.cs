namespace Edge.Runtime.Int8
{
    /// <summary>
    /// One operator of the group that is running, decoded from the program. Stages are made once, when the model is
    /// loaded, and filled anew for each group. Public fields: on the interpreter a property costs four field reads.
    /// </summary>
    internal sealed class Stage
    {
        /// <summary>Operator code, see <see cref="Blob.OpCode"/>.</summary>
        public int OpCode;

        /// <summary>Offset of its record in the blob, for errors.</summary>
        public int RecordOffset;

        /// <summary>Operator number in the model, for logs and dumps.</summary>
        public int OperatorId;

        /// <summary>The model's rounding.</summary>
        public RoundingMode Rounding;

        /// <summary>Inputs, <see cref="InputCount"/> of them.</summary>
        public RowBuffer[] Inputs = new RowBuffer[Blob.BlobFormat.MaxInputs];

        /// <summary>For each input the stage of this group that writes it, or -1 when it is ready.</summary>
        public int[] InputStages = new int[Blob.BlobFormat.MaxInputs];

        /// <summary>Number of inputs.</summary>
        public int InputCount;

        /// <summary>The first input.</summary>
        public RowBuffer Input;

        /// <summary>Output; for <see cref="Blob.OpCode.Output"/> the buffer that is read.</summary>
        public RowBuffer Output;

        /// <summary>Rows made by one call of a kernel, at least 1.</summary>
        public int RowStep;

        /// <summary>The executor runs this stage to its last row; the others run when a root needs their rows.</summary>
        public bool IsRoot;

        /// <summary>All input rows are added up before the only output row is made.</summary>
        public bool Accumulates;

        /// <summary>Next output row.</summary>
        public int NextRow;

        /// <summary>Kernel height.</summary>
        public int KernelH;

        /// <summary>Kernel width.</summary>
        public int KernelW;

        /// <summary>Vertical stride; the step of Select, the block height of DepthToSpace.</summary>
        public int StrideH;

        /// <summary>Horizontal stride; the step of Select, the block width of DepthToSpace.</summary>
        public int StrideW;

        /// <summary>Rows of padding above; the first row of Select and DepthToSpace.</summary>
        public int PadTop;

        /// <summary>Pixels of padding on the left; the first column of Select and DepthToSpace.</summary>
        public int PadLeft;

        /// <summary>Channels of padding in front (Pad); the first channel of Select.</summary>
        public int PadFront;

        /// <summary>Value padded with (Pad only), offset binary.</summary>
        public int PadValue;

        /// <summary>Conv2D: groups of channels, each with its own inputs. DepthToSpace: 1 when a channel's positions lie together.</summary>
        public int Groups;

        /// <summary>DepthwiseConv2D: output channels of an input channel. Select: the step between channels.</summary>
        public int ChannelMultiplier;

        /// <summary>Zero point of the weights, -128 to 127 (0 but for legacy per-tensor models).</summary>
        public int WeightZeroPoint;

        /// <summary>Zero point added after requantization, offset binary; differs from the output's when a table follows.</summary>
        public int ResultZeroPoint;

        /// <summary>Smallest result, offset binary, before the table.</summary>
        public int ActivationMin;

        /// <summary>Largest result, offset binary, before the table.</summary>
        public int ActivationMax;

        /// <summary>Mean: axes that are added up, 1 = H, 2 = W, 4 = C.</summary>
        public int ReducedAxes;

        /// <summary>Concat: 0 = H, 1 = W, 2 = C.</summary>
        public int ConcatAxis;

        /// <summary>Transpose: p0 + 3 p1 + 9 p2, output dimension i is input dimension p[i].</summary>
        public int Permutation;

        /// <summary>1, or -1 for a subtraction.</summary>
        public int Sign;

        /// <summary>First of the operator's multipliers (Add: one each for a, b and the sum; PRelu: x &gt;= 0, x &lt; 0).</summary>
        public int Multiplier0;

        /// <summary>Second multiplier.</summary>
        public int Multiplier1;

        /// <summary>Third multiplier.</summary>
        public int Multiplier2;

        /// <summary>Shift that belongs to <see cref="Multiplier0"/>; positive is left.</summary>
        public int Shift0;

        /// <summary>Shift that belongs to <see cref="Multiplier1"/>.</summary>
        public int Shift1;

        /// <summary>Shift that belongs to <see cref="Multiplier2"/>.</summary>
        public int Shift2;

        /// <summary>Left shift of both terms of a double-rounding Add.</summary>
        public int LeftShift;

        /// <summary>Weights are read anew for every call (through the window), not once per group.</summary>
        public bool IsStreamed;

        /// <summary>Offset of the weights in the blob.</summary>
        public int WeightPosition;

        /// <summary>Output channels of a block of streamed weights.</summary>
        public int BlockChannels;

        /// <summary>Taps of one output channel.</summary>
        public int TapsPerChannel;

        /// <summary>Consecutive taps whose lane sums provably stay within a lane, see docs/blob-format.md.</summary>
        public int LaneTaps;

        /// <summary>Most inputs are 0 in the converter's samples, so that looking for them pays; the result does not depend on it.</summary>
        public bool SkipsZeros;

        /// <summary>Each multiplier is a power of two, so that kernels may shift sums; the result does not depend on it. See <see cref="Blob.PowersOfTwo"/>.</summary>
        public bool HasPowersOfTwo;

        /// <summary>Array that holds the weights in use: [channel][tap], offset binary (w + 128).</summary>
        public byte[] Weights;

        /// <summary>Index of the first weight of channel <see cref="FirstChannel"/>.</summary>
        public int WeightsOffset;

        /// <summary>First output channel that <see cref="Weights"/> holds.</summary>
        public int FirstChannel;

        /// <summary>Bank of resident weights.</summary>
        public int ResidentBank;

        /// <summary>Offset of resident weights in their bank.</summary>
        public int ResidentOffset;

        /// <summary>Int parameters of all stages.</summary>
        public int[] Parameters;

        /// <summary>
        /// Index in <see cref="Parameters"/> of what the operator keeps there. Convolutions: the bias of channel
        /// <see cref="FirstChannel"/>; multipliers and shifts follow, <see cref="ParameterStride"/> apart.
        /// </summary>
        public int ParameterBase;

        /// <summary>Channels for which this stage has room in <see cref="Parameters"/>.</summary>
        public int ParameterStride;

        /// <summary>A table follows requantization (or is the operator).</summary>
        public bool HasTable;

        /// <summary>Array that holds the 256-entry table.</summary>
        public byte[] Table;

        /// <summary>Index of its first entry.</summary>
        public int TableOffset;

        /// <summary>Bank of the table.</summary>
        public int TableBank;

        /// <summary>Offset of the table in the blob.</summary>
        public int TablePosition;

        /// <summary>Int accumulators of all stages.</summary>
        public int[] Accumulators;

        /// <summary>Scratch memory of the kernels, shared by all stages; its contents last for one call.</summary>
        public long[] Lanes;

        /// <summary>Scratch bytes of the kernels, shared by all stages.</summary>
        public byte[] ScratchBytes;

        /// <summary>What a kernel set keeps for this object, which is another operator in each group; null at first.</summary>
        public object Prepared;

        /// <summary>Index of this stage's first accumulator.</summary>
        public int AccumulatorBase;

        /// <summary>Number of this stage's accumulators.</summary>
        public int AccumulatorCount;
    }
}
