using System;
using System.Collections.Generic;
using Edge.ModelTools.Formats.Onnx.Import;

namespace Edge.ModelTools.Formats.Onnx.Folding;

/// <summary>
/// Computes nodes whose inputs are all known: shape arithmetic and rearranged weights. What ONNX calls a Shape is known
/// for every value, since the input's shape is settled first.
/// </summary>
internal static class ConstantFolder
{
    private static readonly Dictionary<string, Func<OnnxNode, OnnxImporter, OnnxConstant>> s_folds = new(StringComparer.Ordinal)
    {
        ["Constant"] = ShapeFolds.Constant,
        ["ConstantOfShape"] = ShapeFolds.ConstantOfShape,
        ["Shape"] = ShapeFolds.Shape,
        ["Size"] = ShapeFolds.Size,
        ["Range"] = ShapeFolds.Range,
        ["Identity"] = MovementFolds.Identity,
        ["Dropout"] = MovementFolds.Identity,
        ["Reshape"] = MovementFolds.Reshape,
        ["Flatten"] = MovementFolds.Reshape,
        ["Squeeze"] = MovementFolds.Reshape,
        ["Unsqueeze"] = MovementFolds.Reshape,
        ["Transpose"] = MovementFolds.Transpose,
        ["Expand"] = MovementFolds.Expand,
        ["Slice"] = MovementFolds.Slice,
        ["Gather"] = MovementFolds.Gather,
        ["Concat"] = MovementFolds.Concat,
        ["Cast"] = ArithmeticFolds.Cast,
        ["Add"] = ArithmeticFolds.Binary,
        ["Sub"] = ArithmeticFolds.Binary,
        ["Mul"] = ArithmeticFolds.Binary,
        ["Div"] = ArithmeticFolds.Binary,
        ["Min"] = ArithmeticFolds.Binary,
        ["Max"] = ArithmeticFolds.Binary,
        ["Equal"] = ArithmeticFolds.Binary,
        ["MatMul"] = ProductFolds.MatMul,
        ["DequantizeLinear"] = QuantizationFolds.Dequantize,
        ["QuantizeLinear"] = QuantizationFolds.Quantize,
        ["Where"] = ArithmeticFolds.Where,
        ["Pow"] = ArithmeticFolds.Binary,
        ["Mod"] = ArithmeticFolds.Binary,
        ["Greater"] = ArithmeticFolds.Binary,
        ["GreaterOrEqual"] = ArithmeticFolds.Binary,
        ["Less"] = ArithmeticFolds.Binary,
        ["LessOrEqual"] = ArithmeticFolds.Binary,
        ["And"] = ArithmeticFolds.Binary,
        ["Or"] = ArithmeticFolds.Binary,
        ["Not"] = ArithmeticFolds.Unary,
        ["Abs"] = ArithmeticFolds.Unary,
        ["Exp"] = ArithmeticFolds.Unary,
        ["Log"] = ArithmeticFolds.Unary,
        ["Neg"] = ArithmeticFolds.Unary,
        ["Floor"] = ArithmeticFolds.Unary,
        ["Ceil"] = ArithmeticFolds.Unary,
        ["Sqrt"] = ArithmeticFolds.Unary,
        ["Reciprocal"] = ArithmeticFolds.Unary,
        ["Relu"] = ArithmeticFolds.Unary,
        ["Sigmoid"] = ArithmeticFolds.Unary,
        ["Tanh"] = ArithmeticFolds.Unary,
        ["Softplus"] = ArithmeticFolds.Unary,
        ["Clip"] = ReductionFolds.Clip,
        ["ReduceSum"] = ReductionFolds.Reduce,
        ["ReduceMean"] = ReductionFolds.Reduce,
        ["ReduceMax"] = ReductionFolds.Reduce,
        ["ReduceMin"] = ReductionFolds.Reduce,
        ["ReduceProd"] = ReductionFolds.Reduce,
        ["ReduceL2"] = ReductionFolds.Reduce,
    };

    /// <summary>Operators that are computed when their inputs are known.</summary>
    public static IEnumerable<string> Operators => s_folds.Keys;

    /// <summary>Computes the node when it can be; its output becomes a constant.</summary>
    /// <returns>Whether it was computed.</returns>
    public static bool TryFold(OnnxNode node, OnnxImporter import)
    {
        if (!s_folds.TryGetValue(node.Type, out Func<OnnxNode, OnnxImporter, OnnxConstant>? fold))
        {
            return false;
        }

        // Of these two only the input's shape matters.
        bool isShapeOnly = node.Type is "Shape" or "Size";
        for (int i = 0; i < node.InputCount && !isShapeOnly; i++)
        {
            if (node.OptionalInput(i) is { Constant: null })
            {
                return false;
            }
        }

        import.Define(node.OutputName, new OnnxValue(node.OutputName, fold(node, import)));
        return true;
    }
}
