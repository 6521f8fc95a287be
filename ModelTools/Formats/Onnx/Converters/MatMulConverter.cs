using System;
using System.Collections.Generic;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>
/// Gemm and MatMul of an activation row with constant weights: alpha * A * B + beta * C becomes a fully connected operator
/// with weights [O, I], alpha and beta multiplied in.
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

        if (OnnxShape.Count(input.Shape) != depth)
        {
            throw node.Unsupported($"its input of shape {OnnxShape.Text(input.Shape)} has more than one row", "use one row, or a 1x1 convolution");
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

        int[] outputShape = isInputTransposed ? [1, outputs] : [.. input.Shape[..^1], outputs];
        import.Emit(
            node, OperatorKind.FullyConnected, [.. inputs], outputShape, OnnxLayout.RowMajor(outputShape.Length), new FullyConnectedAttributes());
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
