using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>
/// A copy of a float graph in the form the quantizer works on: every convolution and fully connected layer has a bias, per-channel
/// scale-and-shift that no pass could fold is a 1x1 depthwise convolution (whose weights have a scale per channel), and all constants
/// are finite.
/// </summary>
internal static class QuantizationPreparation
{
    /// <summary>Prepares a graph.</summary>
    /// <exception cref="EdgeException">A constant is NaN or infinite.</exception>
    public static ModelGraph Run(ModelGraph graph)
    {
        ModelGraph prepared = GraphCopy.Of(graph);
        for (int i = 0; i < prepared.Operators.Count; i++)
        {
            Operator op = prepared.Operators[i];
            CheckConstants(op);
            if (op.Kind == OperatorKind.ScaleShift && op.Inputs[0].Shape.Length == 4)
            {
                ToDepthwise(op);
            }

            if (op.Kind is OperatorKind.Conv2D or OperatorKind.DepthwiseConv2D or OperatorKind.FullyConnected && op.Inputs.Count < 3)
            {
                int outputs = op.Inputs[1].Shape[WeightQuantizer.Axis(op.Kind)];
                op.Inputs.Add(new Tensor(op.Output.Name + "/bias", ElementType.Float32, [outputs]) { Data = new float[outputs] });
            }
        }

        return prepared;
    }

    private static void ToDepthwise(Operator op)
    {
        Tensor scale = op.Inputs[1];
        op.Kind = OperatorKind.DepthwiseConv2D;
        op.Attributes = new ConvAttributes(1, 1, Padding.None);
        op.Inputs[1] = new Tensor(scale.Name, ElementType.Float32, [1, 1, 1, scale.ElementCount]) { Data = scale.Data, SourceIndex = scale.SourceIndex };
    }

    private static void CheckConstants(Operator op)
    {
        foreach (Tensor constant in op.Inputs.Where(input => input.Data is float[]))
        {
            foreach (float value in constant.Floats)
            {
                if (!float.IsFinite(value))
                {
                    throw new EdgeException(DiagnosticId.WeightNotFinite, op.Location, $"constant '{constant.Name}' holds {value}", "train or export the model again");
                }
            }
        }
    }
}
