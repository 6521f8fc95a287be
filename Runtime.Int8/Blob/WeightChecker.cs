using Edge.Runtime.Int8.Weights;

namespace Edge.Runtime.Int8.Blob
{
    /// <summary>Checks the values in the weights section that kernels rely on.</summary>
    internal static class WeightChecker
    {
        /// <summary>Multipliers are at least 0 and shifts lie in [-31, 30].</summary>
        public static bool IsValid(Stage stage, WeightWindow window)
        {
            int channels = stage.Output.Channels;
            int block = stage.IsStreamed ? stage.BlockChannels : channels;
            int position = stage.WeightPosition;
            for (int channel = 0; channel < channels; channel += block)
            {
                int count = channels - channel < block ? channels - channel : block;
                if (!MultipliersHold(window, position + (4 * count), count) || !ShiftsHold(window, position + (8 * count), count))
                {
                    return false;
                }

                position += count * (stage.TapsPerChannel + BlobFormat.ParameterBytes);
            }

            return true;
        }

        /// <summary>Over any LaneTaps consecutive taps from a multiple of LaneTaps, weights of one sign add up to at most MaxLaneSum.</summary>
        public static bool LanesHold(Stage stage, WeightWindow window)
        {
            if (stage.LaneTaps <= BlobFormat.MinLaneTaps || stage.TapsPerChannel <= BlobFormat.MinLaneTaps)
            {
                return true;
            }

            int channels = stage.Output.Channels;
            int block = stage.IsStreamed ? stage.BlockChannels : channels;
            int position = stage.WeightPosition;
            for (int channel = 0; channel < channels; channel += block)
            {
                int count = channels - channel < block ? channels - channel : block;
                position += BlobFormat.ParameterBytes * count;
                if (!RunsHold(window, position, count, stage.TapsPerChannel, stage.LaneTaps))
                {
                    return false;
                }

                position += count * stage.TapsPerChannel;
            }

            return true;
        }

        /// <summary>Softmax: e^0 is at least 2^19, so that the sum has at least one bit, and no entry is negative.</summary>
        public static bool ExponentialsHold(Stage stage, WeightWindow window)
        {
            StageWeights.LoadResident(stage, window);
            if (stage.Parameters[stage.BiasBase] < 1 << 19)
            {
                return false;
            }

            for (int i = 0; i < BlobFormat.TableEntries; i++)
            {
                if (stage.Parameters[stage.BiasBase + i] < 0)
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>Resize: maps ascend and stay inside the input.</summary>
        public static bool IndexMapsHold(Stage stage)
        {
            return MapHolds(stage.Parameters, stage.BiasBase, stage.Output.Height, stage.Input.Height)
                && MapHolds(stage.Parameters, stage.BiasBase + stage.Output.Height, stage.Output.Width, stage.Input.Width);
        }

        /// <summary><see cref="LanesHold"/> for the weights of some channels, [channel][tap], a window at a time.</summary>
        private static bool RunsHold(WeightWindow window, int position, int channels, int taps, int laneTaps)
        {
            byte[] bytes = window.Array;
            int left = channels * taps;
            int inChannel = taps;
            int inRun = laneTaps < taps ? laneTaps : taps;
            int positive = 0;
            int sum = 0;
            while (left > 0)
            {
                int piece = left < bytes.Length ? left : bytes.Length;
                window.Fill(position, piece);
                position += piece;
                left -= piece;
                for (int i = 0; i < piece;)
                {
                    int count = inRun < piece - i ? inRun : piece - i;
                    int end = i + count;
                    for (; end - i >= 4; i += 4)
                    {
                        int w0 = bytes[i] - 128, w1 = bytes[i + 1] - 128, w2 = bytes[i + 2] - 128, w3 = bytes[i + 3] - 128;
                        sum += w0 + w1 + w2 + w3;
                        positive += (w0 & ~(w0 >> 31)) + (w1 & ~(w1 >> 31)) + (w2 & ~(w2 >> 31)) + (w3 & ~(w3 >> 31));
                    }

                    for (; i < end; i++)
                    {
                        int weight = bytes[i] - 128;
                        sum += weight;
                        positive += weight & ~(weight >> 31);
                    }

                    if (positive > BlobFormat.MaxLaneSum || positive - sum > BlobFormat.MaxLaneSum)
                    {
                        return false;
                    }

                    inRun -= count;
                    inChannel -= count;
                    if (inRun == 0)
                    {
                        positive = 0;
                        sum = 0;
                        inChannel = inChannel == 0 ? taps : inChannel;
                        inRun = laneTaps < inChannel ? laneTaps : inChannel;
                    }
                }
            }

            return true;
        }

        private static bool MapHolds(int[] map, int start, int count, int limit)
        {
            int last = 0;
            for (int i = start; i < start + count; i++)
            {
                if (map[i] < last || map[i] >= limit)
                {
                    return false;
                }

                last = map[i];
            }

            return true;
        }

        private static bool MultipliersHold(WeightWindow window, int position, int count)
        {
            int capacity = window.Array.Length / 4;
            while (count > 0)
            {
                int chunk = count < capacity ? count : capacity;
                window.Fill(position, 4 * chunk);
                for (int i = 0; i < chunk; i++)
                {
                    if (ByteCursor.DecodeInt32(window.Array, 4 * i) < 0)
                    {
                        return false;
                    }
                }

                position += 4 * chunk;
                count -= chunk;
            }

            return true;
        }

        private static bool ShiftsHold(WeightWindow window, int position, int count)
        {
            while (count > 0)
            {
                int chunk = count < window.Array.Length ? count : window.Array.Length;
                window.Fill(position, chunk);
                for (int i = 0; i < chunk; i++)
                {
                    int shift = (sbyte)window.Array[i];
                    if (shift < -31 || shift > 30)
                    {
                        return false;
                    }
                }

                position += chunk;
                count -= chunk;
            }

            return true;
        }
    }
}
