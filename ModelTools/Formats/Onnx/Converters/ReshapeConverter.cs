using System;
using System.Collections.Generic;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>
/// Reshape, Flatten, Squeeze and Unsqueeze: the same elements in ONNX's sequence. Where axes are only split or merged, the layout
/// stays: [N,C,H,W] to [N,2,C/2,H,W] moves nothing, whichever way it lies. Else a channels-last value is transposed first; a later
/// pass moves that transpose into the weights where a fully connected operator follows.
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
        if (shape.AsSpan().SequenceEqual(input.Shape))
        {
            import.Alias(node, input);
            return;
        }

        if (BlockShuffle.TryConvert(node, import, shape))
        {
            return;
        }

        if (!OnnxLayout.IsSameSequence(input.Shape, input.Order, OnnxLayout.RowMajor(input.Shape.Length))
            && OnnxRegrouping.Of(input, shape) is { } regrouping)
        {
            import.Emit(node, OperatorKind.Reshape, [import.InOrder(node, input, regrouping.InputOrder)], shape, regrouping.OutputOrder);
            return;
        }

        int[] order = OnnxLayout.RowMajor(shape.Length);

        // [1,C,1,1] and the like can be laid out for the convolution or product that follows at no cost.
        int[] channelsLast = OnnxLayout.ChannelsLast(shape.Length);
        if (shape.Length == 4 && OnnxLayout.IsSameSequence(shape, order, channelsLast))
        {
            order = channelsLast;
        }

        import.Emit(node, OperatorKind.Reshape, [import.RowMajor(node, input)], shape, order);
    }
}
