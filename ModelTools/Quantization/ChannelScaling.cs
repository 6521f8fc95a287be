using Edge.ModelTools.Data;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>Multiplies rows and divides columns of weights: the two halves of rescaling a channel between layers.</summary>
internal static class ChannelScaling
{
    /// <summary>Applies factors to a group: what makes its tensors is multiplied, what reads them is divided.</summary>
    public static void Apply(EqualizationGroup group, double[] factors)
    {
        foreach (Operator op in group.Producers)
        {
            MultiplyOutputs(op, factors);
        }

        foreach (Operator op in group.Consumers)
        {
            DivideInputs(op, factors);
        }

        foreach (Operator op in group.Offsets)
        {
            for (int i = 0; i < op.Inputs.Count; i++)
            {
                if (op.Inputs[i].IsConstant)
                {
                    op.Inputs[i] = MultiplyOffset(op.Inputs[i], op.Output.Shape.Length, factors);
                }
            }
        }
    }

    /// <summary>Input channel of element <paramref name="index"/> of the weights of a layer whose input has <paramref name="channels"/> channels.</summary>
    public static int InputChannelOf(Operator op, int index, int channels)
    {
        Tensor weights = op.Inputs[1];
        switch (op.Kind)
        {
            case OperatorKind.DepthwiseConv2D:
                int outputs = weights.Shape[3];
                return index % outputs / (outputs / channels);
            case OperatorKind.FullyConnected:
                return index % weights.Shape[1] % channels;
            default:
                int perGroup = weights.Shape[3];
                int outputsPerGroup = weights.Shape[0] / (channels / perGroup);
                int output = index / (weights.ElementCount / weights.Shape[0]);
                return (output / outputsPerGroup * perGroup) + (index % perGroup);
        }
    }

    private static void MultiplyOutputs(Operator op, double[] factors)
    {
        Tensor weights = op.Inputs[1];
        int axis = WeightQuantizer.Axis(op.Kind);
        float[] values = weights.Floats;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)(values[i] * factors[WeightQuantizer.ChannelOf(weights, axis, i)]);
        }

        float[] bias = op.Inputs[2].Floats;
        for (int i = 0; i < bias.Length; i++)
        {
            bias[i] = (float)(bias[i] * factors[i]);
        }
    }

    private static void DivideInputs(Operator op, double[] factors)
    {
        float[] values = op.Inputs[1].Floats;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)(values[i] / factors[InputChannelOf(op, i, factors.Length)]);
        }
    }

    private static Tensor MultiplyOffset(Tensor constant, int rank, double[] factors)
    {
        float[] values = constant.Floats;
        int count = values.Length == 1 ? factors.Length : values.Length;
        float[] scaled = new float[count];
        for (int i = 0; i < count; i++)
        {
            scaled[i] = (float)(values[values.Length == 1 ? 0 : i] * factors[i % factors.Length]);
        }

        int[] shape = constant.Shape;
        if (values.Length == 1)
        {
            shape = new int[rank];
            System.Array.Fill(shape, 1);
            shape[^1] = factors.Length;
        }

        return new Tensor(constant.Name, ElementType.Float32, shape) { Data = scaled };
    }
}
