namespace Edge.ModelTools.Lowering;

/// <summary>A tensor as the device sees it: H rows of W * C bytes in offset binary (u = q + 128).</summary>
internal sealed class DeviceTensor
{
    /// <summary>Makes a tensor.</summary>
    public DeviceTensor(string name, int height, int width, int channels, float scale, int zeroPoint)
    {
        Name = name;
        Height = height;
        Width = width;
        Channels = channels;
        Scale = scale;
        ZeroPoint = zeroPoint;
    }

    /// <summary>Number within the program; set when the program is complete.</summary>
    public int Id { get; set; } = -1;

    /// <summary>Name of the source tensor.</summary>
    public string Name { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Pixels of a row.</summary>
    public int Width { get; }

    /// <summary>Channels of a pixel.</summary>
    public int Channels { get; }

    /// <summary>Width * Channels.</summary>
    public int RowBytes => Width * Channels;

    /// <summary>Height * RowBytes.</summary>
    public int Bytes => Height * RowBytes;

    /// <summary>real = Scale * (u - ZeroPoint).</summary>
    public float Scale { get; }

    /// <summary>Zero point in offset binary, 0 to 255.</summary>
    public int ZeroPoint { get; }

    /// <summary>Index of the tensor in the source file, or -1.</summary>
    public int SourceIndex { get; init; } = -1;

    /// <summary>Values of a constant, offset binary, [H, W, C]; null for an activation.</summary>
    public byte[]? Data { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Height}x{Width}x{Channels}";
}
