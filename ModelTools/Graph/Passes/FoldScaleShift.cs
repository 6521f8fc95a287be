using System;
using Edge.ModelTools.Data;

namespace Edge.ModelTools.Graph.Passes;

/// <summary>
/// Folds a scale and shift of each output channel into the convolution or fully connected operator before it:
/// s * (w x + b) + t = (s w) x + (s b + t). Takes batch normalisations (ScaleShift) and Mul, Add and Sub with a constant.
/// </summary>
internal static class FoldScaleShift
{
    /// <summary>Runs the pass.</summary>
    public static void Run(ModelGraph graph)
    {
        var index = new GraphIndex(graph);
        foreach (Operator op in graph.Operators)
        {
            if (!TryRead(op, out Tensor input, out float[] scale, out float[] shift)
                || index.ProducerOf(input) is not { } producer
                || index.OnlyConsumerOf(producer.Output) != op
                || !input.Shape.AsSpan().SequenceEqual(op.Output.Shape))
            {
                continue;
            }

            Clamp? clamp = (op.Attributes as ArithmeticAttributes)?.Activation;
            switch (producer.Attributes)
            {
                case ConvAttributes { Activation: null } conv:
                    producer.Attributes = conv with { Activation = clamp };
                    break;
                case FullyConnectedAttributes { Activation: null }:
                    producer.Attributes = new FullyConnectedAttributes(clamp);
                    break;
                default:
                    continue;
            }

            Apply(index, producer, scale, shift);
            index.Absorb(producer, op);
        }

        index.Commit();
    }

    /// <summary>Reads an operator as y = scale * x + shift per channel of the last axis.</summary>
    private static bool TryRead(Operator op, out Tensor input, out float[] scale, out float[] shift)
    {
        int channels = op.Output.Shape.Length == 0 ? 1 : op.Output.Shape[^1];
        input = op.Inputs[0];
        scale = shift = [];
        if (op.Kind == OperatorKind.ScaleShift)
        {
            (scale, shift) = (op.Inputs[1].Floats, op.Inputs[2].Floats);
            return true;
        }

        if (op.Attributes is not ArithmeticAttributes || (op.Inputs[0].IsConstant == op.Inputs[1].IsConstant))
        {
            return false;
        }

        bool isFirst = op.Inputs[0].IsConstant;
        input = op.Inputs[isFirst ? 1 : 0];
        if (PerChannel(op.Inputs[isFirst ? 0 : 1], channels) is not { } values)
        {
            return false;
        }

        bool isReversed = op.Kind == OperatorKind.Sub && isFirst;
        scale = op.Kind == OperatorKind.Mul ? values : Filled(channels, isReversed ? -1 : 1);
        shift = op.Kind switch
        {
            OperatorKind.Mul => new float[channels],
            OperatorKind.Sub when !isReversed => Array.ConvertAll(values, value => -value),
            _ => values,
        };
        return true;
    }

    // The constant as one value for each channel, or null when it varies along another axis.
    private static float[]? PerChannel(Tensor constant, int channels)
    {
        if (constant.Data is not float[] values)
        {
            return null;
        }

        if (values.Length == 1)
        {
            return Filled(channels, values[0]);
        }

        return values.Length == channels && constant.Shape[^1] == channels ? values : null;
    }

    private static float[] Filled(int count, float value)
    {
        float[] values = new float[count];
        Array.Fill(values, value);
        return values;
    }

    private static void Apply(GraphIndex index, Operator op, float[] scale, float[] shift)
    {
        Tensor weights = op.Inputs[1];
        int outputs = scale.Length;

        // Depthwise weights are [1, kh, kw, O], all others [O, ...].
        bool isLast = op.Kind == OperatorKind.DepthwiseConv2D;
        float[] scaled = new float[weights.Floats.Length];
        int block = scaled.Length / outputs;
        for (int i = 0; i < scaled.Length; i++)
        {
            scaled[i] = weights.Floats[i] * scale[isLast ? i % outputs : i / block];
        }

        index.SetInput(op, 1, new Tensor(weights.Name, ElementType.Float32, weights.Shape) { Data = scaled });
        float[] bias = new float[outputs];
        for (int o = 0; o < outputs; o++)
        {
            double old = op.Inputs.Count > 2 ? op.Inputs[2].Floats[o] : 0;
            bias[o] = (float)((old * scale[o]) + shift[o]);
        }

        var tensor = new Tensor(op.Inputs.Count > 2 ? op.Inputs[2].Name : $"{weights.Name}/bias", ElementType.Float32, [outputs]) { Data = bias };
        if (op.Inputs.Count > 2)
        {
            index.SetInput(op, 2, tensor);
        }
        else
        {
            index.AddInput(op, tensor);
        }
    }
}
