using System;
using Edge.Runtime.Int8.Kernels.Packed;

namespace Edge.Runtime.Int8.Kernels
{
    // Additions whose results are those of one linear function: (a * x + b * y + start) >> 22, as an index of a table.
    public abstract partial class ConstantKernels
    {
        /// <summary>Fraction bits of a sum of generated code for an addition.</summary>
        public const int AddShift = 22;

        /// <summary>Entries of the table of its results: all that 32 bits hold.</summary>
        public const int AddEntries = 1024;

        /// <summary>Index of a result of 0, offset binary.</summary>
        public const int AddBase = 384;

        private const int LeastRun = 8;

        /// <inheritdoc/>
        internal override void Add(Stage stage, int first, int count)
        {
            int id = stage.OperatorId;
            if (id < _code.Length && first == 0)
            {
                int expected = CanTakeAdd(stage) ? Expected(id) : 0;
                _code[id] = expected != 0 && expected == Describe(FingerprintAdd(stage), 1) ? 1 : 0;
            }

            if (id >= _code.Length || _code[id] == 0)
            {
                base.Add(stage, first, count);
                return;
            }

            RowBuffer a = stage.Inputs[0];
            RowBuffer b = stage.Inputs[1];
            RowBuffer output = stage.Output;
            int run = RunOfAdd(stage);
            int stepA = a.Width == 1 ? 0 : run;
            int stepB = b.Width == 1 ? 0 : run;
            BuildTable(stage);
            Array.Copy(_table, TableBase - AddBase, _rows, 0, AddEntries);
            for (int end = first + count; first < end; first++)
            {
                int ay = a.Height == 1 ? 0 : first;
                int by = b.Height == 1 ? 0 : first;
                int i = a.RowOffset(ay);
                int j = b.RowOffset(by);
                int o = output.RowOffset(first);
                for (int rowEnd = o + output.RowBytes; o < rowEnd; o += run)
                {
                    RunAdd(id, output.RowArray(first), o, _rows, a.RowArray(ay), i, b.RowArray(by), j, run);
                    i += stepA;
                    j += stepB;
                }
            }
        }

        /// <summary>Whether generated code can take an addition.</summary>
        internal static bool CanTakeAdd(Stage stage)
        {
            return stage.OpCode == Blob.OpCode.Add && PackedShapes.HasChannelsOfOutput(stage) && RunOfAdd(stage) >= LeastRun;
        }

        /// <summary>A number made of everything that the results of an addition depend on.</summary>
        internal static int FingerprintAdd(Stage stage)
        {
            int hash = Shape(stage.Inputs[0], Shape(stage.Inputs[1], Shape(stage.Output, stage.ResultZeroPoint + (int)stage.Rounding)));
            hash = (((((hash * 31) + stage.Multiplier0) * 31) + stage.Multiplier1) * 31) + stage.Multiplier2;
            hash = (((((hash * 31) + (stage.Shift0 << 8)) * 31) + (stage.Shift1 << 8)) * 31) + (stage.Shift2 << 8);
            return (((((hash * 31) + (stage.LeftShift << 8) + stage.Sign) * 31) + (stage.ActivationMin << 8)) * 31) + (stage.ActivationMax << 8);
        }

        /// <summary>Makes the results of elements that lie one behind the other in all arrays.</summary>
        /// <param name="operatorId">The operator.</param>
        /// <param name="output">Array of the output row.</param>
        /// <param name="o">Index of the first result.</param>
        /// <param name="table">Table of results.</param>
        /// <param name="a">Array of the first input.</param>
        /// <param name="i">Index of its first element.</param>
        /// <param name="b">Array of the second input.</param>
        /// <param name="j">Index of its first element.</param>
        /// <param name="count">Elements.</param>
        protected internal abstract void RunAdd(int operatorId, byte[] output, int o, byte[] table, byte[] a, int i, byte[] b, int j, int count);

        /// <summary>Elements that lie one behind the other in inputs and output.</summary>
        private static int RunOfAdd(Stage stage)
        {
            RowBuffer output = stage.Output;
            return stage.Inputs[0].RowBytes == output.RowBytes && stage.Inputs[1].RowBytes == output.RowBytes ? output.RowBytes : output.Channels;
        }
    }
}
