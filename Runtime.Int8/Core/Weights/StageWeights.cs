using Edge.Runtime.Int8.Blob;

namespace Edge.Runtime.Int8.Weights
{
    /// <summary>Loads what a stage needs from the blob: tables, constants, resident weights, or one block of streamed weights.</summary>
    internal static class StageWeights
    {
        /// <summary>Loads everything a stage keeps for the whole group.</summary>
        public static void LoadResident(Stage stage, WeightWindow window)
        {
            if (stage.HasTable)
            {
                window.ReadInto(stage.TablePosition, stage.Table, stage.TableOffset, BlobFormat.TableEntries);
            }

            switch (stage.OpCode)
            {
                case OpCode.Conv2D:
                case OpCode.DepthwiseConv2D:
                    if (!stage.IsStreamed)
                    {
                        LoadChannels(stage, window);
                    }

                    break;
                case OpCode.Softmax:
                    window.ReadNumbers(stage.WeightPosition, stage.Parameters, stage.BiasBase, BlobFormat.TableEntries, 4);
                    break;
                case OpCode.Resize:
                    LoadIndexMaps(stage, window);
                    break;
                case OpCode.Constant:
                    LoadConstant(stage, window);
                    break;
            }
        }

        /// <summary>Row map and column map of a Resize.</summary>
        public static void LoadIndexMaps(Stage stage, WeightWindow window)
        {
            window.ReadNumbers(stage.WeightPosition, stage.Parameters, stage.BiasBase, stage.Output.Height + stage.Output.Width, 2);
        }

        /// <summary>Reads the block of streamed weights that starts with output channel <paramref name="channel"/>.</summary>
        public static void LoadBlock(Stage stage, WeightWindow window, int channel, int count)
        {
            int bytesPerChannel = stage.TapsPerChannel + BlobFormat.ParameterBytes;
            window.Fill(stage.WeightPosition + (channel * bytesPerChannel), count * bytesPerChannel);
            int stride = stage.ParameterStride;
            window.DecodeInt32(0, stage.Parameters, stage.BiasBase, count);
            window.DecodeInt32(4 * count, stage.Parameters, stage.BiasBase + stride, count);
            window.DecodeInt8(8 * count, stage.Parameters, stage.BiasBase + (2 * stride), count);
            stage.Weights = window.Array;
            stage.WeightsOffset = BlobFormat.ParameterBytes * count;
            stage.FirstChannel = channel;
        }

        private static void LoadChannels(Stage stage, WeightWindow window)
        {
            int channels = stage.Output.Channels;
            int stride = stage.ParameterStride;
            int position = stage.WeightPosition;
            window.ReadNumbers(position, stage.Parameters, stage.BiasBase, channels, 4);
            window.ReadNumbers(position + (4 * channels), stage.Parameters, stage.BiasBase + stride, channels, 4);
            window.ReadNumbers(position + (8 * channels), stage.Parameters, stage.BiasBase + (2 * stride), channels, 1);
            position += BlobFormat.ParameterBytes * channels;
            window.ReadInto(position, stage.Weights, stage.ResidentOffset, channels * stage.TapsPerChannel);
            stage.WeightsOffset = stage.ResidentOffset;
            stage.FirstChannel = 0;
        }

        private static void LoadConstant(Stage stage, WeightWindow window)
        {
            RowBuffer output = stage.Output;
            int position = stage.WeightPosition;
            for (int y = 0; y < output.Height; y++)
            {
                window.ReadInto(position, output.RowArray(y), output.RowOffset(y), output.RowBytes);
                position += output.RowBytes;
            }
        }
    }
}
