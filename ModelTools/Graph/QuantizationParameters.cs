using System;

namespace Edge.ModelTools.Graph;

/// <summary>
/// Affine quantization of a tensor: real = scale * (q - zeroPoint), per tensor (one entry) or per slice of <see cref="Axis"/>.
/// </summary>
/// <param name="Scales">One scale, or one for each index of <paramref name="Axis"/>; finite and positive.</param>
/// <param name="ZeroPoints">Same length as <paramref name="Scales"/>; in the range of the tensor's element type.</param>
/// <param name="Axis">The quantized dimension, or -1 for one scale over the whole tensor.</param>
internal sealed record QuantizationParameters(float[] Scales, int[] ZeroPoints, int Axis = -1)
{
    /// <summary>Per-tensor quantization.</summary>
    public QuantizationParameters(float scale, int zeroPoint)
        : this([scale], [zeroPoint])
    {
    }

    /// <summary>Scale of a per-tensor quantization.</summary>
    /// <exception cref="InvalidOperationException">The quantization is per axis.</exception>
    public float Scale => Scales.Length == 1 ? Scales[0] : throw new InvalidOperationException("per-axis quantization has no single scale");

    /// <summary>Zero point of a per-tensor quantization.</summary>
    /// <exception cref="InvalidOperationException">The quantization is per axis.</exception>
    public int ZeroPoint => ZeroPoints.Length == 1 ? ZeroPoints[0] : throw new InvalidOperationException("per-axis quantization has no single zero point");

    /// <summary>Scale of slice <paramref name="index"/> of the quantized axis.</summary>
    public float ScaleAt(int index) => Scales[Scales.Length == 1 ? 0 : index];
}
