using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Edge.Runtime.Int8;

namespace Edge.ModelTools.Execution;

/// <summary>
/// Between the source model's own tensors (float32, int8, uint8; NHWC or NCHW) and the runtime's int8 [H, W, C].
/// Floats quantize as TFLite's QUANTIZE does: round half away from zero of x / scale in float32, plus the zero point.
/// </summary>
internal static class TensorConverter
{
    public const int Float32 = 0;
    public const int Int8 = 1;
    public const int UInt8 = 2;

    /// <summary>Quantizes real values that are already [H, W, C].</summary>
    public static sbyte[] Quantize(TensorInfo info, float[] real)
    {
        if (info.Parts is null)
        {
            return Array.ConvertAll(real, value => Quantize(info, value));
        }

        var quantized = new sbyte[real.Length];
        int start = 0;
        foreach (TensorInfo part in info.Parts)
        {
            Array.ConvertAll(real[start..(start + part.Length)], value => Quantize(part, value)).CopyTo(quantized, start);
            start += part.Length;
        }

        return quantized;
    }

    /// <summary>Quantizes one value.</summary>
    public static sbyte Quantize(TensorInfo info, float real)
    {
        float rounded = MathF.Round(real / info.Scale, MidpointRounding.AwayFromZero) + info.ZeroPoint;
        return (sbyte)Math.Clamp(rounded, -128f, 127f);
    }

    /// <summary>Real values of an output, [H, W, C]: scale * (q - zero point) in double, rounded to float32.</summary>
    public static float[] Dequantize(TensorInfo info, sbyte[] quantized)
    {
        var real = new float[quantized.Length];
        for (int i = 0; i < real.Length; i++)
        {
            real[i] = (float)((double)info.Scale * (quantized[i] - info.ZeroPoint));
        }

        return real;
    }

    /// <summary>Reads a raw tensor in the source model's type, [H, W, C].</summary>
    /// <param name="info">The input.</param>
    /// <param name="bytes">As many elements as the input has, of 4 bytes (float32) or 1 byte (the source's integer type).</param>
    public static sbyte[] FromRaw(TensorInfo info, byte[] bytes)
    {
        int length = info.Length;
        sbyte[] values;
        if (bytes.Length == 4 * length)
        {
            var real = new float[length];
            for (int i = 0; i < length; i++)
            {
                real[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(4 * i));
            }

            values = Quantize(info, real);
        }
        else
        {
            values = new sbyte[length];
            for (int i = 0; i < length; i++)
            {
                values[i] = info.SourceType == UInt8 ? (sbyte)(bytes[i] - 128) : (sbyte)bytes[i];
            }
        }

        return values;
    }

    /// <summary>Writes an output in the source model's type and layout.</summary>
    public static byte[] ToRaw(TensorInfo info, sbyte[] values)
    {
        sbyte[] ordered = info.IsChannelsFirst ? ToChannelsFirst(values, info.Height, info.Width, info.Channels) : values;
        if (info.SourceType == Int8)
        {
            return MemoryMarshal.AsBytes<sbyte>(ordered).ToArray();
        }

        if (info.SourceType == UInt8)
        {
            return Array.ConvertAll(ordered, value => (byte)(value + 128));
        }

        var bytes = new byte[4 * ordered.Length];
        float[] real = Dequantize(info, ordered);
        for (int i = 0; i < real.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), real[i]);
        }

        return bytes;
    }

    /// <summary>[H, W, C] to [C, H, W].</summary>
    public static T[] ToChannelsFirst<T>(T[] values, int height, int width, int channels)
    {
        var result = new T[values.Length];
        int pixels = height * width;
        for (int c = 0; c < channels; c++)
        {
            for (int pixel = 0; pixel < pixels; pixel++)
            {
                result[(c * pixels) + pixel] = values[(pixel * channels) + c];
            }
        }

        return result;
    }
}
