using System.Collections.Generic;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>
/// Conv in one and two dimensions. Weights turn from [O, I/groups, kh, kw] to [O, kh, kw, I/groups]; with one group for each input
/// channel the operator is depthwise and they turn to [1, kh, kw, O], where output channel c * multiplier + m stays in place. A dilated
/// kernel becomes a larger one with zeros between its taps, which every kernel set has.
/// </summary>
internal sealed class ConvConverter : IOnnxConverter
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Operators { get; } = ["Conv"];

    /// <inheritdoc/>
    public void Convert(OnnxNode node, OnnxImporter import)
    {
        OnnxValue input = OnnxImporter.Activation(node, 0);
        float[] weights = node.FiniteFloats(1, "weights");
        int[] shape = node.Input(1).Shape;
        if (!OnnxImage.Is(input))
        {
            throw node.Unsupported($"its input has {input.Shape.Length} dimensions", "use convolutions of [N,C,H,W] or [N,C,L]");
        }

        if (shape.Length != input.Shape.Length)
        {
            throw node.Mismatch($"its weights have the shape {OnnxShape.Text(shape)} where {input.Shape.Length} dimensions belong");
        }

        int channels = input.Shape[1];
        int filters = shape[0];
        long groups = node.Int("group", 1);
        if (groups < 1 || groups > channels || channels % groups != 0 || filters % groups != 0 || shape[1] != channels / groups || weights.Length == 0)
        {
            throw node.Mismatch(
                $"weights of shape {OnnxShape.Text(shape)} do not fit an input of shape {OnnxShape.Text(input.Shape)} in {groups} groups");
        }

        var window = OnnxWindow.Read(node, input.Shape, shape[2..]);
        bool isDepthwise = groups == channels && groups > 1;
        OnnxConstant kernel = Kernel(node, import, weights, [filters, shape[1], window.KernelH, window.KernelW], window);
        int[] size = kernel.Shape;
        Tensor weightTensor = isDepthwise
            ? import.MakeTensor(node.Input(1).Name, [1, size[2], size[3], filters], kernel.Permuted([1, 2, 3, 0]).Floats)
            : import.MakeTensor(node.Input(1).Name, [filters, size[2], size[3], shape[1]], kernel.Permuted([0, 2, 3, 1]).Floats);
        weightTensor.Quantization = node.Input(1).Constant!.Quantization;
        var inputs = new List<Tensor> { OnnxImage.Of(node, import, input), weightTensor };
        if (Bias(node, import, filters) is { } bias)
        {
            inputs.Add(bias);
        }

        OnnxImage.Emit(
            node,
            import,
            input,
            isDepthwise ? OperatorKind.DepthwiseConv2D : OperatorKind.Conv2D,
            [.. inputs],
            (filters, window.OutputH, window.OutputW),
            new ConvAttributes(window.StrideH, window.StrideW, window.Padding, isDepthwise ? 1 : (int)groups));
    }

    /// <summary>The bias of a convolution, or null.</summary>
    public static Tensor? Bias(OnnxNode node, OnnxImporter import, int filters)
    {
        if (node.OptionalInput(2) is not { } bias)
        {
            return null;
        }

        float[] values = node.FiniteFloats(2, "bias");
        return values.Length == filters
            ? import.MakeTensor(bias.Name, [filters], values)
            : throw node.Mismatch($"a bias of {values.Length} values for {filters} output channels");
    }

    private static OnnxConstant Kernel(OnnxNode node, OnnxImporter import, float[] weights, int[] shape, OnnxWindow window)
    {
        if (window.DilationH == 1 && window.DilationW == 1)
        {
            return new OnnxConstant(shape, weights);
        }

        int height = ((shape[2] - 1) * window.DilationH) + 1;
        int width = ((shape[3] - 1) * window.DilationW) + 1;
        int[] dilated = import.FoldedShape(node, [shape[0], shape[1], height, width]);
        return new OnnxConstant(dilated, DilatedKernel.Spread(weights, shape, window.DilationH, window.DilationW, 0f));
    }
}
