using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Onnx.Import;

namespace Edge.ModelTools.Formats.Onnx.Folding;

/// <summary>Products of constant matrices, as reparametrized weights have them (spectral normalisation).</summary>
internal static class ProductFolds
{
    private const long MaxProducts = 1L << 28; // about a second

    /// <summary>MatMul of matrices and vectors; sums in double.</summary>
    public static OnnxConstant MatMul(OnnxNode node, OnnxImporter import)
    {
        OnnxConstant first = node.ConstantInput(0, "input");
        OnnxConstant second = node.ConstantInput(1, "input");
        if (first.Shape.Length is not (1 or 2) || second.Shape.Length is not (1 or 2) || !first.IsFloat || !second.IsFloat)
        {
            throw node.Unsupported("it multiplies constants that are not matrices of real numbers", "simplify the model before export, so that constants are folded");
        }

        int rows = first.Shape.Length == 1 ? 1 : first.Shape[0];
        int inner = first.Shape[^1];
        int columns = second.Shape.Length == 1 ? 1 : second.Shape[1];
        if (second.Shape[0] != inner)
        {
            throw node.Mismatch($"it multiplies {OnnxShape.Text(first.Shape)} by {OnnxShape.Text(second.Shape)}");
        }

        if ((long)rows * inner * columns > MaxProducts)
        {
            throw node.Error(DiagnosticId.OnnxTooLarge, "its constant matrices are too large", "simplify the model before export, so that constants are folded");
        }

        int[] shape = [.. first.Shape[..^1], .. second.Shape[1..]];
        import.FoldedShape(node, OnnxShape.ToLongs(shape));
        float[] product = new float[rows * columns];
        for (int i = 0; i < product.Length; i++)
        {
            double sum = 0;
            for (int k = 0; k < inner; k++)
            {
                sum += (double)first.Floats[(i / columns * inner) + k] * second.Floats[(k * columns) + (i % columns)];
            }

            product[i] = (float)sum;
        }

        return new OnnxConstant(shape, product);
    }
}
