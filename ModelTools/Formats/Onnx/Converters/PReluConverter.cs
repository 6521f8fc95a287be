using System.Collections.Generic;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>PRelu with one slope for each channel; a single slope makes it a LeakyRelu.</summary>
internal sealed class PReluConverter : IOnnxConverter
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Operators { get; } = ["PRelu"];

    /// <inheritdoc/>
    public void Convert(OnnxNode node, OnnxImporter import)
    {
        OnnxValue input = OnnxImporter.Activation(node, 0);
        float[] slopes = node.FiniteFloats(1, "slopes");
        int[] shape = node.Input(1).Shape;
        int rank = input.Shape.Length;
        if (slopes.Length == 1)
        {
            import.Emit(
                node, OperatorKind.Unary, [input.Activation!], input.Shape, input.Order, new UnaryAttributes(UnaryFunction.LeakyRelu, slopes[0]));
            return;
        }

        // Slopes broadcast from the right: [C,1,1] for NCHW. Only the channel axis may have more than one.
        if (rank < 2 || shape.Length > rank || OnnxShape.Padded(shape, rank)[1] != slopes.Length || slopes.Length != input.Shape[1])
        {
            throw node.Unsupported(
                $"slopes of shape {OnnxShape.Text(shape)} for an input of shape {OnnxShape.Text(input.Shape)}", "use one slope for each channel");
        }

        Tensor slope = import.MakeTensor(node.Input(1).Name, [slopes.Length], slopes);
        import.Emit(node, OperatorKind.PRelu, [import.ChannelsLast(node, input), slope], input.Shape, OnnxLayout.ChannelsLast(rank));
    }
}
