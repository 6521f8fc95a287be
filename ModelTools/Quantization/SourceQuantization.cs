using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Data;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Graph.Passes;

namespace Edge.ModelTools.Quantization;

/// <summary>
/// Keeps the quantization that a file gave: a float graph whose Quantize operators and constants remember scales and zero points becomes the
/// int8 graph that computes what the file says, each operator to within one step of its output. It is kept as a whole or not at all.
/// </summary>
internal sealed class SourceQuantization
{
    private readonly ModelGraph _graph;
    private readonly Dictionary<Tensor, QuantizationParameters> _parameters = [];
    private readonly GraphIndex _index;

    private SourceQuantization(ModelGraph graph)
    {
        _graph = graph;
        _index = new GraphIndex(graph);
    }

    /// <summary>Turns the graph into int8, in place.</summary>
    /// <param name="graph">A float graph after the float passes.</param>
    /// <param name="reason">Why it cannot be kept; the graph is of no use then.</param>
    public static bool TryKeep(ModelGraph graph, out string reason)
    {
        var source = new SourceQuantization(graph);
        reason = source.SettleActivations() ?? string.Empty;
        if (reason.Length == 0)
        {
            source.RemoveQuantize();
            source.InsertBeforeConcat();
            SimplifyLayout.Run(graph);
            RecogniseSqueezeExcite.Run(graph);
            RecogniseBlocks.Run(graph);
            reason = source.QuantizeConstants() ?? string.Empty;
        }

        if (reason.Length == 0)
        {
            foreach (Tensor tensor in FloatReference.Activations(graph).ToList())
            {
                tensor.Type = ElementType.Int8;
                tensor.Quantization = source._parameters[tensor];
            }

            graph.HasOnnxQuantization = true;
        }

        return reason.Length == 0;
    }

    private static bool AreSame(QuantizationParameters? a, QuantizationParameters? b) => a is not null && b is not null && a.Scale == b.Scale && a.ZeroPoint == b.ZeroPoint;

    /// <summary>Finds scale and zero point of every activation.</summary>
    /// <returns>What is missing, or null.</returns>
    private string? SettleActivations()
    {
        foreach (Tensor input in _graph.Inputs)
        {
            if ((input.Quantization ?? Wanted(input)) is not { } parameters)
            {
                return $"the input '{input.Name}' is not quantized";
            }

            _parameters[input] = parameters;
        }

        foreach (Operator op in _graph.Operators)
        {
            if (Settle(op) is not { } parameters)
            {
                return $"{op.Location}: its result has no scale";
            }

            _parameters[op.Output] = parameters;
        }

        return null;
    }

    private QuantizationParameters? Settle(Operator op)
    {
        QuantizationParameters? wanted = Wanted(op.Output);
        switch (op.Kind)
        {
            case OperatorKind.Quantize:
                return op.Output.Quantization;
            case OperatorKind.Softmax:
                return AffineParameters.Unit; // the only one that the kernels have
            case OperatorKind.AveragePool when wanted is not null && !AreSame(wanted, _parameters[op.Inputs[0]]) && TryMakeDepthwise(op):
                return wanted;
            case OperatorKind.Concat:
                return wanted ?? _parameters[op.Inputs.First(input => !input.IsConstant)];
            default:
                return QuantizationGroups.KeepsQuantization(op) ? _parameters[op.Inputs[0]] : wanted ?? QuantizedGraphBuilder.NaturalParameters(op);
        }
    }

    /// <summary>What all readers of a tensor quantize it to, or null.</summary>
    private QuantizationParameters? Wanted(Tensor tensor)
    {
        IReadOnlyList<Operator> readers = _index.ConsumersOf(tensor);
        QuantizationParameters? first = readers.Count == 0 || _index.IsOutput(tensor) ? null : readers[0].Output.Quantization;
        return readers.All(reader => reader.Kind == OperatorKind.Quantize && AreSame(reader.Output.Quantization, first)) ? first : null;
    }

