using Edge.Runtime.Int8.Blob;

namespace Edge.Runtime.Int8.Kernels.Native
{
    /// <summary>
    /// A stage as the native kernels read it: one int array and the byte arrays that it names. Filled when a stage is prepared;
    /// the layout is that of kernels/edge_record.h, and a test keeps both in step.
    /// </summary>
    internal sealed class NativeRecord
    {
        /// <summary>Changes with the layout, the calls or their meaning; the kernels answer with theirs.</summary>
        public const int Version = 3;

        /// <summary>Most byte arrays that a call takes: EDGE_MAX_BANKS.</summary>
        public const int MaxBanks = 64;

        public const int Length = 0;
        public const int OpCode = 1;
        public const int OperatorId = 2;
        public const int IsDouble = 3;
        public const int KernelH = 4;
        public const int KernelW = 5;
        public const int StrideH = 6;
        public const int StrideW = 7;
        public const int PadTop = 8;
        public const int PadLeft = 9;
        public const int PadFront = 10;
        public const int PadValue = 11;
        public const int Groups = 12;
        public const int WeightZeroPoint = 13;
        public const int ResultZeroPoint = 14;
        public const int ActivationMin = 15;
        public const int ActivationMax = 16;
        public const int Axes = 17;
        public const int Sign = 18;
        public const int LeftShift = 19;
        public const int Multipliers = 20;
        public const int Shifts = 23;
        public const int Taps = 26;
        public const int BiasBase = 27;
        public const int ParameterStride = 28;
        public const int TableBank = 29;
        public const int TableOffset = 30;
        public const int WeightBank = 31;
        public const int WeightOffset = 32;
        public const int FirstChannel = 33;
        public const int AccumulatorBase = 34;
        public const int AccumulatorCount = 35;
        public const int BlockChannels = 36;
        public const int RowStep = 37;
        public const int IsRoot = 38;
        public const int Accumulates = 39;
        public const int NextRow = 40;
        public const int InputCount = 41;
        public const int InputStages = 42;
        public const int WeightPosition = 50;
        public const int TablePosition = 51;
        public const int Ints = 52;

        /// <summary>Ints of a tensor's rows; bank and offset of each band follow.</summary>
        public const int RowsInts = 7;

        /// <summary>The record.</summary>
        public int[] Values = new int[Ints + (3 * (RowsInts + 2))];

        /// <summary>The arrays that it names.</summary>
        public byte[][] Banks = new byte[4][];

        /// <summary>Array of the weights.</summary>
        public byte[] Weights;

        /// <summary>Whether native kernels take the stage.</summary>
        public bool Fits;

        private readonly int _modelBanks;
        private int _bankCount;

        /// <summary>A record that numbers its arrays as they come.</summary>
        public NativeRecord()
        {
        }

        /// <summary>A record for programs, whose arrays are a model's banks.</summary>
        public NativeRecord(byte[][] banks)
        {
            Banks = banks;
            _modelBanks = banks.Length;
        }

        /// <summary>Fills the record; allocates only when the stage is larger than any before.</summary>
        public void Fill(Stage stage)
        {
            int ints = Ints + CountInts(stage.Output);
            for (int i = 0; i < stage.InputCount; i++)
            {
                ints += CountInts(stage.Inputs[i]);
            }

            if (Values.Length < ints)
            {
                Values = new int[ints];
            }

            Fits = true;
            _bankCount = _modelBanks;
            Values[Length] = ints;
            FillOperator(stage);
            FillResult(stage);
            int position = FillRows(stage.Output, Ints);
            for (int i = 0; i < stage.InputCount; i++)
            {
                position = FillRows(stage.Inputs[i], position);
            }

            // Arrays of a larger stage before this one would only cost time.
            for (int i = _bankCount; i < Banks.Length; i++)
            {
                Banks[i] = null;
            }

            FillWeights(stage);
        }

        /// <summary>Which weights are loaded: they change with every block that is streamed.</summary>
        public void FillWeights(Stage stage)
        {
            Weights = stage.Weights;
            Values[WeightOffset] = stage.WeightsOffset;
            Values[FirstChannel] = stage.FirstChannel;
        }

        private static int CountInts(RowBuffer rows)
        {
            return RowsInts + (2 * rows.BandCount);
        }

