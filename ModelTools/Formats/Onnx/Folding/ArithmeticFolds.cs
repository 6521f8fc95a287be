using System;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Onnx.Import;
using DataType = Edge.ModelTools.Formats.Onnx.Proto.TensorProto.Types.DataType;

namespace Edge.ModelTools.Formats.Onnx.Folding;

/// <summary>Elementwise arithmetic on constants, integers as int64, everything else as float32.</summary>
internal static class ArithmeticFolds
{
    /// <summary>Arithmetic and comparison of two constants with numpy broadcasting; truth is an integer, 1.</summary>
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
        if (IsPredicate(node.Type))
        {
            long[] truths = new long[a.Count];
            for (int i = 0; i < truths.Length; i++)
            {
                truths[i] = (a.IsFloat ? Holds(node.Type, a.Floats[i], b.Floats[i]) : Holds(node.Type, a.Integers[i], b.Integers[i])) ? 1 : 0;
            }

            return new OnnxConstant(shape, truths);
        }

        float[] floats = new float[a.IsFloat ? a.Count : 0];
        long[] integers = new long[a.IsFloat ? 0 : a.Count];
        for (int i = 0; i < a.Count; i++)
        {
            if (a.IsFloat)
            {
                floats[i] = Compute(node, a.Floats[i], b.Floats[i]);
            }
            else
            {
                integers[i] = Compute(node, a.Integers[i], b.Integers[i]);
            }
        }

        return a.IsFloat ? new OnnxConstant(shape, floats) : new OnnxConstant(shape, integers);
    }

    /// <summary>Neg, Abs, Not, Floor, Ceil, Sqrt, Exp, Log, Relu, Sigmoid, Tanh, Softplus, Reciprocal.</summary>
    public static OnnxConstant Unary(OnnxNode node, OnnxImporter import)
    {
        OnnxConstant data = node.ConstantInput(0, "input");
        int[] shape = import.FoldedShape(node, OnnxShape.ToLongs(data.Shape));
        if (!data.IsFloat)
        {
            return new OnnxConstant(shape, Array.ConvertAll(data.Integers, value => node.Type switch
            {
                "Neg" => unchecked(-value),
                "Abs" => value < 0 ? unchecked(-value) : value,
                "Not" => value == 0 ? 1L : 0,
                _ => throw node.Unsupported("its input is of an integer type", "export the model again"),
            }));
        }

        return new OnnxConstant(shape, Array.ConvertAll(data.Floats, value => node.Type switch
        {
            "Neg" => -value,
            "Abs" => MathF.Abs(value),
            "Exp" => MathF.Exp(value),
            "Log" => MathF.Log(value),
            "Not" => throw node.Unsupported("its input is floating point", "export the model again"),
            "Floor" => MathF.Floor(value),
            "Ceil" => MathF.Ceiling(value),
            "Sqrt" => MathF.Sqrt(value),
            "Relu" => MathF.Max(value, 0),
            "Sigmoid" => 1 / (1 + MathF.Exp(-value)),
            "Tanh" => MathF.Tanh(value),
            "Softplus" => MathF.Max(value, 0) + MathF.Log(1 + MathF.Exp(-MathF.Abs(value))),
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
            case (DataType.Int64 or DataType.Int32 or DataType.Int16 or DataType.Uint16 or DataType.Int8 or DataType.Uint8 or DataType.Uint32 or DataType.Uint64) and DataType type:
                return new OnnxConstant(shape, data.IsFloat ? Array.ConvertAll(data.Floats, value => (long)value) : data.Integers) { Type = type };
            case DataType other:
                throw node.Unsupported($"it casts to {other}", "simplify the model before export");
        }
    }

    private static bool IsPredicate(string type) => type is "Equal" or "Greater" or "GreaterOrEqual" or "Less" or "LessOrEqual" or "And" or "Or";

    private static bool Holds(string type, double a, double b) => type switch
    {
        "Equal" => a == b,
        "Greater" => a > b,
        "GreaterOrEqual" => a >= b,
        "Less" => a < b,
        "LessOrEqual" => a <= b,
        "And" => a != 0 && b != 0,
        _ => a != 0 || b != 0,
    };

    private static bool Holds(string type, long a, long b) => type switch
    {
        "Equal" => a == b, // a double would not tell large ones apart
        _ => Holds(type, (double)a, b),
    };

    private static float Compute(OnnxNode node, float a, float b) => node.Type switch
    {
        "Add" => a + b,
        "Sub" => a - b,
        "Mul" => a * b,
        "Div" => a / b,
        "Pow" => MathF.Pow(a, b),
        "Mod" => node.Flag("fmod", false) ? a % b : a - (b * MathF.Floor(a / b)),
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
            case "Pow":
                return (long)Math.Clamp(Math.Pow(a, b), long.MinValue, long.MaxValue);
            default:
                if (b == 0)
                {
                    throw node.Error(DiagnosticId.OnnxAttributeBad, "it divides by 0", "export the model again");
                }

                if (b == -1)
                {
                    return node.Type == "Mod" ? 0 : unchecked(-a); // the quotient of the smallest number has no place
                }

                return node.Type != "Mod" ? a / b : node.Flag("fmod", false) ? a % b : ((a % b) + b) % b;
        }
    }
}
