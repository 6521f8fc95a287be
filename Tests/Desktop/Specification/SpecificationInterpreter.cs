using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Graph;

namespace Edge.Tests.Desktop.Specification;

/// <summary>
/// Runs an int8 graph imported from TFLite as the specification reads, tensor by tensor, in plain code that shares nothing with the
/// runtime or the converter. Double rounding; activations are per tensor, NHWC.
/// </summary>
internal static class SpecificationInterpreter
{
    /// <summary>Runs the whole graph.</summary>
    /// <param name="graph">int8 graph as the .tflite reader makes it.</param>
    /// <param name="input">Values of the graph's input.</param>
    /// <returns>Every computed tensor and the input, by name.</returns>
    public static Dictionary<string, sbyte[]> Run(ModelGraph graph, sbyte[] input)
    {
        var values = new Dictionary<string, sbyte[]> { [graph.Inputs[0].Name] = input };
        foreach (Operator op in graph.Operators)
        {
            sbyte[][] operands = [.. op.Inputs.Select(tensor => tensor.IsConstant ? tensor.Data as sbyte[] ?? [] : values[tensor.Name])];
            values[op.Output.Name] = Run(op, operands, graph.IsLegacyUInt8);
        }

        return values;
    }

    /// <summary>Runs one operator.</summary>
    /// <param name="operands">Values of its int8 inputs; those of other inputs are not looked at.</param>
    public static sbyte[] Run(Operator op, sbyte[][] operands, bool isLegacyUInt8 = false) => op.Kind switch
    {
        OperatorKind.Conv2D or OperatorKind.DepthwiseConv2D => ConvolutionSpecification.Run(op, operands[0], isLegacyUInt8),
        OperatorKind.FullyConnected => FullyConnectedSpecification.Run(op, operands[0]),
        OperatorKind.Add or OperatorKind.Sub => SumSpecification.Run(op, operands[0], operands[1], isLegacyUInt8),
        OperatorKind.Mul => ProductSpecification.Run(op, operands[0], operands[1]),
        OperatorKind.AveragePool or OperatorKind.MaxPool => PoolSpecification.Run(op, operands[0], isLegacyUInt8),
        OperatorKind.Mean => MeanSpecification.Run(op, operands[0]),
        OperatorKind.Pad => LayoutSpecification.Pad(op, operands[0]),
        OperatorKind.Reshape => operands[0],
        OperatorKind.Transpose => LayoutSpecification.Transpose(op, operands[0]),
        OperatorKind.Concat => LayoutSpecification.Concat(op, operands),
        OperatorKind.ResizeNearest => LayoutSpecification.ResizeNearest(op, operands[0]),
        OperatorKind.ResizeBilinear => ResizeBilinearSpecification.Run(op, operands[0]),
        OperatorKind.Select => SelectionSpecification.Select(op, operands[0]),
        OperatorKind.DepthToSpace => SelectionSpecification.DepthToSpace(op, operands[0]),
        OperatorKind.Maximum => Broadcasting.Run(operands[0], op.Inputs[0].Shape, operands[1], op.Inputs[1].Shape, op.Output.Shape, (a, b) => (sbyte)Math.Max(a, b)),
        OperatorKind.Minimum => Broadcasting.Run(operands[0], op.Inputs[0].Shape, operands[1], op.Inputs[1].Shape, op.Output.Shape, (a, b) => (sbyte)Math.Min(a, b)),
        OperatorKind.L2Normalization => NormalisationSpecification.Run(op, operands[0]),
        OperatorKind.Softmax => SoftmaxSpecification.Run(op, operands[0]),
        OperatorKind.PRelu => PReluSpecification.Run(op, operands[0], operands[1]),
        OperatorKind.Quantize => [.. operands[0].Select(q => TableSpecification.Requantize(op.Inputs[0].Quantization!, op.Output.Quantization!, q))],
        OperatorKind.Unary => RunUnary(op, operands[0]),
        _ => throw new NotSupportedException($"{op.Kind} has no int8 specification"),
    };

    private static sbyte[] RunUnary(Operator op, sbyte[] input)
    {
        var attributes = (UnaryAttributes)op.Attributes!;
        return [.. input.Select(q => TableSpecification.Evaluate(attributes, op.Inputs[0].Quantization!, op.Output.Quantization!, q))];
    }
}
