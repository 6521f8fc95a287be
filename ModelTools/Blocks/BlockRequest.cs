namespace Edge.ModelTools.Blocks;

/// <summary>What a block is to do; every <see cref="BlockDesign"/> does it in its own way.</summary>
/// <param name="InputChannels">Channels in.</param>
/// <param name="OutputChannels">Channels out.</param>
/// <param name="Height">Rows in.</param>
/// <param name="Width">Columns in.</param>
/// <param name="Kernel">Height and width of the window, odd.</param>
/// <param name="Stride">Stride of the window.</param>
/// <param name="Expansion">The inner channels of MBConv are this many times the input's.</param>
/// <param name="SqueezeRatio">The bottleneck of squeeze-excite has the inner channels divided by this.</param>
/// <param name="Seed">Of the random weights.</param>
internal sealed record BlockRequest(
    int InputChannels, int OutputChannels, int Height, int Width, int Kernel, int Stride, int Expansion, int SqueezeRatio, int Seed)
{
    /// <summary>Inner channels of MBConv.</summary>
    public int Expanded => InputChannels * Expansion;

    /// <summary>Channels of the bottleneck of squeeze-excite, at least 1.</summary>
    public int Squeezed => Expanded > SqueezeRatio ? Expanded / SqueezeRatio : 1;

    /// <summary>Whether the block can add its input to its output.</summary>
    public bool HasShortcut => Stride == 1 && InputChannels == OutputChannels;
}
