using System;

namespace Edge.Runtime.Int8.Kernels.Packed
{
    /// <summary>
    /// Means over any axes, and averages over the whole image. An input whose rows are all there is added up at the end, many
    /// rows at a time; one that passes through a ring row by row. Eight neighbouring sums are made at once: one native call reads
    /// their eight bytes, which are added as four lanes of 16 bits each for even and odd channels. A lane holds
    /// 255 * <see cref="LanePixels"/>. The zero point is taken off at the end.
    /// </summary>
    internal static class ChannelSums
    {
        private const int AllPixels = Reference.Mean.AxisH | Reference.Mean.AxisW;

        /// <summary>Pixels after which lanes are emptied, an even number.</summary>
        private const int LanePixels = 256;

        private const long LaneMask = 0x00FF00FF00FF00FF;

        /// <summary>Runs <see cref="KernelSet.MeanAccumulate"/>.</summary>
        public static void AccumulateMean(Stage stage, int iy, bool isFirst)
        {
            Accumulate(stage, stage.ReducedAxes, iy, isFirst);
        }

        /// <summary>Runs <see cref="KernelSet.AveragePoolAccumulate"/> for windows of whole rows.</summary>
        public static void AccumulateAverage(Stage stage, int iy, bool isFirst)
        {
            Accumulate(stage, AllPixels, iy, isFirst);
        }

        /// <summary>Runs <see cref="KernelSet.MeanFinish"/>, rounding as <see cref="FixedPoint.Requantize"/> does.</summary>
        public static void FinishMean(Stage stage, int oy)
        {
            RowBuffer input = stage.Input;
            int axes = stage.ReducedAxes;
            AddAtEnd(stage, axes, oy);
            int elements = (axes & Reference.Mean.AxisH) != 0 ? input.Height : 1;
            elements *= (axes & Reference.Mean.AxisW) != 0 ? input.Width : 1;
            elements *= (axes & Reference.Mean.AxisC) != 0 ? input.Channels : 1;
            int zeros = elements * input.ZeroPoint;
            int shift = stage.Shift0;
            bool isDouble = stage.Rounding == RoundingMode.Double;
            int left = isDouble && shift > 0 ? shift : 0;
            bool isTwice = isDouble && shift < 0;
            long first = isTwice ? 1L << 30 : 0;
            long sign = isTwice ? -1L << 31 : 0;
            int total = 31 - shift + left;
            long half = 1L << (total - 1);
            long multiplier = stage.Multiplier0;
            int[] sums = stage.Accumulators;
            int i = stage.AccumulatorBase;
            byte[] row = stage.Output.RowArray(oy);
            int o = stage.Output.RowOffset(oy);
            int zero = stage.ResultZeroPoint;
            int min = stage.ActivationMin;
            int max = stage.ActivationMax;
            byte[] table = stage.HasTable ? stage.Table : null;
            int tableOffset = stage.TableOffset;
            for (int end = i + stage.AccumulatorCount; i < end; i++)
            {
                long product = (((sums[i] - zeros) << left) * multiplier) + first;
                int u = (int)((product + half + ((product >> 63) & sign)) >> total) + zero;
                u = u < min ? min : u > max ? max : u;
                row[o] = table == null ? (byte)u : table[tableOffset + u];
                o++;
            }
        }

        /// <summary>Runs <see cref="KernelSet.AveragePoolFinish"/> for windows of whole rows.</summary>
        public static void FinishAverage(Stage stage)
        {
            RowBuffer input = stage.Input;
            AddAtEnd(stage, AllPixels, 0);
            int zeros = input.Height * input.Width * stage.ResultZeroPoint;
            int[] sums = stage.Accumulators;
            int i = stage.AccumulatorBase;
            for (int end = i + stage.AccumulatorCount; i < end; i++)
            {
                sums[i] -= zeros;
            }

            Reference.Pool.Finish(stage);
        }

        private static void Accumulate(Stage stage, int axes, int iy, bool isFirst)
        {
            if (IsAddedAtEnd(stage, axes))
            {
                return;
            }

            if (isFirst)
            {
                Array.Clear(stage.Accumulators, stage.AccumulatorBase, stage.AccumulatorCount);
            }

            AddRows(stage, axes, iy, 1);
        }

