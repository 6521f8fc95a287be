using Edge.ModelTools.Formats.Tflite.Schema;

namespace Edge.Tests.Desktop.Tflite;

/// <summary>A tensor in a file under construction. The tests that need a broken file set the fields that break it.</summary>
internal sealed class TfliteTensorSpec
{
    public string Name { get; set; } = string.Empty;

    public TfliteTensorType Type { get; set; }

    public int[] Shape { get; set; } = [];

    /// <summary>Contents of the tensor's buffer; null for an activation.</summary>
    public byte[]? Data { get; set; }

    public float[]? Scales { get; set; }

    public long[]? ZeroPoints { get; set; }

    public int Axis { get; set; }

    public int[]? ShapeSignature { get; set; }

    public bool IsVariable { get; set; }

    public bool IsSparse { get; set; }

    public bool IsExternal { get; set; }

    public bool HasQuantizationDetails { get; set; }

    /// <summary>Buffer index instead of the tensor's own.</summary>
    public uint? BufferIndex { get; set; }
}
