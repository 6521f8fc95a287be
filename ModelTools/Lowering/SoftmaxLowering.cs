using System;
using Edge.ModelTools.Arithmetic;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Graph;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Lowering;

/// <summary>
/// Softmax: the exponential of each of the 256 possible differences to the maximum, in Q0.31, by gemmlowp's
/// exp_on_negative_values in Q5.26 (TFLite reference/softmax.h and quantization_util.cc PreprocessSoftmaxScaling, tflite-micro 90b983c).
/// </summary>
internal static class SoftmaxLowering
{
    /// <summary>The sum has 12 bits before its point (TFLite) and every term is at most 1; the loader refuses more, too.</summary>
    public const int MaxClasses = 4096;

    private const int IntegerBits = 5;

    /// <summary>Lowers one operator.</summary>
    public static void Lower(LoweringContext context, Operator op)
    {
        DeviceTensor input = context.Get(op.Inputs[0]);
        if (input.Channels > MaxClasses)
        {
            throw new EdgeException(
                DiagnosticId.UnsupportedShape,
                op.Location,
                $"softmax over {input.Channels} classes; the device's sum of exponentials has room for {MaxClasses}",
                "export the model without its last softmax: the order of the classes is the same");
        }

        DeviceTensor output = context.Declare(op.Output, input.Height, input.Width, input.Channels);
        DeviceOperator lowered = LoweringContext.Start(op, OpCode.Softmax, [input], output);
        lowered.Exponentials = BuildExponentials(((SoftmaxAttributes)op.Attributes!).Beta, input.Scale);
        context.Add(lowered);
    }

    /// <summary>e^(-beta * scale * d) in Q0.31 for d = 0 to 255; 0 where TFLite leaves the term out.</summary>
    public static int[] BuildExponentials(float beta, float scale)
    {
        double real = Math.Min((double)beta * scale * (1 << (31 - IntegerBits)), (1L << 31) - 1.0);
        var exponentials = new int[BlobFormat.TableEntries];
        if (real >= 1 << 30)
        {
            // One step of the input is 16 or more: only the maximum itself counts.
            exponentials[0] = int.MaxValue;
            return exponentials;
        }

        FixedPointMultiplier multiplier = FixedPointMultiplier.FromReal(real);
        double radius = ((1 << IntegerBits) - 1) * Math.ScaleB(1, 31 - IntegerBits) / Math.ScaleB(1, multiplier.Shift);
        int largest = (int)Math.Floor(radius);
        for (int d = 0; d < exponentials.Length; d++)
        {
            exponentials[d] = d > largest ? 0 : GemmlowpExponential.OfNegative(multiplier, -d);
        }

        return exponentials;
    }
}
