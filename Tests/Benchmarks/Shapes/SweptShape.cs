using System.Globalization;

namespace Edge.Benchmarks.Shapes;

/// <summary>A convolution whose cost is swept.</summary>
/// <param name="IsDepthwise">Whether each channel has its own window.</param>
/// <param name="Height">Rows in.</param>
/// <param name="Width">Columns in.</param>
/// <param name="Channels">Channels in.</param>
/// <param name="Outputs">Channels out; of a depthwise convolution as many as in.</param>
/// <param name="KernelH">Rows of the window.</param>
/// <param name="KernelW">Columns of the window.</param>
/// <param name="Stride">Stride, along axes on which the input is longer than 1.</param>
/// <param name="Rows">Output rows of a call.</param>
internal sealed record SweptShape(bool IsDepthwise, int Height, int Width, int Channels, int Outputs, int KernelH, int KernelW, int Stride, int Rows)
{
    /// <summary>Taps of an output channel.</summary>
    public int Taps => KernelH * KernelW * (IsDepthwise ? 1 : Channels);

    /// <summary>Rows out, padded as SAME is.</summary>
    public int OutputHeight => ((Height - 1) / StrideH) + 1;

    /// <summary>Columns out.</summary>
    public int OutputWidth => ((Width - 1) / StrideW) + 1;

    /// <summary>Vertical stride.</summary>
    public int StrideH => Height > 1 ? Stride : 1;

    /// <summary>Horizontal stride.</summary>
    public int StrideW => Width > 1 ? Stride : 1;

    /// <summary>Family, for tables.</summary>
    public string Kind =>
        (IsDepthwise ? "depthwise" : Taps == Channels ? "pointwise" : "convolution") + (Height == 1 && Width == 1 ? " of one pixel" : Height == 1 || Width == 1 ? " 1-D" : " 2-D")
        + (Stride > 2 ? ", long strides" : string.Empty);

    /// <summary>Multiply-accumulates.</summary>
    public long Macs => (long)OutputHeight * OutputWidth * Outputs * Taps;

    /// <inheritdoc/>
    public override string ToString()
    {
        string kind = IsDepthwise ? "depthwise" : "convolution";
        return string.Create(CultureInfo.InvariantCulture, $"{kind} {Height}x{Width}x{Channels} to {Outputs}, {KernelH}x{KernelW} stride {Stride}, {Rows} rows a call");
    }

    /// <summary>As numbers, which pass between load contexts.</summary>
    public int[] ToNumbers() => [IsDepthwise ? 1 : 0, Height, Width, Channels, Outputs, KernelH, KernelW, Stride, Rows];

    /// <summary>From <see cref="ToNumbers"/>.</summary>
    public static SweptShape FromNumbers(int[] numbers) =>
        new(numbers[0] != 0, numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6], numbers[7], numbers[8]);
}
