using Edge.Runtime.Int8.Blob;

namespace Edge.Runtime.Int8.Weights
{
    /// <summary>Loads the weights and parameters of a convolution: all of them, or one block of streamed ones.</summary>
    internal static class ConvolutionWeights
    {
        /// <summary>Reads the block of streamed weights that starts with output channel <paramref name="channel"/>.</summary>
        public static void LoadBlock(Stage stage, WeightWindow window, int channel, int count)
        {
            int bytesPerChannel = stage.TapsPerChannel + BlobFormat.ParameterBytes;
            window.Fill(stage.WeightPosition + (channel * bytesPerChannel), count * bytesPerChannel);
            int stride = stage.ParameterStride;
            window.DecodeInt32(0, stage.Parameters, stage.ParameterBase, count);
            window.DecodeInt32(4 * count, stage.Parameters, stage.ParameterBase + stride, count);
            window.DecodeInt8(8 * count, stage.Parameters, stage.ParameterBase + (2 * stride), count);
            stage.Weights = window.Array;
            stage.WeightsOffset = window.Start + (BlobFormat.ParameterBytes * count);
            stage.FirstChannel = channel;
        }

        /// <summary>Reads what stays for the whole group.</summary>
        public static void LoadAll(Stage stage, WeightWindow window)
        {
            int channels = stage.Output.Channels;
            int stride = stage.ParameterStride;
            int position = stage.WeightPosition;
            window.ReadNumbers(position, stage.Parameters, stage.ParameterBase, channels, 4);
            window.ReadNumbers(position + (4 * channels), stage.Parameters, stage.ParameterBase + stride, channels, 4);
            window.ReadNumbers(position + (8 * channels), stage.Parameters, stage.ParameterBase + (2 * stride), channels, 1);
            position += BlobFormat.ParameterBytes * channels;
            window.ReadInto(position, stage.Weights, stage.ResidentOffset, channels * stage.TapsPerChannel);
            stage.WeightsOffset = stage.ResidentOffset;
            stage.FirstChannel = 0;
        }
    }
}
