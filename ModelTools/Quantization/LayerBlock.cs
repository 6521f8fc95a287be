using System.Collections.Generic;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>
/// Output channels of a layer that read the same inputs: all of them for a convolution or fully connected layer, those of one group
/// for a grouped convolution, those of one input channel for a depthwise one. Weights of a block are a matrix [Rows, Taps].
/// </summary>
/// <param name="FirstRow">First output channel.</param>
/// <param name="Rows">Number of output channels.</param>
/// <param name="FirstInput">First input channel.</param>
/// <param name="Inputs">Number of input channels.</param>
/// <param name="Taps">Weights of one output channel: kernel height * kernel width * Inputs, the input channel running fastest.</param>
internal sealed record LayerBlock(int FirstRow, int Rows, int FirstInput, int Inputs, int Taps)
{
    /// <summary>The blocks of a layer.</summary>
    public static List<LayerBlock> Of(Operator op)
    {
        int[] shape = op.Inputs[1].Shape;
        var blocks = new List<LayerBlock>();
        switch (op.Kind)
        {
            case OperatorKind.FullyConnected:
                blocks.Add(new LayerBlock(0, shape[0], 0, shape[1], shape[1]));
                break;
            case OperatorKind.DepthwiseConv2D:
                int multiplier = shape[3] / op.Inputs[0].Shape[3];
                for (int channel = 0; channel < op.Inputs[0].Shape[3]; channel++)
                {
                    blocks.Add(new LayerBlock(channel * multiplier, multiplier, channel, 1, shape[1] * shape[2]));
                }

                break;
            default:
                int groups = ((ConvAttributes)op.Attributes!).Groups;
                for (int group = 0; group < groups; group++)
                {
                    blocks.Add(new LayerBlock(group * (shape[0] / groups), shape[0] / groups, group * shape[3], shape[3], shape[1] * shape[2] * shape[3]));
                }

                break;
        }

        return blocks;
    }

    /// <summary>Index in the layer's weights of tap <paramref name="tap"/> of output channel <see cref="FirstRow"/> + <paramref name="row"/>.</summary>
    public int WeightIndex(Operator op, int row, int tap) => op.Kind == OperatorKind.DepthwiseConv2D
        ? (tap * op.Inputs[1].Shape[3]) + FirstRow + row
        : ((FirstRow + row) * Taps) + tap;
}
