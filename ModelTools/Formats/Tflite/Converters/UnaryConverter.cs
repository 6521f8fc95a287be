using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Arithmetic;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Tflite.Import;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Graph;
using Fields = Edge.ModelTools.Formats.Tflite.Schema.TfliteOptionFields;

namespace Edge.ModelTools.Formats.Tflite.Converters;

/// <summary>Elementwise functions of one tensor, PRELU and SOFTMAX, with the output scales that the TFLite specification fixes.</summary>
internal static class UnaryConverter
{
    /// <summary>The operators that it reads.</summary>
    public static IReadOnlyDictionary<TfliteOperatorCode, Action<TfliteOperatorImporter>> Operators { get; } = new Dictionary<TfliteOperatorCode, Action<TfliteOperatorImporter>>
    {
        [TfliteOperatorCode.ABS] = ReadAbs,
        [TfliteOperatorCode.ELU] = ReadElu,
        [TfliteOperatorCode.EXP] = ReadExp,
        [TfliteOperatorCode.GELU] = ReadGelu,
        [TfliteOperatorCode.HARD_SWISH] = ReadHardSwish,
        [TfliteOperatorCode.LEAKY_RELU] = ReadLeakyRelu,
        [TfliteOperatorCode.LOG] = ReadFloatOnly,
        [TfliteOperatorCode.LOGISTIC] = ReadLogistic,
        [TfliteOperatorCode.NEG] = ReadFloatOnly,
        [TfliteOperatorCode.PRELU] = ReadPRelu,
        [TfliteOperatorCode.RELU] = ReadRelu,
        [TfliteOperatorCode.RELU6] = ReadRelu6,
        [TfliteOperatorCode.RELU_N1_TO_1] = ReadReluN1To1,
        [TfliteOperatorCode.RSQRT] = ReadFloatOnly,
        [TfliteOperatorCode.SOFTMAX] = ReadSoftmax,
        [TfliteOperatorCode.SQRT] = ReadFloatOnly,
        [TfliteOperatorCode.SQUARE] = ReadFloatOnly,
        [TfliteOperatorCode.TANH] = ReadTanh,
    };

    private const float LogisticScale = 1f / 256; // also of softmax
    private const int LogisticZeroPoint = -128;

    // The reference kernel of SOFTMAX computes with 5 integer bits and wants scale * beta * 2^26 above 1.
    private const double SoftmaxInputScaling = 1 << 26;

    /// <summary>RELU.</summary>
    private static void ReadRelu(TfliteOperatorImporter import) => Read(import, new UnaryAttributes(UnaryFunction.Relu));

    /// <summary>RELU6.</summary>
    private static void ReadRelu6(TfliteOperatorImporter import) => Read(import, new UnaryAttributes(UnaryFunction.Relu6));

    /// <summary>RELU_N1_TO_1.</summary>
    private static void ReadReluN1To1(TfliteOperatorImporter import) => Read(import, new UnaryAttributes(UnaryFunction.ReluN1To1));

    /// <summary>ABS.</summary>
    private static void ReadAbs(TfliteOperatorImporter import) => Read(import, new UnaryAttributes(UnaryFunction.Abs));

    /// <summary>ELU.</summary>
    private static void ReadElu(TfliteOperatorImporter import) => Read(import, new UnaryAttributes(UnaryFunction.Elu, 1));

    /// <summary>EXP.</summary>
    private static void ReadExp(TfliteOperatorImporter import) => Read(import, new UnaryAttributes(UnaryFunction.Exp));

    /// <summary>GELU in both forms.</summary>
    private static void ReadGelu(TfliteOperatorImporter import)
    {
        bool isApproximate = import.Options(TfliteOptionsType.Gelu)?.Bool(Fields.Gelu.IsApproximate) ?? false;
        Read(import, new UnaryAttributes(isApproximate ? UnaryFunction.GeluTanh : UnaryFunction.Gelu));
    }

    /// <summary>SQUARE, SQRT, RSQRT, LOG and NEG of float models; TFLite has no int8 kernel for them.</summary>
    private static void ReadFloatOnly(TfliteOperatorImporter import)
    {
        Tensor output = Read(import, import.Source.Code switch
        {
            TfliteOperatorCode.SQUARE => new UnaryAttributes(UnaryFunction.Power, 2),
            TfliteOperatorCode.SQRT => new UnaryAttributes(UnaryFunction.Power, 0.5f),
            TfliteOperatorCode.RSQRT => new UnaryAttributes(UnaryFunction.Power, -0.5f),
            TfliteOperatorCode.LOG => new UnaryAttributes(UnaryFunction.Log),
            _ => new UnaryAttributes(UnaryFunction.Neg),
        });
        if (output.Type != ElementType.Float32)
        {
            throw import.Error(DiagnosticId.TfliteUnsupportedOperator, $"{import.Source.Code} of int8 is not supported", "give the float model, which Edge quantizes itself");
        }
    }

    /// <summary>LEAKY_RELU.</summary>
    private static void ReadLeakyRelu(TfliteOperatorImporter import)
    {
        float alpha = import.RequiredOptions(TfliteOptionsType.LeakyRelu).Single(Fields.LeakyRelu.Alpha);
        if (!float.IsFinite(alpha))
        {
            throw import.Error(DiagnosticId.TfliteBadOptions, $"alpha is {alpha}", "the file is damaged; export it again");
        }

        Read(import, new UnaryAttributes(UnaryFunction.LeakyRelu, alpha));
    }