        private void FillOperator(Stage stage)
        {
            int[] values = Values;
            values[OpCode] = stage.OpCode;
            values[OperatorId] = stage.OperatorId;
            values[IsDouble] = stage.Rounding == RoundingMode.Double ? 1 : 0;
            values[KernelH] = stage.KernelH;
            values[KernelW] = stage.KernelW;
            values[StrideH] = stage.StrideH;
            values[StrideW] = stage.StrideW;
            values[PadTop] = stage.PadTop;
            values[PadLeft] = stage.PadLeft;
            values[PadFront] = stage.PadFront;
            values[PadValue] = stage.PadValue;
            values[Groups] = stage.OpCode == Blob.OpCode.DepthwiseConv2D ? stage.ChannelMultiplier : stage.Groups;
            values[WeightZeroPoint] = stage.WeightZeroPoint;
            values[Axes] = stage.OpCode == Blob.OpCode.Concat ? stage.ConcatAxis : stage.OpCode == Blob.OpCode.Transpose ? stage.Permutation : stage.ReducedAxes;
            values[Sign] = stage.Sign;
            values[LeftShift] = stage.LeftShift;
            values[Multipliers] = stage.Multiplier0;
            values[Multipliers + 1] = stage.Multiplier1;
            values[Multipliers + 2] = stage.Multiplier2;
            values[Shifts] = stage.Shift0;
            values[Shifts + 1] = stage.Shift1;
            values[Shifts + 2] = stage.Shift2;
            values[Taps] = stage.TapsPerChannel;
            values[BiasBase] = stage.ParameterBase;
            values[ParameterStride] = stage.ParameterStride;
            values[WeightBank] = -1;
            values[AccumulatorBase] = stage.AccumulatorBase;
            values[AccumulatorCount] = stage.AccumulatorCount;
            values[BlockChannels] = stage.IsStreamed ? stage.BlockChannels : 0;
            values[RowStep] = stage.RowStep;
            values[IsRoot] = stage.IsRoot ? 1 : 0;
            values[Accumulates] = stage.Accumulates ? 1 : 0;
            values[NextRow] = 0;
            values[InputCount] = stage.InputCount;
            for (int i = 0; i < stage.InputCount; i++)
            {
                values[InputStages + i] = stage.InputStages[i];
            }

            values[WeightPosition] = stage.WeightPosition;
            values[TablePosition] = stage.TablePosition;
        }

        private void FillResult(Stage stage)
        {
            int[] values = Values;
            bool isTable = stage.OpCode == Blob.OpCode.Table;
            values[ResultZeroPoint] = stage.ResultZeroPoint;
            values[ActivationMin] = isTable ? 0 : stage.ActivationMin;
            values[ActivationMax] = isTable ? 255 : stage.ActivationMax;
            values[TableBank] = stage.HasTable ? BankOf(stage.Table) : -1;
            values[TableOffset] = stage.TableOffset;
        }

        private int FillRows(RowBuffer rows, int position)
        {
            int[] values = Values;
            values[position] = rows.Height;
            values[position + 1] = rows.Width;
            values[position + 2] = rows.Channels;
            values[position + 3] = rows.ZeroPoint;
            values[position + 4] = rows.RingRows;
            values[position + 5] = rows.BandRows;
            values[position + 6] = rows.BandCount;
            position += RowsInts;
            for (int band = 0; band < rows.BandCount; band++)
            {
                values[position] = BankOf(rows.BandBanks[band]);
                values[position + 1] = rows.BandOffsets[band];
                position += 2;
            }

            return position;
        }

        /// <summary>The number of an array, which it gets when it is first seen.</summary>
        private int BankOf(byte[] bank)
        {
            for (int i = 0; i < _bankCount; i++)
            {
                if (Banks[i] == bank)
                {
                    return i;
                }
            }

            if (_bankCount == Banks.Length)
            {
                byte[][] banks = new byte[2 * _bankCount][];
                for (int i = 0; i < _bankCount; i++)
                {
                    banks[i] = Banks[i];
                }

                Banks = banks;
            }

            Fits = Fits && _bankCount < MaxBanks;
            Banks[_bankCount] = bank;
            _bankCount++;
            return _bankCount - 1;
        }
    }
}
