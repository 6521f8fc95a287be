using System;
using System.Linq;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Tflite.Import;

/// <summary>
/// Refuses scales whose ratio no fixed-point multiplier can hold, so that everything after the reader may take multipliers
/// for granted. Real models stay far away: their largest multiplier is about 2.
/// </summary>
internal static class ScaleRules
{
    // FixedPointMultiplier reaches up to here; TFLite's shift of a 32-bit value by 31 or more has no defined result.
    private const double MultiplierLimit = 1 << 30;

    // The reference kernels of ADD and SUB shift their inputs left by 20 and insist on scaling the sum down.
    private const double SumScaling = 1 << 20;

    /// <summary>Checks one operator between quantized tensors.</summary>
    public static void Check(TfliteOperatorImporter import, Operator op)
    {
        if (op.Output.Quantization is not QuantizationParameters output || op.Inputs[0].Quantization is not QuantizationParameters input)
        {
            return;
        }

        double outputScale = output.Scale;
        double first = input.Scales.Max();
        double second = op.Inputs.Count > 1 && op.Inputs[1].Quantization is QuantizationParameters other ? other.Scales.Max() : 1;
        double multiplier = op.Kind switch
        {
            OperatorKind.Conv2D or OperatorKind.DepthwiseConv2D or OperatorKind.FullyConnected or OperatorKind.Mul => first * second / outputScale,
            OperatorKind.PRelu => Math.Max(1, second) * first / outputScale,
            OperatorKind.Unary => Slope(op) * first / outputScale,
            OperatorKind.Mean or OperatorKind.Quantize => first / outputScale,
            OperatorKind.Add or OperatorKind.Sub => 2 * Math.Max(first, second) < outputScale * SumScaling ? 0 : double.PositiveInfinity,
            _ => 0,
        };
        if (multiplier >= MultiplierLimit)
        {
            throw import.ScaleConstraint($"output scale {output.Scale} is too fine for input scale {input.Scales[0]}");
        }
    }

    private static double Slope(Operator op) => Math.Max(1, Math.Abs(((UnaryAttributes)op.Attributes!).Alpha));
}
