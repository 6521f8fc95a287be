using System;
using System.Collections.Generic;
using Edge.ModelTools.Formats.Onnx.Import;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>Transpose: only the order of the axes is noted; elements move when an operator needs another order.</summary>
internal sealed class TransposeConverter : IOnnxConverter
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Operators { get; } = ["Transpose"];

    /// <inheritdoc/>
    public void Convert(OnnxNode node, OnnxImporter import)
    {
        OnnxValue input = OnnxImporter.Activation(node, 0);
        int[] permutation = OnnxTranspose.Permutation(node, input.Shape.Length);

        // Output axis i is input axis permutation[i], so input axis a is called Position(permutation, a) from here on.
        int[] order = Array.ConvertAll(input.Order, axis => OnnxLayout.Position(permutation, axis));
        int[] shape = OnnxLayout.Apply(input.Shape, permutation);
        import.Alias(node, new OnnxValue(node.OutputName, shape, input.Activation!, order, node));
    }
}
