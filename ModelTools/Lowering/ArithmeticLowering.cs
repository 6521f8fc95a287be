using System;
using Edge.ModelTools.Arithmetic;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Graph;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Lowering;

/// <summary>
/// Add, subtract, multiply and PReLU. Double rounding follows TFLite (add_common.cc, mul_common.cc, prelu_common.cc,
/// tflite-micro 90b983c); single rounding uses integer multipliers below 2^21 with a common shift for Add.
/// </summary>
internal static class ArithmeticLowering
{
    private const int TfliteLeftShift = 20;
    private const int MaxSumShift = 29;

    /// <summary>Lowers one operator.</summary>
    public static void Lower(LoweringContext context, Operator op)
    {
        DeviceTensor a = Broadcasting.Operand(context, op, 0);
        DeviceTensor b = Broadcasting.Operand(context, op, 1);
        DeviceTensor output = context.Declare(op.Output);
        QuantizationParameters result = LoweringContext.Quantization(op.Output);
        int code = op.Kind switch
        {
            OperatorKind.Mul => OpCode.Mul,
            OperatorKind.PRelu => OpCode.PRelu,
            _ => OpCode.Add,
        };
        DeviceOperator lowered = LoweringContext.Start(op, code, [a, b], output);
        lowered.IsSubtraction = op.Kind == OperatorKind.Sub;
        ActivationClamp.Apply(lowered, (op.Attributes as ArithmeticAttributes)?.Activation, result);
        switch (op.Kind)
        {
            case OperatorKind.Mul:
                lowered.Multipliers = [ConvolutionLowering.Multiplier(op, (double)a.Scale * b.Scale / result.Scale)];
                break;
            case OperatorKind.PRelu:
                lowered.Multipliers =
                [
                    ConvolutionLowering.Multiplier(op, (double)a.Scale / result.Scale),
                    ConvolutionLowering.Multiplier(op, (double)a.Scale * b.Scale / result.Scale),
                ];
                break;
            default:
                if (context.IsSingle)
                {
                    SetSingle(op, lowered, a.Scale / (double)result.Scale, b.Scale / (double)result.Scale);
                }
                else
                {
                    SetDouble(op, lowered, a.Scale, b.Scale, result.Scale, lowered.IsSubtraction && !context.Graph.IsLegacyUInt8);
                }

                break;
        }

        if (!context.Options.Fuse || !ElementwiseFolding.TryFold(context, lowered))
        {
            context.Add(lowered);
        }
    }

    /// <summary>
    /// TFLite: both inputs at twice the larger scale, shifted left by 20, each multiplier below one. SUB divides in float32
    /// (sub_common.cc), ADD and everything of uint8 models in double.
    /// </summary>
    private static void SetDouble(Operator op, DeviceOperator lowered, float scaleA, float scaleB, float scaleOut, bool isInSingle)
    {
        // Powers of two: both are exact in float32.
        float common = 2 * Math.Max(scaleA, scaleB);
        float step = (1 << TfliteLeftShift) * scaleOut;
        double sum = Quotient(common, step, isInSingle);
        lowered.LeftShift = TfliteLeftShift;
        lowered.Multipliers =
        [
            FixedPointMultiplier.FromReal(Quotient(scaleA, common, isInSingle)),
            FixedPointMultiplier.FromReal(Quotient(scaleB, common, isInSingle)),
            ConvolutionLowering.Multiplier(op, sum),
        ];
        if (sum >= 1)
        {
            throw new EdgeException(
                DiagnosticId.UnsupportedScale,
                op.Location,
                $"the output scale {scaleOut:g4} is 2^19 times finer than its inputs'",
                "calibrate with representative data");
        }
    }

    private static double Quotient(float dividend, float divisor, bool isInSingle)
    {
        return isInSingle ? dividend / divisor : (double)dividend / divisor;
    }

    /// <summary>Largest common shift for which both multipliers stay below 2^21.</summary>
    private static void SetSingle(Operator op, DeviceOperator lowered, double ratioA, double ratioB)
    {
        double larger = Math.Max(ratioA, ratioB);
        int shift = MaxSumShift;
        while (shift > 0 && Math.Round(larger * Math.ScaleB(1, shift), MidpointRounding.AwayFromZero) >= 1 << 21)
        {
            shift--;
        }

        if (shift == 0)
        {
            throw new EdgeException(
                DiagnosticId.UnsupportedScale,
                op.Location,
                $"an input scale is {larger:g4} times the output scale",
                "calibrate with representative data");
        }

        double unit = Math.ScaleB(1, shift);
        var none = new FixedPointMultiplier(0, 0);
        lowered.Multipliers =
        [
            new FixedPointMultiplier((int)Math.Round(ratioA * unit, MidpointRounding.AwayFromZero), -shift),
            new FixedPointMultiplier((int)Math.Round(ratioB * unit, MidpointRounding.AwayFromZero), -shift),
            none,
        ];
    }
}
