using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Onnx.Proto;

namespace Edge.ModelTools.Formats.Onnx.Wire;

/// <summary>
/// Writes operators that the file itself defines out into their nodes, as PyTorch's newer exporter leaves them when its optimizer does not
/// run. Values within get the name of the node in front of theirs.
/// </summary>
internal sealed class OnnxFunctions
{
    private const int MaxDepth = 64; // exporters nest a few; each level takes stack

    private readonly Dictionary<(string Domain, string Name, string Overload), FunctionProto> _functions = [];
    private readonly string _file;
    private readonly int _mostNodes;
    private readonly int _opset;
    private int _nodes;
    private int _calls;

    private OnnxFunctions(ModelProto model, string file, int mostNodes)
    {
        _file = file;
        _mostNodes = mostNodes;
        _opset = OnnxFile.StandardOpset(model, file);
        foreach (FunctionProto function in model.Functions)
        {
            _functions[(function.Domain, function.Name, function.Overload)] = function;
        }
    }

    /// <summary>Replaces all calls in the model's graph.</summary>
    /// <param name="mostNodes">Nodes that the graph may have then.</param>
    /// <exception cref="EdgeException">Functions that call themselves or unfold to too many nodes, or of another operator set.</exception>
    public static void Inline(ModelProto model, string file, int mostNodes)
    {
        if (model.Functions.Count > 0)
        {
            var functions = new OnnxFunctions(model, file, mostNodes);
            NodeProto[] nodes = [.. functions.Unfold(model.Graph.Node, [])];
            model.Graph.Node.Clear();
            model.Graph.Node.AddRange(nodes);
        }
    }

    private List<NodeProto> Unfold(IEnumerable<NodeProto> nodes, HashSet<FunctionProto> within)
    {
        var unfolded = new List<NodeProto>();
        foreach (NodeProto node in nodes)
        {
            if (++_nodes > _mostNodes)
            {
                throw new EdgeException(DiagnosticId.OnnxTooLarge, _file, $"its functions unfold to more than {_mostNodes} nodes", "export a smaller network");
            }

            if (!_functions.TryGetValue((node.Domain, node.OpType, node.Overload), out FunctionProto? function))
            {
                foreach (AttributeProto attribute in node.Attribute.Where(attribute => attribute.G is not null))
                {
                    NodeProto[] inner = [.. Unfold(attribute.G.Node, within)];
                    attribute.G.Node.Clear();
                    attribute.G.Node.AddRange(inner);
                }

                unfolded.Add(node);
                continue;
            }

            if (!within.Add(function))
            {
                throw new EdgeException(DiagnosticId.OnnxCycle, _file, $"the function {OnnxName.Quote(function.Name)} calls itself", "export the model again");
            }

            if (within.Count > MaxDepth)
            {
                throw new EdgeException(DiagnosticId.OnnxTooLarge, _file, $"its functions call each other more than {MaxDepth} deep", "export the model again");
            }

            unfolded.AddRange(Unfold(Body(node, function), within));
            within.Remove(function);
        }

        return unfolded;
    }

    /// <summary>The nodes of a function with the names and attributes of one call.</summary>
    private List<NodeProto> Body(NodeProto call, FunctionProto function)
    {
        OperatorSetIdProto? set = function.OpsetImport.FirstOrDefault(import => import.Domain is "" or "ai.onnx");
        if (set is not null && set.Version != _opset)
        {
            throw new EdgeException(
                DiagnosticId.OnnxOpsetUnsupported, _file, $"the function {OnnxName.Quote(function.Name)} has operator set {set.Version}, the model {_opset}", "export the model again");
        }

        var names = new Dictionary<string, string>(StringComparer.Ordinal) { [string.Empty] = string.Empty };
        for (int i = 0; i < function.Input.Count; i++)
        {
            names[function.Input[i]] = i < call.Input.Count ? call.Input[i] : string.Empty;
        }

        for (int i = 0; i < function.Output.Count && i < call.Output.Count; i++)
        {
            if (call.Output[i].Length > 0)
            {
                names[function.Output[i]] = call.Output[i];
            }
        }

        Dictionary<string, AttributeProto> attributes = function.AttributeProto.Concat(call.Attribute)
            .GroupBy(attribute => attribute.Name, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);
        string prefix = $"{(call.Name.Length > 0 ? call.Name : call.OpType)}.{_calls++}/";
        var body = new List<NodeProto>();
        foreach (NodeProto node in function.Node)
        {
            NodeProto copy = node.Clone();
            copy.Name = prefix + (node.Name.Length > 0 ? node.Name : node.OpType);
            Rename(copy, names, attributes, prefix);
            body.Add(copy);
        }

        return body;
    }

    private static void Rename(NodeProto node, Dictionary<string, string> names, Dictionary<string, AttributeProto> attributes, string prefix)
    {
        for (int i = 0; i < node.Input.Count; i++)
        {
            node.Input[i] = NameOf(node.Input[i], names, prefix);
        }

        for (int i = 0; i < node.Output.Count; i++)
        {
            node.Output[i] = NameOf(node.Output[i], names, prefix);
        }

        for (int i = node.Attribute.Count - 1; i >= 0; i--)
        {
            AttributeProto attribute = node.Attribute[i];
            if (attribute.RefAttrName.Length > 0)
            {
                if (!attributes.TryGetValue(attribute.RefAttrName, out AttributeProto? given))
                {
                    node.Attribute.RemoveAt(i); // left out by the caller: the operator's own default
                    continue;
                }

                AttributeProto value = given.Clone();
                value.Name = attribute.Name;
                node.Attribute[i] = value;
            }
            else if (attribute.G is { } graph)
            {
                foreach (NodeProto inner in graph.Node)
                {
                    Rename(inner, names, attributes, prefix);
                }

                foreach (TensorProto initializer in graph.Initializer)
                {
                    initializer.Name = NameOf(initializer.Name, names, prefix);
                }

                foreach (ValueInfoProto output in graph.Output)
                {
                    output.Name = NameOf(output.Name, names, prefix);
                }
            }
        }
    }

    private static string NameOf(string name, Dictionary<string, string> names, string prefix) => names.TryGetValue(name, out string? known) ? known : prefix + name;
}
