using System;
using System.Collections.Generic;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Onnx.Proto;
using Edge.ModelTools.Formats.Onnx.Wire;

namespace Edge.ModelTools.Formats.Onnx.Import;

/// <summary>
/// The nodes that the outputs depend on, each after those it reads. Files list them in this order, some exporters do not;
/// nodes without a way to an output are left out, whatever they are.
/// </summary>
internal static class OnnxNodeOrder
{
    /// <summary>Indices of the needed nodes in an order of execution; the file's own where it is one.</summary>
    /// <exception cref="EdgeException"><see cref="DiagnosticId.OnnxCycle"/>, or <see cref="DiagnosticId.OnnxMalformed"/> when two nodes make one value.</exception>
    public static List<int> Sort(GraphProto graph, string file)
    {
        Dictionary<string, int> producers = FindProducers(graph, file);
        bool[] isNeeded = MarkNeeded(graph, producers);
        int[] missing = new int[graph.Node.Count];
        var readers = new List<int>[graph.Node.Count];
        var ready = new PriorityQueue<int, int>();
        int neededCount = 0;
        for (int i = 0; i < graph.Node.Count; i++)
        {
            readers[i] = [];
        }

        for (int i = 0; i < graph.Node.Count; i++)
        {
            if (!isNeeded[i])
            {
                continue;
            }

            neededCount++;
            foreach (string input in OnnxBranches.Reads(graph.Node[i]))
            {
                if (producers.TryGetValue(input, out int producer))
                {
                    readers[producer].Add(i);
                    missing[i]++;
                }
            }

            if (missing[i] == 0)
            {
                ready.Enqueue(i, i);
            }
        }

        var sorted = new List<int>(neededCount);
        while (ready.TryDequeue(out int next, out _))
        {
            sorted.Add(next);
            foreach (int reader in readers[next])
            {
                if (--missing[reader] == 0)
                {
                    ready.Enqueue(reader, reader);
                }
            }
        }

        if (sorted.Count < neededCount)
        {
            int stuck = Array.FindIndex(missing, count => count > 0);
            throw new EdgeException(
                DiagnosticId.OnnxCycle,
                $"{file}: {OnnxNode.Describe(graph.Node[stuck], stuck)}",
                "the node waits for a circle of nodes that wait for each other",
                "export the model again; a graph has no cycles");
        }

        return sorted;
    }

    private static Dictionary<string, int> FindProducers(GraphProto graph, string file)
    {
        var producers = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < graph.Node.Count; i++)
        {
            foreach (string output in graph.Node[i].Output)
            {
                if (output.Length > 0 && !producers.TryAdd(output, i))
                {
                    throw new EdgeException(
                        DiagnosticId.OnnxMalformed,
                        $"{file}: {OnnxNode.Describe(graph.Node[i], i)}",
                        $"its output {OnnxName.Quote(output)} is also made by node {producers[output]}",
                        "export the model again");
                }
            }
        }

        return producers;
    }

    private static bool[] MarkNeeded(GraphProto graph, Dictionary<string, int> producers)
    {
        bool[] isNeeded = new bool[graph.Node.Count];
        var names = new Stack<string>();
        foreach (ValueInfoProto output in graph.Output)
        {
            names.Push(output.Name);
        }

        while (names.TryPop(out string? name))
        {
            if (producers.TryGetValue(name, out int producer) && !isNeeded[producer])
            {
                isNeeded[producer] = true;
                foreach (string input in OnnxBranches.Reads(graph.Node[producer]))
                {
                    names.Push(input);
                }
            }
        }

        return isNeeded;
    }
}
