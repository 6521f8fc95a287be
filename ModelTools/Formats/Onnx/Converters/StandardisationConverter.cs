using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>
/// LayerNormalization, InstanceNormalization and GroupNormalization, whose mean and variance come from the input: spelled out as
/// (x - mean) * 1/sqrt(mean of squares + epsilon), with scale and shift behind.
/// </summary>
internal sealed class StandardisationConverter : IOnnxConverter
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Operators { get; } = ["LayerNormalization", "InstanceNormalization", "GroupNormalization"];

    /// <inheritdoc/>
    public void Convert(OnnxNode node, OnnxImporter import)
    {
        OnnxValue input = OnnxImporter.Activation(node, 0);
        if (node.Type == "LayerNormalization")
        {
            LayerNormalization(node, import, input);
            return;
        }

        int rank = input.Shape.Length;
        if (rank is not (3 or 4))
        {
            throw node.Unsupported($"its input has {rank} dimensions", "normalise [N,C,H,W] or [N,C,L]");
        }

        int channels = input.Shape[1];
        bool isGrouped = node.Type == "GroupNormalization";
        long groups = isGrouped ? node.Int("num_groups", 0) : channels;
        if (groups < 1 || channels % groups != 0)
        {
            throw node.Mismatch($"{channels} channels in {groups} groups");
        }

        // Channels last, and those of a group side by side.
        Tensor image = import.ChannelsLast(node, input);
        int width = channels / (int)groups;
        int pixels = image.ElementCount / channels;
        Tensor grouped = import.EmitAuxiliary(node, OperatorKind.Reshape, [image], [1, pixels, (int)groups, width], "groups");
        Tensor standard = Standardised(node, import, grouped, width == 1 ? [1] : [1, 3]);
        Tensor whole = import.EmitAuxiliary(node, OperatorKind.Reshape, [standard], image.Shape, "whole");
        import.Emit(
            node,
            OperatorKind.ScaleShift,
            [whole, PerChannel(node, import, 1, "scales", channels, width), PerChannel(node, import, 2, "shifts", channels, width)],
            input.Shape,
            OnnxLayout.ChannelsLast(rank));
    }

    private static void LayerNormalization(OnnxNode node, OnnxImporter import, OnnxValue input)
    {
        int rank = input.Shape.Length;
        int first = node.Axis(node.Int("axis", -1), rank);
        if (first == 0 || Enumerable.Range(1, node.OutputCount - 1).Any(i => node.OutputAt(i).Length > 0))
        {
            throw node.Unsupported("it normalises over the batch, or gives its mean as well", "normalise each sample, with one output");
        }

        int[] axes = [.. Enumerable.Range(0, rank).Where(position => input.Order[position] >= first)];
        var value = new OnnxValue($"{node.OutputName}/standard", input.Shape, Standardised(node, import, input.Activation!, axes), input.Order, node);
        bool hasShift = node.OptionalInput(2) is not null;
        value = Applied(node, import, "Mul", value, node.Input(1), hasShift ? $"{node.OutputName}/scaled" : node.OutputName);
        if (hasShift)
        {
            Applied(node, import, "Add", value, node.Input(2), node.OutputName);
        }
    }

    /// <summary>(x - mean) / standard deviation over axes of the tensor.</summary>
    private static Tensor Standardised(OnnxNode node, OnnxImporter import, Tensor x, int[] axes)
    {
        int[] reduced = [.. x.Shape.Select((size, axis) => axes.Contains(axis) ? 1 : size)];
        var mean = new MeanAttributes(axes, true);
        var arithmetic = new ArithmeticAttributes();
        float epsilon = node.Float("epsilon", 1e-5f);
        if (epsilon <= 0)
        {
            throw node.Unsupported($"epsilon {epsilon} is not supported", "use an epsilon above 0");
        }

        Tensor centre = import.EmitAuxiliary(node, OperatorKind.Mean, [x], reduced, "mean", mean);
        Tensor centred = import.EmitAuxiliary(node, OperatorKind.Sub, [x, centre], x.Shape, "centred", arithmetic);
        Tensor squares = import.EmitAuxiliary(node, OperatorKind.Mul, [centred, centred], x.Shape, "squares", arithmetic);
        Tensor variance = import.EmitAuxiliary(node, OperatorKind.Mean, [squares], reduced, "variance", mean);
        Tensor factor = import.EmitAuxiliary(node, OperatorKind.Unary, [variance], reduced, "factor", new UnaryAttributes(UnaryFunction.InverseRoot, epsilon));
        return import.EmitAuxiliary(node, OperatorKind.Mul, [centred, factor], x.Shape, "standard", arithmetic);
    }

    private static OnnxValue Applied(OnnxNode node, OnnxImporter import, string type, OnnxValue value, OnnxValue constant, string name)
    {
        OnnxConverters.Of(type).Convert(node.As(type, [value, constant], name), import);
        return import.Find(name)!;
    }

    // One number for each channel, or, before operator set 21, for each group.
    private static Tensor PerChannel(OnnxNode node, OnnxImporter import, int index, string what, int channels, int width)
    {
        float[] values = node.FiniteFloats(index, what);
        bool isOfGroup = node.Type == "GroupNormalization" && node.Opset < 21;
        if (values.Length != (isOfGroup ? channels / width : channels))
        {
            throw node.Mismatch($"{values.Length} {what} for {channels} channels");
        }

        float[] expanded = isOfGroup ? [.. Enumerable.Range(0, channels).Select(c => values[c / width])] : [.. values];
        return import.MakeTensor($"{node.OutputName}/{what}", [channels], expanded);
    }
}
