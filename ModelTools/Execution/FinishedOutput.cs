using System;
using System.Buffers.Binary;
using System.Linq;
using Edge.ModelTools.Graph;
using Edge.Runtime.Int8;

namespace Edge.ModelTools.Execution;

/// <summary>What the host does to an output that the source model ends with a Softmax, LogSoftmax or ArgMax over the channels, or a Sigmoid.</summary>
internal static class FinishedOutput
{
    /// <summary>Real values of the source model's output: probabilities, their logarithms, or one index for each pixel.</summary>
    /// <param name="values">The device's output, [H, W, C].</param>
    public static float[] ToReal(TensorInfo info, OutputFinish finish, sbyte[] values)
    {
        float[] scores = TensorConverter.Dequantize(info, values);
        return finish switch
        {
            OutputFinish.ArgMax => [.. scores.Chunk(info.Channels).Select(pixel => (float)Array.IndexOf(pixel, pixel.Max()))],
            OutputFinish.LogSoftmax => [.. scores.Chunk(info.Channels).SelectMany(LogSoftmax)],
            OutputFinish.Softmax => [.. scores.Chunk(info.Channels).SelectMany(LogSoftmax).Select(MathF.Exp)],
            OutputFinish.Sigmoid => Array.ConvertAll(scores, score => (float)(1 / (1 + Math.Exp(-score)))),
            _ => scores,
        };
    }

    /// <summary>The source model's output in its own type and layout: int64 for ArgMax, else float32.</summary>
    public static byte[] ToRaw(TensorInfo info, OutputFinish finish, sbyte[] values)
    {
        if (finish == OutputFinish.None)
        {
            return TensorConverter.ToRaw(info, values);
        }

        float[] real = ToReal(info, finish, values);
        if (finish != OutputFinish.ArgMax && info.IsChannelsFirst)
        {
            real = TensorConverter.ToChannelsFirst(real, info.Height, info.Width, info.Channels);
        }

        int size = finish == OutputFinish.ArgMax ? sizeof(long) : sizeof(float);
        var bytes = new byte[size * real.Length];
        for (int i = 0; i < real.Length; i++)
        {
            Span<byte> target = bytes.AsSpan(size * i);
            if (finish == OutputFinish.ArgMax)
            {
                BinaryPrimitives.WriteInt64LittleEndian(target, (long)real[i]);
            }
            else
            {
                BinaryPrimitives.WriteSingleLittleEndian(target, real[i]);
            }
        }

        return bytes;
    }

    private static float[] LogSoftmax(float[] scores)
    {
        double largest = scores.Max();
        double logarithm = largest + Math.Log(scores.Sum(score => Math.Exp(score - largest)));
        return Array.ConvertAll(scores, score => (float)(score - logarithm));
    }
}