        /// <summary>Whether all rows of an output row's sums are still there when it is finished.</summary>
        private static bool IsAddedAtEnd(Stage stage, int axes)
        {
            return (axes & Reference.Mean.AxisH) == 0 || stage.Input.RingRows == stage.Input.Height;
        }

        private static void AddAtEnd(Stage stage, int axes, int oy)
        {
            if (IsAddedAtEnd(stage, axes))
            {
                bool isOverRows = (axes & Reference.Mean.AxisH) != 0;
                Array.Clear(stage.Accumulators, stage.AccumulatorBase, stage.AccumulatorCount);
                AddRows(stage, axes, isOverRows ? 0 : oy, isOverRows ? stage.Input.Height : 1);
            }
        }

        /// <summary>Adds rows, as many at a time as lie one behind the other, to the sums of one output row.</summary>
        private static void AddRows(Stage stage, int axes, int iy, int rows)
        {
            RowBuffer input = stage.Input;
            int channels = input.Channels;
            int rowBytes = input.RowBytes;
            bool isOverC = (axes & Reference.Mean.AxisC) != 0;
            bool isOverW = (axes & Reference.Mean.AxisW) != 0;
            bool isPixelwise = isOverC && !isOverW;
            int apart = isPixelwise ? channels : 1;
            int step = isOverC ? 1 : isOverW ? channels : rowBytes;
            int perRow = isPixelwise ? channels : rowBytes / stage.AccumulatorCount;
            for (int end = iy + rows; iy < end;)
            {
                int together = input.RowsTogether(iy);
                together = isPixelwise ? 1 : together < end - iy ? together : end - iy;
                byte[] row = input.RowArray(iy);
                int start = input.RowOffset(iy);
                int done = apart == 1 ? AddEights(stage, row, start, perRow * together, step) : 0;
                AddEach(stage, done, row, start + (done * apart), perRow * together, step, apart);
                iy += together;
            }
        }

        /// <summary>Adds to as many sums as are eights.</summary>
        /// <param name="stage">The sums.</param>
        /// <param name="row">Bytes.</param>
        /// <param name="start">First byte of the first sum; the next sum starts with the next byte.</param>
        /// <param name="count">Bytes of a sum.</param>
        /// <param name="step">Distance of a sum's bytes.</param>
        /// <returns>Sums that are done.</returns>
        private static int AddEights(Stage stage, byte[] row, int start, int count, int step)
        {
            int[] sums = stage.Accumulators;
            int target = stage.AccumulatorBase;
            long mask = LaneMask;
            int step2 = 2 * step;
            int eights = stage.AccumulatorCount & ~7;
            for (int targetEnd = target + eights; target < targetEnd; target += 8)
            {
                int i = start;
                for (int left = count; left > 0; left -= LanePixels)
                {
                    long even = 0;
                    long odd = 0;
                    int pixels = left < LanePixels ? left : LanePixels;
                    for (int last = i + ((pixels - 1) * step); i < last; i += step2)
                    {
                        long a = BitConverter.ToInt64(row, i);
                        long b = BitConverter.ToInt64(row, i + step);
                        even += (a & mask) + (b & mask);
                        odd += ((a >> 8) & mask) + ((b >> 8) & mask);
                    }

                    if ((pixels & 1) != 0)
                    {
                        long a = BitConverter.ToInt64(row, i);
                        even += a & mask;
                        odd += (a >> 8) & mask;
                        i += step;
                    }

                    for (int k = target; k < target + 8; k += 2)
                    {
                        sums[k] += (int)even & 0xFFFF;
                        sums[k + 1] += (int)odd & 0xFFFF;
                        even >>= 16;
                        odd >>= 16;
                    }
                }

                start += 8;
            }

            return eights;
        }

        /// <summary>Adds to the sums from number <paramref name="first"/> on, <paramref name="apart"/> bytes apart.</summary>
        private static void AddEach(Stage stage, int first, byte[] row, int start, int count, int step, int apart)
        {
            int[] sums = stage.Accumulators;
            int target = stage.AccumulatorBase + first;
            int bytes = count * step;
            for (int targetEnd = stage.AccumulatorBase + stage.AccumulatorCount; target < targetEnd; target++)
            {
                int sum = sums[target];
                for (int i = start; i < start + bytes; i += step)
                {
                    sum += row[i];
                }

                sums[target] = sum;
                start += apart;
            }
        }
    }
}
