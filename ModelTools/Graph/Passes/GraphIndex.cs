using System;
using System.Collections.Generic;

namespace Edge.ModelTools.Graph.Passes;

/// <summary>
/// Who writes and who reads each tensor, kept up to date through the edits made here, so that a pass takes time linear in the
/// graph. Removed operators stay in the graph's list until <see cref="Commit"/>.
/// </summary>
internal sealed class GraphIndex
{
    private readonly ModelGraph _graph;
    private readonly Dictionary<Tensor, Operator> _producers = [];
    private readonly Dictionary<Tensor, List<Operator>> _consumers = [];
    private readonly HashSet<Operator> _removed = [];

    /// <summary>Indexes a graph.</summary>
    public GraphIndex(ModelGraph graph)
    {
        _graph = graph;
        foreach (Operator op in graph.Operators)
        {
            foreach (Tensor output in op.Outputs)
            {
                _producers[output] = op;
            }

            foreach (Tensor input in op.Inputs)
            {
                ConsumersList(input).Add(op);
            }
        }
    }

    /// <summary>The operator that writes a tensor, or null for inputs and constants.</summary>
    public Operator? ProducerOf(Tensor tensor) => _producers.GetValueOrDefault(tensor);

    /// <summary>The readers of a tensor; one that reads it twice is listed twice.</summary>
    public IReadOnlyList<Operator> ConsumersOf(Tensor tensor) => ConsumersList(tensor);

    /// <summary>Whether the tensor is an output of the graph.</summary>
    public bool IsOutput(Tensor tensor) => _graph.Outputs.Contains(tensor);

    /// <summary>The one reader of a tensor that nothing else needs, or null.</summary>
    public Operator? OnlyConsumerOf(Tensor tensor)
    {
        List<Operator> consumers = ConsumersList(tensor);
        return consumers.Count == 1 && !IsOutput(tensor) ? consumers[0] : null;
    }

    /// <summary>Makes an operator read another tensor at one place.</summary>
    public void SetInput(Operator op, int position, Tensor tensor)
    {
        ConsumersList(op.Inputs[position]).Remove(op);
        op.Inputs[position] = tensor;
        ConsumersList(tensor).Add(op);
    }

    /// <summary>Adds a further input, such as a bias.</summary>
    public void AddInput(Operator op, Tensor tensor)
    {
        op.Inputs.Add(tensor);
        ConsumersList(tensor).Add(op);
    }

    /// <summary>Turns an operator into another one with the same output.</summary>
    public void Rewrite(Operator op, OperatorKind kind, OperatorAttributes? attributes, params Tensor[] inputs)
    {
        foreach (Tensor input in op.Inputs)
        {
            ConsumersList(input).Remove(op);
        }

        op.Kind = kind;
        op.Attributes = attributes;
        op.Inputs.Clear();
        foreach (Tensor input in inputs)
        {
            AddInput(op, input);
        }
    }

    /// <summary>Removes an operator; its output must have no readers left, or another operator must have taken it over.</summary>
    public void Remove(Operator op)
    {
        _removed.Add(op);
        foreach (Tensor input in op.Inputs)
        {
            ConsumersList(input).Remove(op);
        }
    }

    /// <summary>
    /// Lets <paramref name="earlier"/> write the output of <paramref name="later"/>, which reads it and is removed: what
    /// <paramref name="later"/> computed is now part of <paramref name="earlier"/>.
    /// </summary>
    public void Absorb(Operator earlier, Operator later)
    {
        Remove(later);
        earlier.Outputs[0] = later.Output;
        earlier.SourceIndex = later.SourceIndex;
        _producers[later.Output] = earlier;
    }

    /// <summary>Removes an operator whose output equals its first input, unless both are the graph's own.</summary>
    /// <returns>Whether it was removed.</returns>
    public bool Bypass(Operator op)
    {
        Tensor input = op.Inputs[0];
        if (!IsOutput(op.Output))
        {
            foreach (Operator consumer in ConsumersList(op.Output).ToArray())
            {
                SetInput(consumer, consumer.Inputs.IndexOf(op.Output), input);
            }

            Remove(op);
            return true;
        }

        if (ProducerOf(input) is not { } producer || IsOutput(input))
        {
            return false;
        }

        // The output keeps its name and shape: its producer writes it directly.
        foreach (Operator consumer in ConsumersList(input).ToArray())
        {
            if (consumer != op)
            {
                SetInput(consumer, consumer.Inputs.IndexOf(input), op.Output);
            }
        }

        Absorb(producer, op);
        return true;
    }

    /// <summary>Replaces operators of the graph, each by one or more that stand in its place.</summary>
    public void Replace(IReadOnlyDictionary<Operator, Operator[]> replacements)
    {
        Operator[] all = [.. _graph.Operators];
        _graph.Operators.Clear();
        foreach (Operator op in all)
        {
            _graph.Operators.AddRange(replacements.TryGetValue(op, out Operator[]? others) ? others : [op]);
        }
    }

    /// <summary>Drops the removed operators from the graph. The index is not used after it.</summary>
    public void Commit() => _graph.Operators.RemoveAll(_removed.Contains);

    private List<Operator> ConsumersList(Tensor tensor)
    {
        if (!_consumers.TryGetValue(tensor, out List<Operator>? consumers))
        {
            consumers = [];
            _consumers.Add(tensor, consumers);
        }

        return consumers;
    }
}
