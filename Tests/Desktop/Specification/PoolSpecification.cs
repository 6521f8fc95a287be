using System;
using Edge.ModelTools.Graph;

namespace Edge.Tests.Desktop.Specification;

/// <summary>
/// AVERAGE_POOL_2D and MAX_POOL_2D over the taps inside the image, on raw values. Averages round ties away from zero; of uint8
/// models ties go up, because the unsigned values they were are all positive.
/// </summary>
internal static class PoolSpecification
{
    public static sbyte[] Run(Operator op, sbyte[] input, bool isLegacyUInt8)
    {
        var attributes = (PoolAttributes)op.Attributes!;
        int[] shape = op.Inputs[0].Shape;
        int[] outputShape = op.Output.Shape;
        int channels = shape[3];
        ActivationRange range = ActivationRange.Of(attributes.Activation, op.Output.Quantization!);
        var output = new sbyte[op.Output.ElementCount];
        for (int i = 0; i < output.Length; i++)
        {
            int c = i % channels;
            int ox = i / channels % outputShape[2];
            int oy = i / channels / outputShape[2];
            int sum = 0;
            int count = 0;
            int maximum = sbyte.MinValue;
            for (int ky = 0; ky < attributes.KernelH; ky++)
            {
                for (int kx = 0; kx < attributes.KernelW; kx++)
                {
                    int y = (oy * attributes.StrideH) - attributes.Padding.Top + ky;
                    int x = (ox * attributes.StrideW) - attributes.Padding.Left + kx;
                    if (y >= 0 && y < shape[1] && x >= 0 && x < shape[2])
                    {
                        sbyte value = input[(((y * shape[2]) + x) * channels) + c];
                        sum += value;
                        count++;
                        maximum = Math.Max(maximum, value);
                    }
                }
            }

            output[i] = range.Limit(op.Kind == OperatorKind.MaxPool ? maximum : Average(sum, count, isLegacyUInt8));
        }

        return output;
    }

    private static int Average(int sum, int count, bool isLegacyUInt8)
    {
        int offset = isLegacyUInt8 ? 128 * count : 0;
        int magnitude = Math.Abs(sum + offset);
        int rounded = (magnitude + (count / 2)) / count;
        return (sum + offset < 0 ? -rounded : rounded) - (isLegacyUInt8 ? 128 : 0);
    }
}
