using System;
using Edge.ModelTools.Graph;

namespace Edge.Tests.Desktop.Graph;

/// <summary>Convolutions and pooling of <see cref="FloatInterpreter"/>, over [1, H, W, C].</summary>
internal static class FloatWindows
{
    /// <summary>Weights [O, kh, kw, I/groups]; output channel o reads the channels of its group.</summary>
    public static float[] Conv(Operator op, float[][] inputs, int groups)
    {
        int[] kernel = op.Inputs[1].Shape;
        int depth = kernel[3];
        int perGroup = kernel[0] / groups;
        return Convolve(op, inputs, kernel[0], depth, (oc, tap, i) => (((oc * kernel[1] * kernel[2]) + tap) * depth) + i, (oc, i) => ((oc / perGroup) * depth) + i);
    }

    /// <summary>Weights [1, kh, kw, C * multiplier]; output channel o reads channel o / multiplier.</summary>
    public static float[] Depthwise(Operator op, float[][] inputs)
    {
        int outputs = op.Inputs[1].Shape[3];
        int multiplier = outputs / op.Inputs[0].Shape[3];
        return Convolve(op, inputs, outputs, 1, (oc, tap, _) => (tap * outputs) + oc, (oc, _) => oc / multiplier);
    }

    /// <summary>Average over the valid taps or, when padding counts, over the window; maximum over the valid taps.</summary>
    public static float[] Pool(Operator op, float[] input)
    {
        var pool = (PoolAttributes)op.Attributes!;
        int height = op.Inputs[0].Shape[1];
        int width = op.Inputs[0].Shape[2];
        int channels = op.Inputs[0].Shape[3];
        int outputW = op.Output.Shape[2];
        float[] result = new float[op.Output.ElementCount];
        for (int index = 0; index < result.Length; index++)
        {
            int c = index % channels;
            int ox = index / channels % outputW;
            int oy = index / channels / outputW;
            double sum = 0;
            double max = double.NegativeInfinity;
            int count = 0;
            for (int tap = 0; tap < pool.KernelH * pool.KernelW; tap++)
            {
                int y = (oy * pool.StrideH) - pool.Padding.Top + (tap / pool.KernelW);
                int x = (ox * pool.StrideW) - pool.Padding.Left + (tap % pool.KernelW);
                if (y >= 0 && y < height && x >= 0 && x < width)
                {
                    double value = input[(((y * width) + x) * channels) + c];
                    sum += value;
                    max = Math.Max(max, value);
                    count++;
                }
            }

            int divisor = pool.CountPadding ? pool.KernelH * pool.KernelW : count;
            result[index] = FloatInterpreter.Clamped(op.Kind == OperatorKind.MaxPool ? max : sum / divisor, pool.Activation);
        }

        return result;
    }

    private static float[] Convolve(Operator op, float[][] inputs, int outputs, int depth, Func<int, int, int, int> weightIndex, Func<int, int, int> channel)
    {
        var conv = (ConvAttributes)op.Attributes!;
        int height = op.Inputs[0].Shape[1];
        int width = op.Inputs[0].Shape[2];
        int channels = op.Inputs[0].Shape[3];
        int kernelH = op.Inputs[1].Shape[1];
        int kernelW = op.Inputs[1].Shape[2];
        int outputW = op.Output.Shape[2];
        float[] result = new float[op.Output.ElementCount];
        for (int index = 0; index < result.Length; index++)
        {
            int oc = index % outputs;
            int ox = index / outputs % outputW;
            int oy = index / outputs / outputW;
            double sum = inputs.Length > 2 ? inputs[2][oc] : 0;
            for (int ky = 0; ky < kernelH; ky++)
            {
                for (int kx = 0; kx < kernelW; kx++)
                {
                    int y = (oy * conv.StrideH) - conv.Padding.Top + ky;
                    int x = (ox * conv.StrideW) - conv.Padding.Left + kx;
                    if (y < 0 || y >= height || x < 0 || x >= width)
                    {
                        continue;
                    }

                    for (int i = 0; i < depth; i++)
                    {
                        double value = inputs[0][(((y * width) + x) * channels) + channel(oc, i)];
                        sum += value * inputs[1][weightIndex(oc, (ky * kernelW) + kx, i)];
                    }
                }
            }

            result[index] = FloatInterpreter.Clamped(sum, conv.Activation);
        }

        return result;
    }
}
