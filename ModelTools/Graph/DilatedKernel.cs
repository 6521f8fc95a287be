using System;

namespace Edge.ModelTools.Graph;

/// <summary>
/// A dilated kernel written out: the taps lie dilation apart, and between them is what adds nothing to a sum. The result of the larger
/// convolution is the same to the bit, and every kernel set runs it.
/// </summary>
internal static class DilatedKernel
{
    /// <summary>Spreads the two middle or last axes of weights.</summary>
    /// <param name="values">[A, B, H, W] when <paramref name="inner"/> is 1, [A, H, W, inner] with B = 1 otherwise.</param>
    /// <param name="shape">A, B, H, W.</param>
    /// <param name="empty">What stands between the taps: 0, or the zero point of quantized weights.</param>
    public static T[] Spread<T>(T[] values, int[] shape, int dilationH, int dilationW, T empty, int inner = 1)
    {
        int outer = shape[0] * shape[1];
        int height = ((shape[2] - 1) * dilationH) + 1;
        int width = ((shape[3] - 1) * dilationW) + 1;
        var spread = new T[outer * height * width * inner];
        Array.Fill(spread, empty);
        for (int o = 0; o < outer; o++)
        {
            for (int ky = 0; ky < shape[2]; ky++)
            {
                for (int kx = 0; kx < shape[3]; kx++)
                {
                    int source = (((o * shape[2]) + ky) * shape[3]) + kx;
                    int target = (((o * height) + (ky * dilationH)) * width) + (kx * dilationW);
                    Array.Copy(values, source * inner, spread, target * inner, inner);
                }
            }
        }

        return spread;
    }
}
