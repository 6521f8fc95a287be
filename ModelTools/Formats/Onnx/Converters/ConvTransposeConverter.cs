using System.Collections.Generic;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Formats.Onnx.Wire;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>
/// ConvTranspose in one and two dimensions, as <see cref="TransposedConvolution"/> makes it: a convolution that computes every position
/// of a block, and the move of those from channels to pixels.
/// </summary>
internal sealed class ConvTransposeConverter : IOnnxConverter
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Operators { get; } = ["ConvTranspose"];

    /// <inheritdoc/>
    public void Convert(OnnxNode node, OnnxImporter import)
    {
        OnnxValue input = OnnxImporter.Activation(node, 0);
        float[] weights = node.FiniteFloats(1, "weights");
        int[] shape = node.Input(1).Shape;
        if (!OnnxImage.Is(input) || shape.Length != input.Shape.Length)
        {
            throw node.Mismatch($"weights of shape {OnnxShape.Text(shape)} do not fit an input of shape {OnnxShape.Text(input.Shape)}");
        }

        int channels = input.Shape[1];
        long groups = node.Int("group", 1);
        if (groups < 1 || channels % groups != 0 || shape[0] != channels || weights.Length == 0)
        {
            throw node.Mismatch(
                $"weights of shape {OnnxShape.Text(shape)} do not fit an input of shape {OnnxShape.Text(input.Shape)} in {groups} groups");
        }

        int spatial = shape.Length - 2;
        int[] dilations = node.SmallInts("dilations", spatial, 1, 1);
        int[] strides = node.SmallInts("strides", spatial, 1, 1);
        int[] kernel = shape[2..];
        if (node.Ints("kernel_shape") is not null && !System.Linq.Enumerable.SequenceEqual(node.SmallInts("kernel_shape", spatial, 1, 1), kernel))
        {
            throw node.Mismatch("kernel_shape is not the shape of the weights");
        }

        (int[] before, int[] output) = Sizes(node, input.Shape, kernel, strides, dilations);
        bool isImage = spatial == 2;
        var window = new TransposedConvolution(
            channels,
            shape[1],
            (int)groups,
            isImage ? (kernel[0], kernel[1]) : (1, kernel[0]),
            isImage ? (strides[0], strides[1]) : (1, strides[0]),
            isImage ? (dilations[0], dilations[1]) : (1, dilations[0]),
            isImage ? (before[0], before[1]) : (0, before[0]),
            OnnxImage.Size(input),
            isImage ? (output[0], output[1]) : (1, output[0]));
        Emit(node, import, input, window, weights);
    }

    private static void Emit(OnnxNode node, OnnxImporter import, OnnxValue input, TransposedConvolution window, float[] weights)
    {
        int filters = window.Filters;
        import.FoldedShape(node, [window.BlockFilters, window.WindowH, window.WindowW, window.IsDepthwise ? 1 : window.Channels]);
        float[] bias = node.OptionalInput(2) is null ? new float[filters] : node.FiniteFloats(2, "bias");
        if (bias.Length != filters)
        {
            throw node.Mismatch($"a bias of {bias.Length} values for {filters} output channels");
        }

        Tensor kernel = import.MakeTensor(node.Input(1).Name, window.WeightShape, window.Weights(weights, isFilterFirst: false, 0f));
        Tensor biases = import.MakeTensor($"{node.OutputName}/bias", [window.BlockFilters], window.PerFilter(bias));
        Tensor image = OnnxImage.Of(node, import, input);
        Tensor blocks = import.EmitAuxiliary(
            node, window.Kind, [image, kernel, biases], [1, window.BlocksH, window.BlocksW, window.BlockFilters], "blocks", window.Convolution());
        OnnxImage.Emit(node, import, input, OperatorKind.DepthToSpace, [blocks], (filters, window.Output.H, window.Output.W), window.Placement);
    }

    /// <summary>Padding before each axis and the output's size, after ONNX's ConvTranspose.</summary>
    private static (int[] Before, int[] Output) Sizes(OnnxNode node, int[] inputShape, int[] kernel, int[] strides, int[] dilations)
    {
        int spatial = kernel.Length;
        int[] extra = node.SmallInts("output_padding", spatial, 0, 0);
        int[] pads = node.SmallInts("pads", 2 * spatial, 0, 0);
        int[]? asked = node.Ints("output_shape") is null ? null : node.SmallInts("output_shape", spatial, 1, 1);
        string automatic = node.Text("auto_pad", "NOTSET");
        if (automatic is not ("NOTSET" or "VALID" or "SAME_UPPER" or "SAME_LOWER" or ""))
        {
            throw node.Error(DiagnosticId.OnnxAttributeBad, $"auto_pad is {OnnxName.Quote(automatic)}", "export the model again");
        }

        int[] before = new int[spatial];
        int[] output = new int[spatial];
        for (int i = 0; i < spatial; i++)
        {
            long whole = ((long)strides[i] * (inputShape[2 + i] - 1)) + extra[i] + ((kernel[i] - 1L) * dilations[i]) + 1;
            bool isSame = automatic is "SAME_UPPER" or "SAME_LOWER";
            if (asked is null && !isSame)
            {
                bool isPadded = automatic is "NOTSET" or "";
                before[i] = isPadded ? pads[i] : 0;
                output[i] = Checked(node, whole - (isPadded ? pads[i] + pads[spatial + i] : 0));
                continue;
            }

            output[i] = asked is null ? Checked(node, (long)strides[i] * inputShape[2 + i]) : asked[i];
            long total = System.Math.Max(whole - output[i], 0);
            before[i] = (int)(automatic == "SAME_UPPER" ? total / 2 : total - (total / 2));
        }

        return (before, output);
    }

    private static int Checked(OnnxNode node, long size) => size is >= 1 and <= ushort.MaxValue
        ? (int)size
        : throw node.Mismatch($"its output would be {size} pixels high or wide");
}
