using System.Collections.Generic;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Lowering;

/// <summary>
/// Turns a quantized graph into a device program: every scale becomes an integer multiplier, every elementwise function a
/// table, every shape [H, W, C]. docs/quantization.md has the formulas.
/// </summary>
internal static class Lowerer
{
    /// <summary>Lowers <paramref name="graph"/>.</summary>
    /// <param name="graph">All activations int8 with a scale; one input.</param>
    /// <param name="options">Rounding and arithmetic.</param>
    /// <exception cref="EdgeException">An operator or shape that the runtime does not have.</exception>
    public static DeviceProgram Lower(ModelGraph graph, LoweringOptions options)
    {
        var context = new LoweringContext(graph, options);
        foreach (Operator op in graph.Operators)
        {
            Lower(context, op);
        }

        DeviceProgram program = context.Program;
        for (int i = 0; i < graph.Outputs.Count; i++)
        {
            program.Outputs.Add(context.Get(graph.Outputs[i]));
            program.SourceOutputs.Add(graph.SourceOutputs[i]);
        }

        foreach (InputPart part in graph.Parts)
        {
            // A part that nothing reads has no operator any more; any scale will do.
            Tensor picked = graph.Operators.Find(op => ReferenceEquals(op.Attributes, part.Pick))?.Output ?? graph.Inputs[0];
            QuantizationParameters quantization = LoweringContext.Quantization(picked);
            int[] shape = TensorShape.ToDevice(new Tensor(part.Source.Name, picked.Type, part.Shape));
            program.Parts.Add((new DeviceTensor(part.Source.Name, shape[0], shape[1], shape[2], quantization.Scale, quantization.ZeroPoint + 128), part.Source));
        }

        program.Labels = graph.Labels;
        if (options.Fuse)
        {
            RemoveUnread(program);
            TableFusion.Run(program);
        }

        program.Number();
        return program;
    }

    private static void Lower(LoweringContext context, Operator op)
    {
        switch (op.Kind)
        {
            case OperatorKind.Conv2D:
            case OperatorKind.DepthwiseConv2D:
            case OperatorKind.FullyConnected:
                ConvolutionLowering.Lower(context, op);
                break;
            case OperatorKind.Add:
            case OperatorKind.Sub:
            case OperatorKind.Mul:
            case OperatorKind.PRelu:
                ArithmeticLowering.Lower(context, op);
                break;
            case OperatorKind.AveragePool:
            case OperatorKind.MaxPool:
            case OperatorKind.Mean:
                PoolLowering.Lower(context, op);
                break;
            case OperatorKind.Unary:
            case OperatorKind.Quantize:
                TableLowering.Lower(context, op);
                break;
            case OperatorKind.Softmax:
                SoftmaxLowering.Lower(context, op);
                break;
            case OperatorKind.Pad:
            case OperatorKind.Reshape:
            case OperatorKind.Transpose:
            case OperatorKind.Concat:
            case OperatorKind.ResizeNearest:
            case OperatorKind.ResizeBilinear:
                LayoutLowering.Lower(context, op);
                break;
            case OperatorKind.Select:
                SelectionLowering.LowerSelect(context, op);
                break;
            case OperatorKind.DepthToSpace:
                SelectionLowering.LowerDepthToSpace(context, op);
                break;
            case OperatorKind.Maximum:
            case OperatorKind.Minimum:
                ComparisonLowering.LowerExtremum(context, op);
                break;
            case OperatorKind.L2Normalization:
                ComparisonLowering.LowerL2Normalization(context, op);
                break;
            default:
                throw new EdgeException(
                    DiagnosticId.UnsupportedOperator,
                    op.Location,
                    $"{op.Kind} has no int8 form on the device",
                    "remove it from the exported model, or quantize the whole model");
        }
    }

    /// <summary>Drops operators whose result nobody reads any more because it was folded into another.</summary>
    private static void RemoveUnread(DeviceProgram program)
    {
        var read = new HashSet<DeviceTensor>(program.Outputs);
        for (int i = program.Operators.Count - 1; i >= 0; i--)
        {
            if (read.Contains(program.Operators[i].Output))
            {
                read.UnionWith(program.Operators[i].Inputs);
            }
            else
            {
                program.Operators.RemoveAt(i);
            }
        }
    }
}
