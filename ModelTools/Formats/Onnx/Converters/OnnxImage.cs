using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>Operators on [N,C,H,W], and on sequences [N,C,L], which are images of one row.</summary>
internal static class OnnxImage
{
    /// <summary>Whether a value is an image or a sequence.</summary>
    public static bool Is(OnnxValue value) => value.Shape.Length is 3 or 4;

    /// <summary>The value as [1,H,W,C].</summary>
    public static Tensor Of(OnnxNode node, OnnxImporter import, OnnxValue value)
    {
        Tensor tensor = import.ChannelsLast(node, value);
        return value.Shape.Length == 4
            ? tensor
            : import.EmitAuxiliary(node, OperatorKind.Reshape, [tensor], [1, 1, value.Shape[2], value.Shape[1]], "image");
    }

    /// <summary>Height and width of a value.</summary>
    public static (int Height, int Width) Size(OnnxValue value) => value.Shape.Length == 4 ? (value.Shape[2], value.Shape[3]) : (1, value.Shape[2]);

    /// <summary>Adds the operator that makes the node's output, of the rank of its input.</summary>
    /// <param name="size">Channels, height and width of the output.</param>
    public static void Emit(
        OnnxNode node, OnnxImporter import, OnnxValue input, OperatorKind kind, Tensor[] inputs, (int C, int H, int W) size, OperatorAttributes attributes)
    {
        if (input.Shape.Length == 4)
        {
            import.Emit(node, kind, inputs, [1, size.C, size.H, size.W], OnnxLayout.ChannelsLast(4), attributes);
            return;
        }

        Tensor image = import.EmitAuxiliary(node, kind, inputs, [1, size.H, size.W, size.C], "image", attributes);
        import.Emit(node, OperatorKind.Reshape, [image], [1, size.C, size.W], OnnxLayout.ChannelsLast(3));
    }
}
