using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>
/// Makes the int8 graph from a float graph and the ranges of its activations: activations per tensor and affine, weights per output
/// channel and symmetric in -127..127, biases int32 with scale input * weight. Operators stay as they are.
/// </summary>
internal sealed class QuantizedGraphBuilder
{
    private readonly ModelGraph _float;
    private readonly IReadOnlyDictionary<Tensor, ActivationRange> _ranges;
    private readonly bool _hasPowerOfTwoMultipliers;
    private readonly ModelGraph _quantized;
    private readonly Dictionary<Tensor, Tensor> _copies;

    private QuantizedGraphBuilder(ModelGraph graph, IReadOnlyDictionary<Tensor, ActivationRange> ranges, bool hasPowerOfTwoMultipliers)
    {
        _float = graph;
        _ranges = ranges;
        _hasPowerOfTwoMultipliers = hasPowerOfTwoMultipliers;
        _quantized = GraphCopy.Of(graph, out _copies);
    }

    /// <summary>Builds the graph.</summary>
    /// <param name="graph">Float graph after <see cref="QuantizationPreparation"/>; it is not changed.</param>
    /// <param name="ranges">Range of every activation (tensors of <paramref name="graph"/>).</param>
    /// <param name="hasPowerOfTwoMultipliers">Whether scales of weights are taken from <see cref="PowerOfTwoScales"/>; else they are max|w| / 127.</param>
    /// <exception cref="EdgeException">An operator has no int8 form.</exception>
    public static ModelGraph Build(ModelGraph graph, IReadOnlyDictionary<Tensor, ActivationRange> ranges, bool hasPowerOfTwoMultipliers = false)
    {
        var builder = new QuantizedGraphBuilder(graph, ranges, hasPowerOfTwoMultipliers);
        builder.QuantizeActivations();
        foreach (Operator op in graph.Operators)
        {
            builder.QuantizeConstants(op, builder._quantized.Operators[graph.Operators.IndexOf(op)]);
        }

        return builder._quantized;
    }

    /// <summary>The quantization that an operator's output has by its nature, or null where calibration decides.</summary>
    public static QuantizationParameters? NaturalParameters(Operator? op) => op switch
    {
        { Kind: OperatorKind.Softmax } => AffineParameters.Unit,
        { Attributes: UnaryAttributes { Function: UnaryFunction.Sigmoid or UnaryFunction.HardSigmoid } } => AffineParameters.Unit,
        { Attributes: UnaryAttributes { Function: UnaryFunction.Tanh or UnaryFunction.Erf } } => AffineParameters.SignedUnit,
        { Kind: OperatorKind.L2Normalization } => AffineParameters.SignedUnit,
        _ => null,
    };

    private void QuantizeActivations()
    {
        var producers = new Dictionary<Tensor, Operator>();
        foreach (Operator op in _float.Operators)
        {
            foreach (Tensor output in op.Outputs)
            {
                producers[output] = op;
            }
        }

        foreach (List<Tensor> group in new QuantizationGroups(_float).All())
        {
            QuantizationParameters parameters = ParametersOf(group, producers);
            foreach (Tensor tensor in group)
            {
                _copies[tensor].Type = ElementType.Int8;
                _copies[tensor].Quantization = parameters;
            }
        }
    }

    private QuantizationParameters ParametersOf(List<Tensor> group, Dictionary<Tensor, Operator> producers)
    {
        ActivationRange? range = null;
        QuantizationParameters? natural = null;
        bool isNatural = true;
        foreach (Tensor tensor in group)
        {
            Operator? producer = producers.GetValueOrDefault(tensor);
            if (producer is not null && QuantizationGroups.KeepsQuantization(producer) && group.Count > 1)
            {
                foreach (Tensor constant in producer.Inputs.Where(input => input.IsConstant))
                {
                    range = Union(range, new ActivationRange(constant.Floats.Min(), constant.Floats.Max()));
                    isNatural = false;
                }

                continue; // it only moves what other members of the group hold
            }

            QuantizationParameters? own = NaturalParameters(producer);
            isNatural &= own is not null && (natural is null || (own.Scale == natural.Scale && own.ZeroPoint == natural.ZeroPoint));
            natural = own;
            range = Union(range, own is null ? _ranges[tensor] : AffineParameters.RangeOf(own));
        }

        return isNatural ? natural! : AffineParameters.Of(range!.Value);
    }

    private static ActivationRange Union(ActivationRange? first, ActivationRange second) => first?.Union(second) ?? second;

    private void QuantizeConstants(Operator op, Operator quantized)
    {
        switch (op.Kind)
        {
            case OperatorKind.Conv2D or OperatorKind.DepthwiseConv2D or OperatorKind.FullyConnected:
                QuantizeWeights(op, quantized);
                break;
            case OperatorKind.Add or OperatorKind.Sub or OperatorKind.Mul or OperatorKind.PRelu:
                for (int i = 0; i < op.Inputs.Count; i++)
                {
                    if (op.Inputs[i].IsConstant)
                    {
                        quantized.Inputs[i] = WeightQuantizer.QuantizePerTensor(op.Inputs[i],
                            AffineParameters.Of(new ActivationRange(op.Inputs[i].Floats.Min(), op.Inputs[i].Floats.Max())));
                    }
                }

                break;
            case OperatorKind.Concat or OperatorKind.Maximum or OperatorKind.Minimum:
                for (int i = 0; i < op.Inputs.Count; i++)
                {
                    if (op.Inputs[i].IsConstant)
                    {
                        quantized.Inputs[i] = WeightQuantizer.QuantizePerTensor(op.Inputs[i], quantized.Output.Quantization!);
                    }
                }

                break;
            case OperatorKind.Quantize or OperatorKind.Dequantize or OperatorKind.ScaleShift:
                throw new EdgeException(DiagnosticId.QuantizationUnsupported, op.Location, $"{op.Kind} has no int8 form in a float graph", "export the model without it");
            default:
                break;
        }
    }

    private void QuantizeWeights(Operator op, Operator quantized)
    {
        Tensor weights = op.Inputs[1];
        float inputScale = quantized.Inputs[0].Quantization!.Scale;
        float outputScale = quantized.Output.Quantization!.Scale;
        float[] scales = WeightQuantizer.MaximumScales(weights, WeightQuantizer.Axis(op.Kind));
        float[] bias = op.Inputs.Count > 2 ? op.Inputs[2].Floats : new float[scales.Length];
        WeightQuantizer.Bound(scales, weights, WeightQuantizer.Axis(op.Kind), bias, inputScale, outputScale);
        if (_hasPowerOfTwoMultipliers && PowerOfTwoScales.AreFor(op))
        {
            PowerOfTwoScales.Apply(scales, weights, WeightQuantizer.Axis(op.Kind), PowerOfTwoScales.UnitOf(quantized));
        }

        quantized.Inputs[1] = WeightQuantizer.QuantizePerChannel(weights, WeightQuantizer.Axis(op.Kind), scales);
        Tensor quantizedBias = WeightQuantizer.QuantizeBias(op.Inputs.Count > 2 ? op.Inputs[2].Name : op.Output.Name + "/bias", bias, inputScale, scales);
        if (quantized.Inputs.Count > 2)
        {
            quantized.Inputs[2] = quantizedBias;
        }
        else
        {
            quantized.Inputs.Add(quantizedBias);
        }
    }
}
