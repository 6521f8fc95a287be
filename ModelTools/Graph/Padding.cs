namespace Edge.ModelTools.Graph;

/// <summary>Explicit padding of the spatial dimensions, in pixels, each at least 0.</summary>
internal readonly record struct Padding(int Top, int Left, int Bottom, int Right)
{
    /// <summary>No padding.</summary>
    public static Padding None => default;

    /// <summary>Whether any side is padded.</summary>
    public bool Any => (Top | Left | Bottom | Right) != 0;

    /// <summary>
    /// TensorFlow's SAME padding: out = ceil(in / stride); the odd pixel goes to the bottom and right.
    /// </summary>
    public static Padding Same(int height, int width, int kernelH, int kernelW, int strideH, int strideW)
    {
        int vertical = Total(height, kernelH, strideH);
        int horizontal = Total(width, kernelW, strideW);
        return new Padding(vertical / 2, horizontal / 2, vertical - (vertical / 2), horizontal - (horizontal / 2));
    }

    private static int Total(int size, int kernel, int stride)
    {
        int output = (size + stride - 1) / stride;
        int total = ((output - 1) * stride) + kernel - size;
        return total > 0 ? total : 0;
    }
}
