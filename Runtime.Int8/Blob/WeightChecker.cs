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
            if (stage.LaneTaps <= BlobFormat.MinLaneTaps)
            {
                return true;
            }

            int channels = stage.Output.Channels;
            int block = stage.IsStreamed ? stage.BlockChannels : channels;
            int position = stage.WeightPosition;
            byte[] bytes = window.Array;
            for (int channel = 0; channel < channels; channel++)
            {
                if (channel % block == 0)
                {
                    position += BlobFormat.ParameterBytes * (channels - channel < block ? channels - channel : block);
                }

                int positive = 0;
                int negative = 0;
                int inRun = 0;
                for (int tap = 0; tap < stage.TapsPerChannel;)
                {
                    int count = stage.TapsPerChannel - tap < bytes.Length ? stage.TapsPerChannel - tap : bytes.Length;
                    window.Fill(position + tap, count);
                    for (int i = 0; i < count; i++)
                    {
                        if (inRun == stage.LaneTaps)
                        {
                            inRun = 0;
                            positive = 0;
                            negative = 0;
                        }

                        int weight = bytes[i] - 128;
                        positive += weight > 0 ? weight : 0;
                        negative += weight < 0 ? -weight : 0;
                        inRun++;
                        if (positive > BlobFormat.MaxLaneSum || negative > BlobFormat.MaxLaneSum)
                        {
                            return false;
                        }
                    }

                    tap += count;
                }

                position += stage.TapsPerChannel;
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
