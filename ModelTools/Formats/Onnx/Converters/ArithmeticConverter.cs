using System;
using System.Collections.Generic;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Onnx.Folding;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>
/// Add, Sub, Mul and Div with numpy broadcasting. A division becomes a multiplication with the reciprocal;
/// Sum of two is Add; Max and Min of two come from <see cref="ClipConverter"/>. Constants are laid out like the activation beside them, without leading dimensions of 1.
/// </summary>
internal sealed class ArithmeticConverter : IOnnxConverter
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Operators { get; } = ["Add", "Sub", "Mul", "Div", "Sum"];

    /// <inheritdoc/>
    public void Convert(OnnxNode node, OnnxImporter import)
    {
        if (DynamicScaleRules.TryConvert(node, import))
        {
            return;
        }

        if (node.Type == "Sum" && node.InputCount is 1 or > 2)
        {
            Chain(node, import);
            return;
        }

        if (node.InputCount != 2)
        {
            throw node.Unsupported($"it has {node.InputCount} inputs", "use two at a time");
        }

        if (node.Type == "Div" && Normalisation.RootOf(node) is { } normalised)
        {
            Normalisation.Emit(node, import, normalised);
            return;
        }

        OnnxValue first = node.Input(0);
        OnnxValue second = node.Input(1);
        int[] shape = OnnxShape.Broadcast(first.Shape, second.Shape)
            ?? throw node.Mismatch($"shapes {OnnxShape.Text(first.Shape)} and {OnnxShape.Text(second.Shape)} do not broadcast");
        int[] order = CommonOrder(first, second, shape.Length);
        Tensor left = Operand(node, import, 0, order);
        Tensor right = Operand(node, import, 1, order);
        if (node.Type == "Div")
        {
            if (second.Activation is null)
            {
                right.Data = Array.ConvertAll(right.Floats, value => Reciprocal(node, value));
            }
            else
            {
                right = import.EmitAuxiliary(node, OperatorKind.Unary, [right], right.Shape, "reciprocal", new UnaryAttributes(UnaryFunction.Power, -1));
            }
        }

        OperatorKind kind = node.Type switch
        {
            "Add" or "Sum" => OperatorKind.Add,
            "Sub" => OperatorKind.Sub,
            "Max" => OperatorKind.Maximum,
            "Min" => OperatorKind.Minimum,
            _ => OperatorKind.Mul,
        };
        import.Emit(node, kind, [left, right], shape, order, node.Type is "Max" or "Min" ? null : new ArithmeticAttributes());
    }

    /// <summary>Sum of any number: one after the other.</summary>
    private void Chain(OnnxNode node, OnnxImporter import)
    {
        OnnxValue sum = node.Input(0);
        for (int i = 1; i < node.InputCount; i++)
        {
            string name = i == node.InputCount - 1 ? node.OutputName : $"{node.OutputName}/{i}";
            OnnxNode add = node.As("Add", [sum, node.Input(i)], name);
            if (!ConstantFolder.TryFold(add, import))
            {
                Convert(add, import);
            }

            sum = import.Find(name)!;
        }

        import.Alias(node, sum);
    }

    // The order of the activation that has the full rank; channels last when either operand lies so.
    private static int[] CommonOrder(OnnxValue first, OnnxValue second, int rank)
    {
        bool isFirst = first.Activation is not null && first.Shape.Length == rank;
        bool isSecond = second.Activation is not null && second.Shape.Length == rank;
        if (!isFirst && !isSecond)
        {
            return OnnxLayout.RowMajor(rank);
        }

        int[] channelsLast = OnnxLayout.ChannelsLast(rank);
        return isSecond && (!isFirst || second.Order.AsSpan().SequenceEqual(channelsLast)) ? second.Order : first.Order;
    }

    private static Tensor Operand(OnnxNode node, OnnxImporter import, int index, int[] order)
    {
        OnnxValue value = node.Input(index);
        int[] shape = OnnxShape.Padded(value.Shape, order.Length);
        if (value.Activation is not null)
        {
            if (value.Shape.Length == order.Length)
            {
                return import.InOrder(node, value, order);
            }

            Tensor expanded = import.EmitAuxiliary(node, OperatorKind.Reshape, [import.RowMajor(node, value)], shape, "rank");
            var full = new OnnxValue(value.Name, shape, expanded, OnnxLayout.RowMajor(order.Length), node);
            return import.InOrder(node, full, order);
        }

        float[] values = node.FiniteFloats(index, "operand");
        OnnxConstant physical = new OnnxConstant(shape, values).Permuted(order);
        int leading = 0;
        while (leading < order.Length - 1 && physical.Shape[leading] == 1)
        {
            leading++;
        }

        int[] trimmed = order.Length == 0 ? [1] : physical.Shape[leading..];
        Tensor tensor = import.MakeTensor(value.Name, trimmed, physical.Floats);
        tensor.Quantization = value.Constant?.Quantization;
        return tensor;
    }

    private static float Reciprocal(OnnxNode node, float value)
    {
        float reciprocal = 1 / value;
        return float.IsFinite(reciprocal)
            ? reciprocal
            : throw node.Error(DiagnosticId.OnnxWeightsNotFinite, $"it divides by {value}", "train or export the model again");
    }
}
