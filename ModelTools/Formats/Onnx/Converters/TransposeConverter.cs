using System;
using System.Collections.Generic;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>Transpose: only the order of the axes is noted; elements move when an operator needs another order.</summary>
internal sealed class TransposeConverter : IOnnxConverter
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Operators { get; } = ["Transpose"];

    /// <inheritdoc/>
    public void Convert(OnnxNode node, OnnxImport import)
    {
        OnnxValue input = OnnxImport.Activation(node, 0);
        int[] permutation = Permutation(node, input.Shape.Length);

        // Output axis i is input axis permutation[i], so input axis a is called Position(permutation, a) from here on.
        int[] order = Array.ConvertAll(input.Order, axis => OnnxLayout.Position(permutation, axis));
        int[] shape = OnnxLayout.Apply(input.Shape, permutation);
        import.Alias(node, new OnnxValue(node.OutputName, shape, input.Activation!, order, node));
    }

    /// <summary>The attribute perm, checked, or the reversed axes.</summary>
    public static int[] Permutation(OnnxNode node, int rank)
    {
        int[] permutation = OnnxLayout.RowMajor(rank);
        long[]? given = node.Ints("perm");
        if (given is null)
        {
            Array.Reverse(permutation);
            return permutation;
        }

        bool[] isUsed = new bool[rank];
        for (int i = 0; i < rank; i++)
        {
            if (given.Length != rank || given[i] < 0 || given[i] >= rank || isUsed[given[i]])
            {
                throw node.Mismatch($"perm {OnnxShape.Text(given)} is not an order of {rank} axes");
            }

            permutation[i] = (int)given[i];
            isUsed[permutation[i]] = true;
        }

        return permutation;
    }
}
