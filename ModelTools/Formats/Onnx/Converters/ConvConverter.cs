using System.Collections.Generic;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>
/// Conv in two dimensions. Weights turn from [O, I/groups, kh, kw] to [O, kh, kw, I/groups]; with one group for each input
/// channel the operator is depthwise and they turn to [1, kh, kw, O], where output channel c * multiplier + m stays in place.
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
        if (input.Shape.Length != 4)
        {
            throw node.Unsupported($"its input has {input.Shape.Length} dimensions", "use two-dimensional convolutions of [N,C,H,W]");
        }

        if (shape.Length != 4)
        {
            throw node.Mismatch($"its weights have the shape {OnnxShape.Text(shape)} where four dimensions belong");
        }

        int channels = input.Shape[1];
        int filters = shape[0];
        long groups = node.Int("group", 1);
        if (groups < 1 || groups > channels || channels % groups != 0 || filters % groups != 0 || shape[1] != channels / groups || weights.Length == 0)
        {
            throw node.Mismatch(
                $"weights of shape {OnnxShape.Text(shape)} do not fit an input of shape {OnnxShape.Text(input.Shape)} in {groups} groups");
        }

        foreach (int dilation in node.SmallInts("dilations", 2, 1, 1))
        {
            if (dilation != 1)
            {
                throw node.Unsupported($"dilation {dilation} is not supported (only 1)", "train and export with dilation 1");
            }
        }

        var window = OnnxWindow.Read(node, input.Shape, [shape[2], shape[3]]);
        bool isDepthwise = groups == channels && groups > 1;
        var kernel = new OnnxConstant(shape, weights);
        Tensor weightTensor = isDepthwise
            ? import.MakeTensor(node.Input(1).Name, [1, shape[2], shape[3], filters], kernel.Permuted([1, 2, 3, 0]).Floats)
            : import.MakeTensor(node.Input(1).Name, [filters, shape[2], shape[3], shape[1]], kernel.Permuted([0, 2, 3, 1]).Floats);
        weightTensor.Quantization = node.Input(1).Constant!.Quantization;
        var inputs = new List<Tensor> { import.ChannelsLast(node, input), weightTensor };
        if (node.OptionalInput(2) is { } bias)
        {
            float[] values = node.FiniteFloats(2, "bias");
            inputs.Add(values.Length == filters
                ? import.MakeTensor(bias.Name, [filters], values)
                : throw node.Mismatch($"a bias of {values.Length} values for {filters} output channels"));
        }

        import.Emit(
            node,
            isDepthwise ? OperatorKind.DepthwiseConv2D : OperatorKind.Conv2D,
            [.. inputs],
            [1, filters, window.OutputH, window.OutputW],
            OnnxLayout.ChannelsLast(4),
            new ConvAttributes(window.StrideH, window.StrideW, window.Padding, isDepthwise ? 1 : (int)groups));
    }
}
