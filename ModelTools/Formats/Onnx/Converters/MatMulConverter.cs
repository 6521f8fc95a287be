using System;
using System.Collections.Generic;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>
/// Gemm and MatMul of activation rows with constant weights: alpha * A * B + beta * C becomes a fully connected operator
/// with weights [O, I], alpha and beta multiplied in, or a pointwise convolution where there are several rows.
/// </summary>
internal sealed class MatMulConverter : IOnnxConverter
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Operators { get; } = ["Gemm", "MatMul"];

    /// <inheritdoc/>
    public void Convert(OnnxNode node, OnnxImporter import)
    {
        bool isGemm = node.Type == "Gemm";
        OnnxValue input = OnnxImporter.Activation(node, 0);
        if (input.Shape.Length < 2 || (isGemm && input.Shape.Length != 2))
        {
            throw node.Mismatch($"its input has the shape {OnnxShape.Text(input.Shape)}");
        }

        float[] values = node.FiniteFloats(1, "weights");
        int[] shape = node.Input(1).Shape;
        int rank = shape.Length;
        while (shape.Length > 2 && shape[0] == 1)
        {
            shape = shape[1..]; // a batch of one
        }

        if (shape.Length != 2 || values.Length == 0)
        {
            throw node.Unsupported($"its weights have the shape {OnnxShape.Text(shape)}", "use weights with two dimensions");
        }

        bool isTransposed = isGemm && node.Flag("transB", false);
        int outputs = shape[isTransposed ? 0 : 1];
        int depth = shape[isTransposed ? 1 : 0];
        bool isInputTransposed = isGemm && node.Flag("transA", false);
        if (input.Shape[isInputTransposed ? 0 : ^1] != depth)
        {
            throw node.Mismatch($"weights of shape {OnnxShape.Text(shape)} do not fit an input of shape {OnnxShape.Text(input.Shape)}");
        }

        bool isOneRow = OnnxShape.Count(input.Shape) == depth;
        if (!isOneRow && isInputTransposed)
        {
            throw node.Unsupported($"its input of shape {OnnxShape.Text(input.Shape)} is transposed and has more than one row", "transpose it with an operator of its own");
        }

        float[] weights = isTransposed ? values : new OnnxConstant(shape, values).Permuted([1, 0]).Floats;
        float alpha = isGemm ? node.Float("alpha", 1) : 1;
        var inputs = new List<Tensor>
        {
            import.RowMajor(node, input),
            import.MakeTensor(node.Input(1).Name, [outputs, depth], alpha == 1 ? weights : Array.ConvertAll(weights, weight => weight * alpha)),
        };
        inputs[1].Quantization = node.Input(1).Constant!.Quantization;
        if (isGemm && node.OptionalInput(2) is { } bias)
        {
            inputs.Add(import.MakeTensor(bias.Name, [outputs], Bias(node, outputs)));
        }

        if (!isOneRow)
        {
            ConvertRows(node, import, inputs, OnnxShape.Padded([.. input.Shape[..^1], outputs], Math.Max(rank, input.Shape.Length)));
            return;
        }

        int[] outputShape = isInputTransposed ? [1, outputs] : OnnxShape.Padded([.. input.Shape[..^1], outputs], Math.Max(rank, input.Shape.Length));
        import.Emit(
            node, OperatorKind.FullyConnected, [.. inputs], outputShape, OnnxLayout.RowMajor(outputShape.Length), new FullyConnectedAttributes());
    }

    /// <summary>Several rows at once are pixels, and their product with the weights is a pointwise convolution.</summary>
    private static void ConvertRows(OnnxNode node, OnnxImporter import, List<Tensor> inputs, int[] outputShape)
    {
        int outputs = inputs[1].Shape[0];
        int depth = inputs[1].Shape[1];
        int rows = inputs[0].ElementCount / depth;
        Tensor pixels = import.EmitAuxiliary(node, OperatorKind.Reshape, [inputs[0]], [1, rows, 1, depth], "rows");
        var weights = new Tensor(inputs[1].Name, inputs[1].Type, [outputs, 1, 1, depth]) { Data = inputs[1].Data, Quantization = inputs[1].Quantization };
        Tensor made = import.EmitAuxiliary(
            node, OperatorKind.Conv2D, [pixels, weights, .. inputs.GetRange(2, inputs.Count - 2)], [1, rows, 1, outputs], "pointwise", new ConvAttributes(1, 1, Padding.None));
        import.Emit(node, OperatorKind.Reshape, [made], outputShape, OnnxLayout.RowMajor(outputShape.Length));
    }

    private static float[] Bias(OnnxNode node, int outputs)
    {
        float[] values = node.FiniteFloats(2, "bias");
        bool isRow = values.Length == outputs && node.Input(2).Shape is [.., int last] && last == outputs;
        if (!isRow && values.Length != 1)
        {
            throw node.Mismatch($"a bias of {values.Length} values for {outputs} outputs");
        }

        float beta = node.Float("beta", 1);
        float[] bias = new float[outputs];
        for (int o = 0; o < outputs; o++)
        {
            bias[o] = beta * values[values.Length == 1 ? 0 : o];
        }

        return bias;
    }
}
