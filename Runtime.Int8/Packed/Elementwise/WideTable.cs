using System;

namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// The table of results of <see cref="ResultTable"/> with entries from one result to another, one for each of all scratch bytes if need be,
    /// while one kernel runs.
    /// </summary>
    internal static class WideTable
    {
        /// <summary>Moves the table that was built, where it does not reach as far as it should.</summary>
        /// <param name="stage">Clamp and scratch bytes.</param>
        /// <param name="low">The first result with an entry, at most the clamp's.</param>
        /// <param name="high">The last one, at least the clamp's; there are as many scratch bytes as entries.</param>
        /// <returns>Index of the result 0.</returns>
        public static int Move(Stage stage, int low, int high)
        {
            if (low >= -ResultTable.Below && high < ResultTable.Entries - ResultTable.Below)
            {
                return ResultTable.Base;
            }

            MoveClamped(stage, ResultTable.Base, 0, -low, high - low);
            return -low;
        }

        /// <summary>Moves it back.</summary>
        /// <param name="stage">As for <see cref="Move"/>.</param>
        /// <param name="zero">What it returned.</param>
        public static void MoveBack(Stage stage, int zero)
        {
            if (zero != ResultTable.Base)
            {
                MoveClamped(stage, zero, ResultTable.Start, ResultTable.Base, ResultTable.Last);
                byte[] scratch = stage.ScratchBytes;
                scratch[ResultTable.Kind] = (byte)(stage.HasTable ? ResultTable.Own : ResultTable.Clamped);
                scratch[ResultTable.Kind + 1] = (byte)stage.ActivationMin;
                scratch[ResultTable.Kind + 2] = (byte)stage.ActivationMax;
            }
        }

        /// <summary>Below and above the clamp's range all entries are as at its ends.</summary>
        private static void MoveClamped(Stage stage, int from, int first, int zero, int last)
        {
            byte[] scratch = stage.ScratchBytes;
            int min = zero + stage.ActivationMin;
            int max = zero + stage.ActivationMax;
            Array.Copy(scratch, from + stage.ActivationMin, scratch, min, max - min + 1);
            ResultTable.Fill(scratch, first, min - first, scratch[min]);
            ResultTable.Fill(scratch, max + 1, last - max, scratch[max]);
        }
    }
}
