using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Onnx.Proto;

namespace Edge.ModelTools.Formats.Onnx.Import;

/// <summary>
/// If nodes whose condition is known, as exporters write them for a squeeze of an axis that could be symbolic: the branch that runs stands for
/// the node.
/// </summary>
internal static class OnnxBranches
{
    /// <summary>Whether a node is an If.</summary>
    public static bool IsIf(NodeProto node) => node.OpType == "If" && node.Domain is ("" or "ai.onnx");

    /// <summary>The names that a node reads, those that its branches read from outside included.</summary>
    public static IEnumerable<string> Reads(NodeProto node)
    {
        return IsIf(node) ? node.Input.Concat(node.Attribute.Where(branch => branch.G is not null).SelectMany(branch => Captured(branch.G))) : node.Input;
    }

    /// <summary>The branch that runs.</summary>
    /// <exception cref="EdgeException">The condition depends on the model's input, or there is no such branch.</exception>
    public static GraphProto Taken(OnnxNode node, NodeProto proto)
    {
        OnnxConstant? condition = node.Input(0).Constant;
        if (condition is null || condition.Count != 1)
        {
            throw node.Unsupported("its condition depends on the model's input", "export one inference without control flow");
        }

        bool isThen = condition.IsFloat ? condition.Floats[0] != 0 : condition.Integers[0] != 0;
        GraphProto? branch = proto.Attribute.FirstOrDefault(attribute => attribute.Name == (isThen ? "then_branch" : "else_branch"))?.G;
        return branch is not null && branch.Output.Count == proto.Output.Count ? branch : throw node.Error(DiagnosticId.OnnxMalformed, "its branch is missing, or gives other outputs", "export the model again");
    }

    private static HashSet<string> Captured(GraphProto graph)
    {
        HashSet<string> made = [.. graph.Initializer.Select(initializer => initializer.Name), .. graph.Node.SelectMany(node => node.Output)];
        return [.. graph.Node.SelectMany(Reads).Concat(graph.Output.Select(output => output.Name)).Where(name => !made.Contains(name))];
    }
}
