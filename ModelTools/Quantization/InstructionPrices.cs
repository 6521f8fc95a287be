using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

// Noise of variance v in channel c of a layer adds S[c] * v to the squared error of the output (SensitivityAnalysis), and a weight's
// instructions run for each three pixels. With both in the same unit, one price holds for all layers, and those that matter little to the
// output but run often give most.

/// <summary>What an instruction less in generated code is worth, for each layer and channel: how much noise it may add.</summary>
internal sealed class InstructionPrices
{
    /// <summary>What is said where a network has no sensitivities.</summary>
    public const string Unknown = "an operator of the model has no backward pass, so nothing says which weights matter; they serve accuracy alone";

    private const int Lanes = 3;
    private const double LeastShare = 1e-3; // of the mean sensitivity: an estimate of 0 is none

    private readonly Dictionary<Tensor, double[]> _sensitivities;
    private readonly double _perInstruction;

    /// <summary>Makes the prices.</summary>
    /// <param name="graph">Prepared float graph.</param>
    /// <param name="quantized">The same with int8 activations.</param>
    /// <param name="sensitivities">Of the activations of <paramref name="graph"/>; not empty.</param>
    /// <param name="price">
    /// Noise for all instructions of weights, as a share of what the rounding of activations adds: <see cref="QuantizationRecipe.InstructionPrice"/>.
    /// </param>
    public InstructionPrices(ModelGraph graph, ModelGraph quantized, Dictionary<Tensor, double[]> sensitivities, double price)
    {
        _sensitivities = sensitivities;
        Dictionary<string, double> steps = FloatReference.Activations(quantized).ToDictionary(tensor => tensor.Name, tensor => (double)tensor.Quantization!.Scale);
        double noise = sensitivities.Sum(pair => pair.Value.Sum() * steps[pair.Key.Name] * steps[pair.Key.Name] / 12);
        double instructions = graph.Operators.Where(BecomesCode).Sum(op => op.Inputs[1].ElementCount * Calls(op) * (CodeCost.Term + CodeCost.Factor));
        _perInstruction = instructions > 0 ? price * noise / instructions : 0;
    }

    /// <summary>Whether generated code for a layer costs less with fewer weights: depthwise layers get theirs as arguments.</summary>
    public static bool BecomesCode(Operator op) =>
        op.Kind == OperatorKind.Conv2D && ((ConvAttributes)op.Attributes!).Groups == 1 && Calls(op) > 1;

    /// <summary>Variance of each output channel that is given for an instruction less of its row; null for layers that are rounded as always.</summary>
    public double[]? Of(Operator op)
    {
        if (!BecomesCode(op) || _perInstruction <= 0 || !_sensitivities.TryGetValue(op.Output, out double[]? sensitivities))
        {
            return null;
        }

        double least = sensitivities.Average() * LeastShare;
        double each = _perInstruction * Calls(op);
        return least <= 0 ? null : [.. sensitivities.Select(sensitivity => each / System.Math.Max(sensitivity, least))];
    }

    /// <summary>How often the code of a channel runs.</summary>
    private static double Calls(Operator op) => (double)op.Output.ElementCount / op.Output.Shape[^1] / Lanes;
}
