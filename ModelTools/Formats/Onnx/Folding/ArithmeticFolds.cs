using System;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Onnx.Import;
using DataType = Edge.ModelTools.Formats.Onnx.Proto.TensorProto.Types.DataType;

namespace Edge.ModelTools.Formats.Onnx.Folding;

/// <summary>Elementwise arithmetic on constants, integers as int64, everything else as float32.</summary>
internal static class ArithmeticFolds
{
    /// <summary>Add, Sub, Mul, Div, Min, Max and Equal of two constants with numpy broadcasting.</summary>
    public static OnnxConstant Binary(OnnxNode node, OnnxImporter import)
    {
        OnnxConstant first = node.ConstantInput(0, "input");
        OnnxConstant second = node.ConstantInput(1, "input");
        int[] shape = OnnxShape.Broadcast(first.Shape, second.Shape) ?? throw node.Mismatch("its inputs do not broadcast");
        if (first.IsFloat != second.IsFloat || node.InputCount != 2)
        {
            throw node.Unsupported("it has constant inputs of different types, or not two", "simplify the model before export");
        }

        import.FoldedShape(node, OnnxShape.ToLongs(shape));
        OnnxConstant a = MovementFolds.BroadcastTo(first, shape);
        OnnxConstant b = MovementFolds.BroadcastTo(second, shape);
        float[] floats = new float[a.IsFloat ? a.Count : 0];
        long[] integers = new long[a.IsFloat && node.Type != "Equal" ? 0 : a.Count];
        for (int i = 0; i < a.Count; i++)
        {
            if (node.Type == "Equal")
            {
                integers[i] = (a.IsFloat ? a.Floats[i] == b.Floats[i] : a.Integers[i] == b.Integers[i]) ? 1 : 0;
            }
            else if (a.IsFloat)
            {
                floats[i] = Compute(node.Type, a.Floats[i], b.Floats[i]);
            }
            else
            {
                integers[i] = Compute(node, a.Integers[i], b.Integers[i]);
            }
        }

        return a.IsFloat && node.Type != "Equal" ? new OnnxConstant(shape, floats) : new OnnxConstant(shape, integers);
    }

    /// <summary>Neg, Floor, Ceil, Sqrt, Reciprocal.</summary>
    public static OnnxConstant Unary(OnnxNode node, OnnxImporter import)
    {
        OnnxConstant data = node.ConstantInput(0, "input");
        int[] shape = import.FoldedShape(node, OnnxShape.ToLongs(data.Shape));
        if (!data.IsFloat)
        {
            return node.Type == "Neg"
                ? new OnnxConstant(shape, Array.ConvertAll(data.Integers, value => unchecked(-value)))
                : throw node.Unsupported("its input is of an integer type", "export the model again");
        }

        return new OnnxConstant(shape, Array.ConvertAll(data.Floats, value => node.Type switch
        {
            "Neg" => -value,
            "Floor" => MathF.Floor(value),
            "Ceil" => MathF.Ceiling(value),
            "Sqrt" => MathF.Sqrt(value),
            _ => 1 / value,
        }));
    }

    /// <summary>Where: elements of the second input where the first is true, of the third elsewhere.</summary>
    public static OnnxConstant Where(OnnxNode node, OnnxImporter import)
    {
        OnnxConstant condition = node.ConstantInput(0, "condition");
        OnnxConstant first = node.ConstantInput(1, "input");
        OnnxConstant second = node.ConstantInput(2, "input");
        int[]? shape = OnnxShape.Broadcast(first.Shape, second.Shape);
        shape = shape is null ? null : OnnxShape.Broadcast(shape, condition.Shape);
        if (shape is null || condition.IsFloat || first.IsFloat != second.IsFloat)
        {
            throw node.Mismatch("its inputs do not broadcast, or have different types");
        }

        import.FoldedShape(node, OnnxShape.ToLongs(shape));
        long[] choice = MovementFolds.BroadcastTo(condition, shape).Integers;
        OnnxConstant a = MovementFolds.BroadcastTo(first, shape);
        OnnxConstant b = MovementFolds.BroadcastTo(second, shape);
        for (int i = 0; i < choice.Length; i++)
        {
            if (choice[i] == 0)
            {
                continue;
            }

            if (a.IsFloat)
            {
                b.Floats[i] = a.Floats[i];
            }
            else
            {
                b.Integers[i] = a.Integers[i];
            }
        }

        return b;
    }

    /// <summary>Cast between the types that constants are held in; to an integer by truncation.</summary>
    public static OnnxConstant Cast(OnnxNode node, OnnxImporter import)
    {
        OnnxConstant data = node.ConstantInput(0, "input");
        int[] shape = import.FoldedShape(node, OnnxShape.ToLongs(data.Shape));
        switch ((DataType)node.Int("to", 0))
        {
            case DataType.Float or DataType.Float16 or DataType.Bfloat16 or DataType.Double:
                return data.IsFloat ? data : new OnnxConstant(shape, Array.ConvertAll(data.Integers, value => (float)value));
            case DataType.Bool:
                return new OnnxConstant(shape, data.IsFloat
                    ? Array.ConvertAll(data.Floats, value => value != 0 ? 1L : 0)
                    : Array.ConvertAll(data.Integers, value => value != 0 ? 1L : 0));
            case DataType.Int64 or DataType.Int32:
                return data.IsFloat ? new OnnxConstant(shape, Array.ConvertAll(data.Floats, value => (long)value)) : data;
            case DataType other:
                throw node.Unsupported($"it casts to {other}", "simplify the model before export");
        }
    }

    private static float Compute(string type, float a, float b) => type switch
    {
        "Add" => a + b,
        "Sub" => a - b,
        "Mul" => a * b,
        "Div" => a / b,
        "Min" => Math.Min(a, b),
        _ => Math.Max(a, b),
    };

    private static long Compute(OnnxNode node, long a, long b)
    {
        switch (node.Type)
        {
            case "Add":
                return unchecked(a + b);
            case "Sub":
                return unchecked(a - b);
            case "Mul":
                return unchecked(a * b);
            case "Min":
                return Math.Min(a, b);
            case "Max":
                return Math.Max(a, b);
            default:
                if (b == 0)
                {
                    throw node.Error(DiagnosticId.OnnxAttributeBad, "it divides by 0", "export the model again");
                }

                return b == -1 ? unchecked(-a) : a / b;
        }
    }
}
