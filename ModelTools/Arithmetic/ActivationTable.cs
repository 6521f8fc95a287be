using System;
using Edge.ModelTools.Graph;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Arithmetic;

/// <summary>
/// 256-entry tables of elementwise functions, offset binary to offset binary. Imported TFLite models get the exact bytes of
/// the reference kernels; models quantized by Edge get round(f(x) / scale) + zero point in double.
/// </summary>
internal static class ActivationTable
{
    /// <summary>Table of a Unary or Quantize operator.</summary>
    public static byte[] Build(bool isTflite, Operator op, QuantizationParameters from, QuantizationParameters to)
    {
        if (op.Attributes is not UnaryAttributes function)
        {
            return BuildRequantize(isTflite, from, to);
        }

        return isTflite
            ? ToOffsetBinary(TfliteTables.Build(function, from, to))
            : BuildFromFunction(x => Evaluate(function, x), from, to);
    }

    /// <summary>Table that only changes scale and zero point.</summary>
    public static byte[] BuildRequantize(bool isTflite, QuantizationParameters from, QuantizationParameters to)
    {
        return isTflite ? ToOffsetBinary(TfliteTables.BuildRequantize(from, to)) : BuildFromFunction(x => x, from, to);
    }

    /// <summary>The function itself, in double.</summary>
    public static double Evaluate(UnaryAttributes function, double x)
    {
        return function.Function switch
        {
            UnaryFunction.Relu => Math.Max(x, 0),
            UnaryFunction.Relu6 => Math.Clamp(x, 0, 6),
            UnaryFunction.ReluN1To1 => Math.Clamp(x, -1, 1),
            UnaryFunction.Clip => Math.Min(Math.Max(x, function.Alpha), function.Beta),
            UnaryFunction.LeakyRelu => x >= 0 ? x : function.Alpha * x,
            UnaryFunction.HardSwish => x * Math.Clamp(x + 3, 0, 6) / 6,
            UnaryFunction.HardSigmoid => Math.Clamp((function.Alpha * x) + function.Beta, 0, 1),
            UnaryFunction.Sigmoid => 1 / (1 + Math.Exp(-x)),
            UnaryFunction.Silu => x / (1 + Math.Exp(-x)),
            UnaryFunction.Tanh => Math.Tanh(x),
            UnaryFunction.Elu => x >= 0 ? x : function.Alpha * (Math.Exp(x) - 1),
            UnaryFunction.Abs => Math.Abs(x),
            UnaryFunction.Neg => -x,
            UnaryFunction.Power => Math.Pow(x, function.Alpha) is var power && double.IsFinite(power) ? power : 0,
            UnaryFunction.Exp => Math.Exp(x),
            UnaryFunction.Log => Math.Log(Math.Max(x, float.Epsilon)),
            UnaryFunction.Erf => ErrorFunction.Erf(x),
            UnaryFunction.Gelu => x * (1 + ErrorFunction.Erf(x / Math.Sqrt(2))) / 2,
            UnaryFunction.GeluTanh => x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))) / 2,
            UnaryFunction.Softplus => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))),
            UnaryFunction.Selu => function.Beta * (x > 0 ? x : function.Alpha * (Math.Exp(x) - 1)),
            UnaryFunction.Celu => x >= 0 ? x : function.Alpha * (Math.Exp(x / function.Alpha) - 1),
            UnaryFunction.Softsign => x / (1 + Math.Abs(x)),
            UnaryFunction.Mish => x * Math.Tanh(Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)))),
            UnaryFunction.ThresholdedRelu => x > function.Alpha ? x : 0,
            UnaryFunction.InverseRoot => 1 / Math.Sqrt(Math.Max(x, 0) + function.Alpha),
            _ => throw new InvalidOperationException($"no table for {function.Function}"),
        };
    }

    private static byte[] BuildFromFunction(Func<double, double> function, QuantizationParameters from, QuantizationParameters to)
    {
        var table = new byte[BlobFormat.TableEntries];
        for (int u = 0; u < table.Length; u++)
        {
            double real = from.Scale * (double)(u - 128 - from.ZeroPoint);
            double quantized = Math.Round(function(real) / to.Scale, MidpointRounding.AwayFromZero) + to.ZeroPoint + 128;
            table[u] = (byte)Math.Clamp(quantized, 0, 255);
        }

        return table;
    }

    private static byte[] ToOffsetBinary(sbyte[] signed)
    {
        var table = new byte[BlobFormat.TableEntries];
        for (int u = 0; u < table.Length; u++)
        {
            table[u] = (byte)(signed[u] + 128);
        }

        return table;
    }
}
