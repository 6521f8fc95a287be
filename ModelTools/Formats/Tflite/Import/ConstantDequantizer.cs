using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Tflite.Import;

/// <summary>Real values of int8 constants: real = scale * (q - zeroPoint), computed in double and rounded once, which is what the reference kernel gives.</summary>
internal static class ConstantDequantizer
{
    /// <summary>Dequantizes per tensor or per index of the quantized axis.</summary>
    public static float[] Run(sbyte[] values, int[] shape, QuantizationParameters quantization)
    {
        int inner = 1; // elements that follow each other with the same scale
        for (int i = quantization.Axis + 1; i < shape.Length && quantization.Axis >= 0; i++)
        {
            inner *= shape[i];
        }

        var result = new float[values.Length];
        for (int i = 0; i < result.Length; i++)
        {
            int slice = i / inner % quantization.Scales.Length;
            result[i] = (float)((double)quantization.Scales[slice] * (values[i] - quantization.ZeroPoints[slice]));
        }

        return result;
    }
}
