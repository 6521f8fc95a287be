using System;
using Edge.Runtime.Int8.Blob;

namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// The table of results of kernels that shift: as that of <see cref="ResultTable"/>, but with a place for whatever a sum can be, and from the scratch bytes' first
    /// index on, because places are counted from 0. It lies over the other table, and each is built anew where the other has been.
    /// </summary>
    internal static class ShiftTable
    {
        /// <summary>Entries.</summary>
        public const int Entries = 1 << PowersOfTwo.IndexBits;

        /// <summary>Scratch bytes up to the end of what these kernels use: behind the table as many for weights as in front of the other one, and <see cref="ResultTable.ShiftKind"/>.</summary>
        public const int Bytes = ResultTable.ShiftKind + 3;

        /// <summary>Right shift, unsigned, from the scaled sums to the place.</summary>
        public const int Shift = 64 - PowersOfTwo.IndexBits;

        /// <summary>Whether a convolution's results are shifted, and this is their table: where zeros are skipped, the last products are not the kernels' own.</summary>
        public static bool IsFor(Stage stage)
        {
            return stage.HasPowersOfTwo && !stage.SkipsZeros && stage.ScratchBytes.Length >= Bytes;
        }

        /// <summary>Fills the table for an operator.</summary>
        /// <param name="stage">Clamp and table; scratch bytes are at least <see cref="Bytes"/>.</param>
        public static void Build(Stage stage)
        {
            byte[] scratch = stage.ScratchBytes;
            int min = stage.ActivationMin;
            int max = stage.ActivationMax;
            int first = PowersOfTwo.Below + min;
            if (stage.HasTable)
            {
                Array.Copy(stage.Table, stage.TableOffset + min, scratch, first, max - min + 1);
            }
            else if (ResultTable.HasShifts(scratch, min, max))
            {
                // Other kernels may have had weights where it begins.
                ResultTable.Fill(scratch, 0, ResultTable.Start, (byte)min);
                return;
            }
            else if (scratch[ResultTable.Kind] == ResultTable.Clamped && scratch[ResultTable.Kind + 1] == min && scratch[ResultTable.Kind + 2] == max)
            {
                Array.Copy(scratch, ResultTable.Base + min, scratch, first, max - min + 1);
            }
            else
            {
                ResultTable.Count(scratch, first, min, max);
            }

            int behind = PowersOfTwo.Below + max + 1;
            ResultTable.Fill(scratch, 0, first, scratch[first]);
            ResultTable.Fill(scratch, behind, Entries - behind, scratch[behind - 1]);
            scratch[ResultTable.ShiftKind] = (byte)(stage.HasTable ? 0 : 1);
            scratch[ResultTable.ShiftKind + 1] = (byte)min;
            scratch[ResultTable.ShiftKind + 2] = (byte)max;
        }
    }
}
