using System;

namespace Edge.MeterDigits.Trainer.Architecture;

/// <summary>
/// What a network costs on the device: multiply-accumulates, parameters after folding the batch norms, and an estimate of
/// the int8 activations alive at once when each block runs row by row.
/// </summary>
/// <param name="Macs">Multiply-accumulates of convolutions and fully connected layers, squeeze-excite included.</param>
/// <param name="Parameters">Weights and biases.</param>
/// <param name="PeakActivationBytes">
/// Largest over the blocks of: input tensor + output tensor + ring of kernel rows of the expanded tensor + one depthwise row +
/// pooled and gate vectors. Squeeze-excite is counted as computing the depthwise rows twice (nothing is spilled).
/// </param>
internal readonly record struct NetworkCost(long Macs, int Parameters, int PeakActivationBytes)
{
    /// <summary>Most multiply-accumulates the sample allows itself.</summary>
    public const long MacBudget = 1_500_000;

    /// <summary>Counts a network.</summary>
    public static NetworkCost Of(NetworkShape shape)
    {
        int height = shape.Input.Height;
        int width = shape.Input.Width;
        int channels = shape.Input.Channels;
        long macs = 0;
        int parameters = 0;
        int peak = 0;

        int outHeight = Halve(height, shape.Stem.Stride);
        int outWidth = Halve(width, shape.Stem.Stride);
        int taps = shape.Stem.Kernel * shape.Stem.Kernel * channels;
        macs += (long)outHeight * outWidth * taps * shape.Stem.Output;
        parameters += (taps + 1) * shape.Stem.Output;
        peak = Math.Max(peak, height * width * channels + outHeight * outWidth * shape.Stem.Output);
        (height, width, channels) = (outHeight, outWidth, shape.Stem.Output);

        foreach (BlockShape block in shape.Blocks)
        {
            outHeight = Halve(height, block.Stride);
            outWidth = Halve(width, block.Stride);
            int ring = 0;
            int vectors = 0;
            if (block.Squeeze > 0)
            {
                macs += 2L * block.Expanded * block.Squeeze;
                parameters += 2 * block.Expanded * block.Squeeze + block.Expanded + block.Squeeze;
                vectors = 2 * block.Expanded + block.Squeeze;
            }
            if (block.Kind != BlockKind.MBConv)
            {
                bool hasProjection = block.Kind == BlockKind.Fused;
                int depth = block.Kernel * block.Kernel * channels;
                macs += (long)outHeight * outWidth * block.Expanded * (depth + (hasProjection ? block.Output : 0));
                parameters += (depth + 1) * block.Expanded + (hasProjection ? (block.Expanded + 1) * block.Output : 0);
                peak = Math.Max(peak, height * width * channels + outHeight * outWidth * block.Output + (hasProjection ? outWidth * block.Expanded : 0) + vectors);
                (height, width, channels) = (outHeight, outWidth, block.Output);
                continue;
            }
            if (block.Expanded != channels)
            {
                macs += (long)height * width * channels * block.Expanded;
                parameters += (channels + 1) * block.Expanded;
                ring = block.Kernel * width * block.Expanded;
            }
            macs += (long)outHeight * outWidth * block.Expanded * (block.Kernel * block.Kernel + block.Output);
            parameters += block.Expanded * (block.Kernel * block.Kernel + 1) + (block.Expanded + 1) * block.Output;
            int live = height * width * channels + outHeight * outWidth * block.Output + ring + outWidth * block.Expanded + vectors;
            peak = Math.Max(peak, live);
            (height, width, channels) = (outHeight, outWidth, block.Output);
        }

        if (shape.Head.Convolution > 0)
        {
            macs += (long)height * width * channels * shape.Head.Convolution;
            parameters += (channels + 1) * shape.Head.Convolution;
            channels = shape.Head.Convolution;
        }
        channels *= shape.Head.IsFlat ? height * width : 1;
        if (shape.Head.Hidden > 0)
        {
            macs += (long)channels * shape.Head.Hidden;
            parameters += (channels + 1) * shape.Head.Hidden;
            channels = shape.Head.Hidden;
        }
        macs += (long)channels * shape.Classes.Length;
        parameters += (channels + 1) * shape.Classes.Length;
        return new NetworkCost(macs, parameters, peak);
    }

    private static int Halve(int size, int stride) => (size + stride - 1) / stride;
}
