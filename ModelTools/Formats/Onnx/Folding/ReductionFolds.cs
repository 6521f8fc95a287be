using System;
using System.Linq;
using Edge.ModelTools.Formats.Onnx.Import;

namespace Edge.ModelTools.Formats.Onnx.Folding;

/// <summary>Reductions of constants, and bounds on them: norms of weights, numbers of elements.</summary>
internal static class ReductionFolds
{
    /// <summary>ReduceSum, ReduceMean, ReduceMax, ReduceMin, ReduceProd, ReduceL2.</summary>
    public static OnnxConstant Reduce(OnnxNode node, OnnxImporter import)
    {
        OnnxConstant data = node.ConstantInput(0, "data");
        int rank = data.Shape.Length;
        bool areInput = node.Opset >= (node.Type == "ReduceSum" ? 13 : 18);
        long[] axes = (areInput ? node.OptionalIntegers(1, "axes") : node.Ints("axes")) ?? [];
        bool[] isReduced = new bool[rank];
        foreach (long axis in axes)
        {
            isReduced[node.Axis(axis, rank)] = true;
        }

        if (axes.Length == 0 && !node.Flag("noop_with_empty_axes", false))
        {
            Array.Fill(isReduced, true);
        }

        bool keeps = node.Flag("keepdims", true);
        int[] kept = [.. data.Shape.Select((size, axis) => isReduced[axis] ? 1 : size)];
        int[] shape = import.FoldedShape(node, OnnxShape.ToLongs(keeps ? kept : [.. kept.Where((_, axis) => !isReduced[axis])]));
        int count = OnnxShape.Count(shape);
        if (data.Count == 0 || count == 0)
        {
            throw node.Unsupported("it reduces an empty list", "simplify the model before export, so that constants are folded");
        }

        double[] values = data.IsFloat ? Array.ConvertAll(data.Floats, value => (double)value) : Array.ConvertAll(data.Integers, value => (double)value);
        double[] result = [.. Enumerable.Repeat(Start(node.Type), count)];
        for (int i = 0; i < values.Length; i++)
        {
            int target = TargetOf(i, data.Shape, isReduced);
            result[target] = node.Type switch
            {
                "ReduceMax" => Math.Max(result[target], values[i]),
                "ReduceMin" => Math.Min(result[target], values[i]),
                "ReduceProd" => result[target] * values[i],
                "ReduceL2" => result[target] + (values[i] * values[i]),
                _ => result[target] + values[i],
            };
        }

        int reduced = values.Length / count;
        return data.IsFloat
            ? new OnnxConstant(shape, Array.ConvertAll(result, value => (float)Finished(node.Type, value, reduced)))
            : new OnnxConstant(shape, Array.ConvertAll(result, value => (long)Finished(node.Type, value, reduced)));
    }

    /// <summary>Clip; bounds are attributes up to operator set 10.</summary>
    public static OnnxConstant Clip(OnnxNode node, OnnxImporter import)
    {
        OnnxConstant data = node.ConstantInput(0, "input");
        int[] shape = import.FoldedShape(node, OnnxShape.ToLongs(data.Shape));
        bool areInputs = node.Opset >= 11;
        if (!data.IsFloat)
        {
            long low = areInputs ? Bound(node, 1, "lower bound", long.MinValue) : long.MinValue;
            long high = areInputs ? Bound(node, 2, "upper bound", long.MaxValue) : long.MaxValue;
            return new OnnxConstant(shape, Array.ConvertAll(data.Integers, value => Math.Min(Math.Max(value, low), high)));
        }

        float min = areInputs ? node.Scalar(1, "lower bound", float.NegativeInfinity) : node.Float("min", float.MinValue);
        float max = areInputs ? node.Scalar(2, "upper bound", float.PositiveInfinity) : node.Float("max", float.MaxValue);
        return new OnnxConstant(shape, Array.ConvertAll(data.Floats, value => MathF.Min(MathF.Max(value, min), max)));
    }

    private static long Bound(OnnxNode node, int index, string what, long missing)
    {
        long[] bound = node.OptionalIntegers(index, what) ?? [missing];
        return bound.Length == 1 ? bound[0] : throw node.Mismatch($"the {what} is not one number");
    }

    private static double Start(string type) => type switch
    {
        "ReduceMax" => double.NegativeInfinity,
        "ReduceMin" => double.PositiveInfinity,
        "ReduceProd" => 1,
        _ => 0,
    };

    private static double Finished(string type, double value, int count) => type switch
    {
        "ReduceMean" => value / count,
        "ReduceL2" => Math.Sqrt(value),
        _ => value,
    };

    private static int TargetOf(int index, int[] shape, bool[] isReduced)
    {
        int target = 0;
        int size = 1;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            int position = index % shape[axis];
            index /= shape[axis];
            if (!isReduced[axis])
            {
                target += position * size;
                size *= shape[axis];
            }
        }

        return target;
    }
}
