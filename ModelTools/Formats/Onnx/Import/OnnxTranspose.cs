using System;

namespace Edge.ModelTools.Formats.Onnx.Import;

/// <summary>The order of axes that Transpose asks for.</summary>
internal static class OnnxTranspose
{
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
