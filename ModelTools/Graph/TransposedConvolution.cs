using System;

namespace Edge.ModelTools.Graph;

/// <summary>
/// A transposed convolution as an ordinary one. Output y takes input i and tap k where y + padding = stride * i + dilation * k. So the
/// outputs of one remainder of y + padding by the stride are a convolution of stride 1 with every stride-th tap: all remainders are
/// computed side by side, as channels, and <see cref="OperatorKind.DepthToSpace"/> puts them in place and cuts the padding off. The
/// sums are the same, tap by tap.
/// </summary>
/// <param name="Channels">Input channels.</param>
/// <param name="GroupFilters">Output channels of a group.</param>
/// <param name="Groups">Groups; as many as channels make a depthwise one, others are written out with zeros.</param>
/// <param name="Before">Padding above and on the left: what is cut off the whole result.</param>
internal sealed record TransposedConvolution(
    int Channels, int GroupFilters, int Groups, (int H, int W) Kernel, (int H, int W) Stride, (int H, int W) Dilation, (int H, int W) Before, (int H, int W) Input, (int H, int W) Output)
{
    /// <summary>Output channels.</summary>
    public int Filters => Groups * GroupFilters;

    /// <summary>Whether each channel has filters of its own.</summary>
    public bool IsDepthwise => Groups == Channels && Groups > 1;

    /// <summary>The convolution's kind.</summary>
    public OperatorKind Kind => IsDepthwise ? OperatorKind.DepthwiseConv2D : OperatorKind.Conv2D;

    /// <summary>Output channels of the convolution: every filter at every position of a block.</summary>
    public int BlockFilters => Filters * Stride.H * Stride.W;

    /// <summary>Height of its kernel.</summary>
    public int WindowH => WindowOf(Kernel.H, Dilation.H, Stride.H);

    /// <summary>Width of its kernel.</summary>
    public int WindowW => WindowOf(Kernel.W, Dilation.W, Stride.W);

    /// <summary>Rows of blocks.</summary>
    public int BlocksH => Math.Max((Before.H + Output.H + Stride.H - 1) / Stride.H, Input.H);

    /// <summary>Columns of blocks.</summary>
    public int BlocksW => Math.Max((Before.W + Output.W + Stride.W - 1) / Stride.W, Input.W);

    /// <summary>Shape of its weights.</summary>
    public int[] WeightShape => IsDepthwise ? [1, WindowH, WindowW, BlockFilters] : [BlockFilters, WindowH, WindowW, Channels];

    /// <summary>Where the blocks go.</summary>
    public DepthToSpaceAttributes Placement => new(Stride.H, Stride.W, IsDepthwise, Before.H, Before.W);

    /// <summary>The convolution's attributes: as much padding as gives every block its window.</summary>
    public ConvAttributes Convolution(Clamp? activation = null) =>
        new(1, 1, new Padding(WindowH - 1, WindowW - 1, BlocksH - Input.H, BlocksW - Input.W), 1, activation);

    /// <summary>The convolution's weights, [block filter, ky, kx, channel] or, depthwise, [1, ky, kx, block filter].</summary>
    /// <param name="weights">[channel, filter of its group, kh, kw], or [filter of its group, kh, kw, channel].</param>
    /// <param name="empty">What stands where a position has no tap.</param>
    public T[] Weights<T>(T[] weights, bool isFilterFirst, T empty)
    {
        int perFilter = IsDepthwise ? 1 : Channels;
        var result = new T[BlockFilters * WindowH * WindowW * perFilter];
        Array.Fill(result, empty);
        for (int channel = 0; channel < Channels; channel++)
        {
            for (int f = 0; f < GroupFilters; f++)
            {
                int filter = (channel / (Channels / Groups) * GroupFilters) + f;
                for (int ky = 0; ky < Kernel.H; ky++)
                {
                    for (int kx = 0; kx < Kernel.W; kx++)
                    {
                        int y = ky * Dilation.H;
                        int x = kx * Dilation.W;
                        int source = isFilterFirst
                            ? (((((f * Kernel.H) + ky) * Kernel.W) + kx) * Channels) + channel
                            : (((((channel * GroupFilters) + f) * Kernel.H) + ky) * Kernel.W) + kx;

                        // The tap before the last one in the window belongs to the input pixel above.
                        int row = WindowH - 1 - (y / Stride.H);
                        int column = WindowW - 1 - (x / Stride.W);
                        int blockFilter = BlockFilter(filter, y % Stride.H, x % Stride.W);
                        int target = IsDepthwise
                            ? (((row * WindowW) + column) * BlockFilters) + blockFilter
                            : (((((blockFilter * WindowH) + row) * WindowW) + column) * Channels) + channel;
                        result[target] = weights[source];
                    }
                }
            }
        }

        return result;
    }

    /// <summary>Values of each filter, repeated for every position of a block.</summary>
    public T[] PerFilter<T>(T[] values)
    {
        var result = new T[BlockFilters];
        for (int filter = 0; filter < Filters; filter++)
        {
            for (int position = 0; position < Stride.H * Stride.W; position++)
            {
                result[BlockFilter(filter, position / Stride.W, position % Stride.W)] = values[filter];
            }
        }

        return result;
    }

    /// <summary>Where DepthToSpace looks for a filter at a position: positions first, or, depthwise, together for each filter.</summary>
    private int BlockFilter(int filter, int y, int x)
    {
        int position = (y * Stride.W) + x;
        return IsDepthwise ? (filter * Stride.H * Stride.W) + position : (position * Filters) + filter;
    }

    private static int WindowOf(int kernel, int dilation, int stride) => ((kernel - 1) * dilation / stride) + 1;
}
