using System;
using System.Collections.Generic;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>
/// Reshape, Flatten, Squeeze and Unsqueeze: the same elements in ONNX's sequence. A channels-last value whose sequence
/// differs is transposed first; a later pass moves that transpose into the weights where a fully connected operator follows.
/// </summary>
internal sealed class ReshapeConverter : IOnnxConverter
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Operators { get; } = ["Reshape", "Flatten", "Squeeze", "Unsqueeze"];

    /// <inheritdoc/>
    public void Convert(OnnxNode node, OnnxImporter import)
    {
        OnnxValue input = OnnxImporter.Activation(node, 0);
        int[] shape = OnnxReshape.OutputShape(node, input.Shape);
        int[] order = OnnxLayout.RowMajor(shape.Length);
        if (shape.AsSpan().SequenceEqual(input.Shape))
        {
            import.Alias(node, input);
            return;
        }

        // [1,C,1,1] and the like can be laid out for the convolution or product that follows at no cost.
        int[] channelsLast = OnnxLayout.ChannelsLast(shape.Length);
        if (shape.Length == 4 && OnnxLayout.IsSameSequence(shape, order, channelsLast))
        {
            order = channelsLast;
        }

        import.Emit(node, OperatorKind.Reshape, [import.RowMajor(node, input)], shape, order);
    }
}