    /// <summary>
    /// A pool keeps its scale, and where the result has a finer one its rounding would show; a depthwise convolution of ones, divided by
    /// their number, rounds once.
    /// </summary>
    private static bool TryMakeDepthwise(Operator op)
    {
        var pool = (PoolAttributes)op.Attributes!;
        if (pool.Padding.Any && !pool.CountPadding)
        {
            return false; // windows at the border have other divisors
        }

        int channels = op.Output.Shape[^1];
        int taps = pool.KernelH * pool.KernelW;
        float[] ones = new float[taps * channels];
        Array.Fill(ones, 1f / taps);
        var weights = new Tensor(op.Output.Name + "/mean", ElementType.Float32, [1, pool.KernelH, pool.KernelW, channels])
        {
            Data = ones,
            Quantization = new QuantizationParameters(1f / taps, 0),
        };
        op.Kind = OperatorKind.DepthwiseConv2D;
        op.Attributes = new ConvAttributes(pool.StrideH, pool.StrideW, pool.Padding, 1, pool.Activation);
        op.Inputs.Add(weights);
        return true;
    }

    /// <summary>Quantize operators that change nothing go: the operator before writes their output.</summary>
    private void RemoveQuantize()
    {
        foreach (Operator op in _graph.Operators.Where(op => op.Kind == OperatorKind.Quantize && AreSame(_parameters[op.Inputs[0]], _parameters[op.Output])).ToList())
        {
            _index.Bypass(op);
        }

        _index.Commit();
    }

    private void InsertBeforeConcat()
    {
        foreach (Operator op in _graph.Operators.Where(op => op.Kind == OperatorKind.Concat).ToList())
        {
            for (int i = 0; i < op.Inputs.Count; i++)
            {
                Tensor input = op.Inputs[i];
                if (!input.IsConstant && !AreSame(_parameters[input], _parameters[op.Output]))
                {
                    var same = new Tensor($"{op.Output.Name}/part{i}", ElementType.Float32, input.Shape);
                    _parameters[same] = _parameters[op.Output];
                    _graph.Operators.Insert(_graph.Operators.IndexOf(op), new Operator(OperatorKind.Quantize, same.Name, [input], [same], null) { Location = op.Location });
                    op.Inputs[i] = same;
                }
            }
        }
    }

    /// <summary>Makes the constants of all operators integers.</summary>
    /// <returns>What cannot be kept, or null.</returns>
    private string? QuantizeConstants()
    {
        foreach (Operator op in _graph.Operators)
        {
            string? reason = op.Kind switch
            {
                OperatorKind.Conv2D or OperatorKind.DepthwiseConv2D or OperatorKind.FullyConnected => QuantizeWeights(op),
                OperatorKind.ScaleShift => "a batch normalisation is not folded",
                _ => null,
            };
            if (reason is not null)
            {
                return $"{op.Location}: {reason}";
            }

            for (int i = 0; i < op.Inputs.Count; i++)
            {
                if (op.Inputs[i] is { Data: float[] values } constant)
                {
                    bool hasOwn = op.Kind != OperatorKind.Concat && constant.Quantization is { Scales.Length: 1 };
                    QuantizationParameters parameters = op.Kind == OperatorKind.Concat ? _parameters[op.Output]
                        : hasOwn ? constant.Quantization!
                        : AffineParameters.Of(new ActivationRange(values.Min(), values.Max()));
                    op.Inputs[i] = WeightQuantizer.QuantizePerTensor(constant, parameters);
                }
            }
        }

        return null;
    }

    private string? QuantizeWeights(Operator op)
    {
        Tensor weights = op.Inputs[1];
        if (SourceWeights.TryRestore(weights, WeightQuantizer.Axis(op.Kind)) is not { } quantized)
        {
            return $"its weights '{weights.Name}' have no integers of their own that Edge can keep";
        }

        op.Inputs[1] = quantized;
        if (op.Inputs.Count > 2)
        {
            float[] scales = new float[op.Inputs[2].ElementCount];
            for (int i = 0; i < scales.Length; i++)
            {
                scales[i] = quantized.Quantization!.ScaleAt(i);
            }

            op.Inputs[2] = WeightQuantizer.QuantizeBias(op.Inputs[2].Name, op.Inputs[2].Floats, _parameters[op.Inputs[0]].Scale, scales);
        }

        return null;
    }
}
