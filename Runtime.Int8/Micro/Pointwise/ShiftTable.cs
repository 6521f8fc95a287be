using System;
using Edge.Runtime.Int8.Blob;

namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// The table of results of kernels that shift: that of <see cref="ResultTable"/>, from the scratch bytes' first index on, because a window's results
    /// are counted from 0. It lies over the other one, and each is built anew where the other has been.
    /// </summary>
    internal static class ShiftTable
    {
        /// <summary>Entries: the results of a window. Scratch bytes behind them, as far as a table has room, are free.</summary>
        public const int Entries = 1 << PowersOfTwo.WindowBits;

        /// <summary>Right shift, unsigned, from the scaled sums to the index.</summary>
        public const int Shift = 64 - PowersOfTwo.WindowBits;

        // In ResultTable.Kind: neither an operator's own table nor one that begins where that class has it.
        private const byte Clamped = 2;

        /// <summary>Fills the table for an operator; there is room for it.</summary>
        /// <param name="stage">Clamp and table.</param>
        public static void Build(Stage stage)
        {
            byte[] scratch = stage.ScratchBytes;
            int min = stage.ActivationMin;
            int max = stage.ActivationMax;
            int first = PowersOfTwo.Below + min;
            if (stage.HasTable)
            {
                scratch[ResultTable.Kind] = 0;
                Array.Copy(stage.Table, stage.TableOffset + min, scratch, first, max - min + 1);
            }
            else
            {
                if (scratch[ResultTable.Kind] == Clamped && scratch[ResultTable.Kind + 1] == min && scratch[ResultTable.Kind + 2] == max)
                {
                    // Other kernels have weights where it begins.
                    ResultTable.Fill(scratch, 0, ResultTable.Start, (byte)min);
                    return;
                }

                scratch[ResultTable.Kind] = Clamped;
                scratch[ResultTable.Kind + 1] = (byte)min;
                scratch[ResultTable.Kind + 2] = (byte)max;
                ResultTable.Count(scratch, first, min, max);
            }

            int behind = PowersOfTwo.Below + max + 1;
            ResultTable.Fill(scratch, 0, first, scratch[first]);
            ResultTable.Fill(scratch, behind, Entries - behind, scratch[behind - 1]);
        }
    }
}
