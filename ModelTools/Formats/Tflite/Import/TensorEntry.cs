using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Tflite.Import;

/// <summary>A tensor of the file: its place in the graph and what the graph does not keep of the source.</summary>
internal sealed class TensorEntry
{
    /// <summary>Makes an entry; constants are ready at once.</summary>
    public TensorEntry(Tensor tensor, TfliteTensorType sourceType, bool isShapeOpen)
    {
        Tensor = tensor;
        SourceType = sourceType;
        IsShapeOpen = isShapeOpen;
        IsReady = tensor.IsConstant;
    }

    /// <summary>The tensor in the graph. uint8 tensors are int8 there, shifted by 128.</summary>
    public Tensor Tensor { get; }

    /// <summary>Element type in the file.</summary>
    public TfliteTensorType SourceType { get; }

    /// <summary>Whether the file leaves dimensions open, so that its shape is only a guess.</summary>
    public bool IsShapeOpen { get; }

    /// <summary>Whether the value is known where the importer stands: constant, input, or written by an earlier operator.</summary>
    public bool IsReady { get; set; }
}