    /// <summary>LOGISTIC; its bytes are those of scale 1/256 whatever the file says (the reference looks at the zero point only), zero point -128.</summary>
    private static void ReadLogistic(TfliteOperatorImporter import)
    {
        Tensor output = Read(import, new UnaryAttributes(UnaryFunction.Sigmoid));
        RequireOutput(import, output, null, LogisticZeroPoint);
    }

    /// <summary>TANH; its bytes are those of scale 1/128, zero point 0, whatever the file says: the reference looks at neither.</summary>
    private static void ReadTanh(TfliteOperatorImporter import)
    {
        Tensor output = Read(import, new UnaryAttributes(UnaryFunction.Tanh));
        if (output.Quantization is { ZeroPoint: not 0 } quantization)
        {
            import.RemarkIgnored($"output zero point {quantization.ZeroPoint} instead of 0");
        }
    }

    /// <summary>HARD_SWISH; the reference kernel cannot have an output scale finer than 1/128 of the input's.</summary>
    private static void ReadHardSwish(TfliteOperatorImporter import)
    {
        Tensor output = Read(import, new UnaryAttributes(UnaryFunction.HardSwish));
        if (output.Quantization is QuantizationParameters quantization
            && !TfliteTables.IsHardSwishPossible(import.Entry(0).Tensor.Quantization!, quantization))
        {
            throw import.ScaleConstraint($"output scale {quantization.Scale} is too fine for input scale {import.Entry(0).Tensor.Quantization!.Scale}");
        }
    }

    /// <summary>SOFTMAX over the last axis; output scale 1/256, zero point -128.</summary>
    private static void ReadSoftmax(TfliteOperatorImporter import)
    {
        import.ExpectInputs(1, 1);
        Tensor input = import.Activation(0);
        float beta = import.RequiredOptions(TfliteOptionsType.Softmax).Single(Fields.Softmax.Beta);
        if (!float.IsFinite(beta) || beta <= 0)
        {
            throw import.Error(DiagnosticId.TfliteBadOptions, $"beta is {beta}", "export softmax with a positive beta");
        }

        if (input.Shape.Length == 0)
        {
            throw import.Mismatch("the input is a scalar");
        }

        Tensor output = import.OutputLike(input);
        import.Add(OperatorKind.Softmax, [input], output, new SoftmaxAttributes(beta));
        RequireOutput(import, output, LogisticScale, LogisticZeroPoint);
        if (input.Quantization is QuantizationParameters quantization && (double)beta * quantization.Scale * SoftmaxInputScaling <= 1)
        {
            throw import.ScaleConstraint($"input scale {quantization.Scale} is too small");
        }
    }

    /// <summary>PRELU with one slope per channel, or one for all.</summary>
    private static void ReadPRelu(TfliteOperatorImporter import)
    {
        import.ExpectInputs(2, 2);
        Tensor input = import.Activation(0);
        Tensor slope = import.Constant(1, "slope");
        int channels = input.Shape.Length == 0 ? 1 : input.Shape[^1];
        import.RequireSameType(input, slope);
        if (slope.Quantization is { Axis: >= 0 })
        {
            throw import.Error(DiagnosticId.TfliteUnsupportedQuantization, "the slope is quantized per channel", "quantize it per tensor");
        }

        if (slope.ElementCount == 1 && channels != 1)
        {
            import.Budget.Charge((long)channels * sizeof(float), "slopes");
            slope = new Tensor($"{slope.Name}/{import.Source.Index}", slope.Type, [channels])
            {
                Quantization = slope.Quantization,
                Data = ConstantData.Take(slope.Data!, [.. Enumerable.Repeat(0, channels)]),
            };
        }
        else if (slope.ElementCount != channels || (slope.Shape.Length > 0 && slope.Shape[^1] != channels))
        {
            throw import.Error(
                DiagnosticId.TfliteUnsupportedOperator,
                $"slope [{TfliteOperatorImporter.Join(slope.Shape)}] for {channels} channels (only one per channel is supported)",
                "share the slope over height and width (shared_axes=[1, 2])");
        }

        import.Add(OperatorKind.PRelu, [input, slope], import.OutputLike(input));
    }

    private static Tensor Read(TfliteOperatorImporter import, UnaryAttributes attributes)
    {
        import.ExpectInputs(1, 1);
        Tensor input = import.Activation(0);
        Tensor output = import.OutputLike(input);
        import.Add(OperatorKind.Unary, [input], output, attributes);
        return output;
    }

    private static void RequireOutput(TfliteOperatorImporter import, Tensor output, float? scale, int zeroPoint)
    {
        if (output.Quantization is QuantizationParameters quantization && ((scale is not null && quantization.Scale != scale) || quantization.ZeroPoint != zeroPoint))
        {
            throw import.ScaleConstraint(
                $"output scale {quantization.Scale} and zero point {quantization.ZeroPoint} instead of {scale ?? quantization.Scale} and {zeroPoint}");
        }
    }
}
