using System.IO;
using System.Linq;
using System.Text.Json;
using Edge.ModelTools.Data.Json;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Inspection;

/// <summary>Prints a source model's graph as text or JSON.</summary>
internal static class GraphPrinter
{
    /// <summary>Prints text: one operator a line.</summary>
    public static void Print(ModelGraph graph, TextWriter writer)
    {
        writer.WriteLine($"{OneLine.Of(graph.Name)}: {graph.Operators.Count} operators, {Macs(graph)} MACs, weights {WeightElements(graph)} values");
        foreach (Tensor input in graph.Inputs)
        {
            writer.WriteLine($"  input  {Describe(input)}");
        }

        foreach (Tensor output in graph.Outputs)
        {
            writer.WriteLine($"  output {Describe(output)}");
        }

        for (int i = 0; i < graph.Operators.Count; i++)
        {
            Operator op = graph.Operators[i];
            string block = op.BlockIndex < 0 ? string.Empty : $" [block {op.BlockIndex} {op.Role}]";
            writer.WriteLine($"{i,5} {op.Kind,-16} {op.Attributes}{block}");
            foreach (Tensor input in op.Inputs)
            {
                writer.WriteLine($"        <- {Describe(input)}");
            }

            foreach (Tensor output in op.Outputs)
            {
                writer.WriteLine($"        -> {Describe(output)}");
            }
        }
    }

    /// <summary>Prints JSON.</summary>
    public static string ToJson(ModelGraph graph)
    {
        var root = new
        {
            name = graph.Name,
            macs = Macs(graph),
            weightBytes = WeightElements(graph),
            operators = graph.Operators.Select(op => new
            {
                kind = op.Kind.ToString(),
                name = op.Name,
                location = op.Location,
                block = op.BlockIndex,
                role = op.Role.ToString(),
                inputs = op.Inputs.Select(Describe),
                outputs = op.Outputs.Select(Describe),
            }),
        };
        return JsonSerializer.Serialize(root, JsonOutput.Options);
    }

    /// <summary>Multiply-accumulates of one inference.</summary>
    public static long Macs(ModelGraph graph)
    {
        long macs = 0;
        foreach (Operator op in graph.Operators)
        {
            bool isConvolution = op.Kind is OperatorKind.Conv2D or OperatorKind.DepthwiseConv2D;
            long pixels = isConvolution ? (long)op.Output.Shape[1] * op.Output.Shape[2] : 1;
            macs += isConvolution || op.Kind == OperatorKind.FullyConnected ? pixels * op.Inputs[1].ElementCount : 0;
        }

        return macs;
    }

    private static long WeightElements(ModelGraph graph)
    {
        return graph.Operators
            .Where(op => op.Kind is OperatorKind.Conv2D or OperatorKind.DepthwiseConv2D or OperatorKind.FullyConnected)
            .Sum(op => (long)op.Inputs[1].ElementCount);
    }

    private static string Describe(Tensor tensor)
    {
        string quantization = tensor.Quantization is null ? string.Empty
            : tensor.Quantization.Scales.Length == 1
                ? $" scale {tensor.Quantization.Scale:g6} zero {tensor.Quantization.ZeroPoint}"
                : $" {tensor.Quantization.Scales.Length} scales {tensor.Quantization.Scales.Min():g4}..{tensor.Quantization.Scales.Max():g4}";
        return OneLine.Of($"{tensor}{(tensor.IsConstant ? " constant" : string.Empty)}{quantization}");
    }
}
