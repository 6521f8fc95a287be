using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using Edge.ModelTools.Data.Json;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Terminal;
using Spectre.Console;

namespace Edge.ModelTools.Inspection;

/// <summary>Prints a source model's graph as one table, or as JSON.</summary>
internal static class GraphPrinter
{
    /// <summary>Prints inputs and outputs, and one line for each operator.</summary>
    public static void Print(ModelGraph graph, IAnsiConsole console)
    {
        console.WriteLine(OneLine.Of($"{graph.Name}: {graph.Operators.Count} operators, {Macs(graph)} MACs, {graph.Operators.Sum(Parameters)} parameters"));
        foreach ((string what, Tensor tensor) in graph.Inputs.Select(each => ("input ", each)).Concat(graph.Outputs.Select(each => ("output", each))))
        {
            console.WriteLine(OneLine.Of($"  {what} {Describe(tensor)}"));
        }

        if (graph.Operators.Count > 0)
        {
            FittedTable.Write(console, graph.Operators.Max(op => op.Output.Name.Length), longestName => MakeTable(graph, longestName));
        }
    }

    /// <summary>Prints JSON.</summary>
    public static string ToJson(ModelGraph graph)
    {
        var root = new
        {
            name = graph.Name,
            macs = Macs(graph),
            weightBytes = graph.Operators.Where(HasWeights).Sum(op => (long)op.Inputs[1].ElementCount),
            operators = graph.Operators.Select(op => new
            {
                kind = op.Kind.ToString(),
                name = op.Name,
                location = op.Location,
                block = op.BlockIndex,
                role = op.Role.ToString(),
                shape = op.Output.Shape,
                detail = AttributeText.Of(op),
                macs = Macs(op),
                parameters = Parameters(op),
                inputs = op.Inputs.Select(Describe),
                outputs = op.Outputs.Select(Describe),
            }),
        };
        return JsonSerializer.Serialize(root, JsonOutput.Options);
    }

    /// <summary>Multiply-accumulates of one inference.</summary>
    public static long Macs(ModelGraph graph) => graph.Operators.Sum(Macs);

    private static long Macs(Operator op)
    {
        bool isConvolution = op.Kind is OperatorKind.Conv2D or OperatorKind.DepthwiseConv2D;
        long pixels = isConvolution ? (long)op.Output.Shape[1] * op.Output.Shape[2] : 1;
        return HasWeights(op) ? pixels * op.Inputs[1].ElementCount : 0;
    }

    private static bool HasWeights(Operator op) => op.Kind is OperatorKind.Conv2D or OperatorKind.DepthwiseConv2D or OperatorKind.FullyConnected;

    private static long Parameters(Operator op) => op.Inputs.Where(input => input.IsConstant).Sum(input => (long)input.ElementCount);

    private static Table MakeTable(ModelGraph graph, int longestName)
    {
        bool hasScales = graph.Operators.Any(op => op.Output.Quantization is not null);
        bool hasBlocks = graph.Operators.Any(op => op.BlockIndex >= 0);
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string name in new[] { "#", "operator", "of", "output", "shape", "kernel, stride, padding" })
        {
            table.AddColumn(new TableColumn(name).NoWrap());
        }

        table.AddColumn(new TableColumn("MACs").RightAligned().NoWrap()).AddColumn(new TableColumn("parameters").RightAligned().NoWrap());
        if (hasScales)
        {
            table.AddColumn(new TableColumn("weight scales").NoWrap()).AddColumn(new TableColumn("scale, zero").NoWrap());
        }

        if (hasBlocks)
        {
            table.AddColumn(new TableColumn("block").NoWrap());
        }

        var makers = new Dictionary<Tensor, int>();
        for (int i = 0; i < graph.Operators.Count; i++)
        {
            Operator op = graph.Operators[i];
            List<string> cells =
            [
                $"{i}", op.Kind.ToString(), string.Join(',', op.Inputs.Where(input => !input.IsConstant).Select(input => makers.TryGetValue(input, out int maker) ? $"{maker}" : "input")),
                Cell.Of(op.Output.Name, longestName), Shape(op.Output), Cell.Of(AttributeText.Of(op)), $"{Macs(op)}", $"{Parameters(op)}",
            ];
            if (hasScales)
            {
                cells.Add(HasWeights(op) ? Scales(op.Inputs[1]) : string.Empty);
                cells.Add(Scales(op.Output));
            }

            if (hasBlocks)
            {
                cells.Add(op.BlockIndex < 0 ? string.Empty : $"{op.BlockIndex} {op.Role}");
            }

            table.AddRow([.. cells]);
            foreach (Tensor output in op.Outputs)
            {
                makers[output] = i;
            }
        }

        return table;
    }

    /// <summary>The shape without the batch, which is always one.</summary>
    private static string Shape(Tensor tensor) => string.Join('x', tensor.Shape.Length > 1 ? tensor.Shape[1..] : tensor.Shape);

    private static string Scales(Tensor tensor)
    {
        return tensor.Quantization is not { } quantization ? string.Empty
            : quantization.Scales.Length == 1
                ? string.Create(CultureInfo.InvariantCulture, $"{quantization.Scale:g6}, {quantization.ZeroPoint}")
                : string.Create(CultureInfo.InvariantCulture, $"{quantization.Scales.Length}: {quantization.Scales.Min():g4} to {quantization.Scales.Max():g4}");
    }

    private static string Describe(Tensor tensor)
    {
        string scales = Scales(tensor);
        return OneLine.Of($"{tensor}{(tensor.IsConstant ? " constant" : string.Empty)}{(scales.Length == 0 ? string.Empty : " scale " + scales)}");
    }
}
