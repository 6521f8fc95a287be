using System;
using System.Collections.Generic;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>
/// Quantizes a float graph without looking at data: every activation gets a range out of the air. Its numbers mean nothing, but operators
/// and shapes are those that the quantizer makes of the graph, and memory depends on nothing else.
/// </summary>
internal static class DraftQuantizer
{
    private const float Reach = 4; // any will do

    /// <summary>Makes the draft.</summary>
    /// <param name="floatGraph">Float NHWC graph after the float passes; it is not changed.</param>
    /// <exception cref="Diagnostics.EdgeException">An operator has no int8 form, or a constant is not finite.</exception>
    public static ModelGraph Run(ModelGraph floatGraph)
    {
        ModelGraph prepared = QuantizationPreparation.Run(floatGraph);
        var ranges = new Dictionary<Tensor, ActivationRange>();
        foreach (Tensor tensor in FloatReference.Activations(prepared))
        {
            ranges[tensor] = new ActivationRange(-Reach, Reach);
        }

        foreach (Operator op in prepared.Operators)
        {
            if (op.Attributes is ConvAttributes { Activation: { } clamp })
            {
                // Where a clamp begins at zero, so does the range: clamps that the range implies are dropped, as they are in earnest.
                ranges[op.Output] = new ActivationRange(Math.Clamp(clamp.Min, -Reach, 0), Math.Clamp(clamp.Max, 1, Reach));
            }
        }

        return QuantizedGraphBuilder.Build(prepared, ranges);
    }
}
