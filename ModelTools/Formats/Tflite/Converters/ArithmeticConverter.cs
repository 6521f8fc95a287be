using System;
using System.Collections.Generic;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Tflite.Import;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Graph;
using Fields = Edge.ModelTools.Formats.Tflite.Schema.TfliteOptionFields.Arithmetic;

namespace Edge.ModelTools.Formats.Tflite.Converters;

/// <summary>ADD, SUB, MUL, MAXIMUM and MINIMUM, and DIV and SQUARED_DIFFERENCE of float models, with broadcasting; either operand may be constant. Shape arithmetic on integers is folded.</summary>
internal static class ArithmeticConverter
{
    /// <summary>The operators that it reads.</summary>
    public static IReadOnlyDictionary<TfliteOperatorCode, Action<TfliteOperatorImporter>> Operators { get; } = new Dictionary<TfliteOperatorCode, Action<TfliteOperatorImporter>>
    {
        [TfliteOperatorCode.ADD] = ReadAdd,
        [TfliteOperatorCode.DIV] = ReadQuotient,
        [TfliteOperatorCode.MAXIMUM] = ReadMaximum,
        [TfliteOperatorCode.MINIMUM] = ReadMinimum,
        [TfliteOperatorCode.MUL] = ReadMul,
        [TfliteOperatorCode.SQUARED_DIFFERENCE] = ReadSquaredDifference,
        [TfliteOperatorCode.SUB] = ReadSub,
    };

    /// <summary>ADD.</summary>
    private static void ReadAdd(TfliteOperatorImporter import) => Read(import, OperatorKind.Add, TfliteOptionsType.Add);

    /// <summary>SUB.</summary>
    private static void ReadSub(TfliteOperatorImporter import) => Read(import, OperatorKind.Sub, TfliteOptionsType.Sub);

    /// <summary>MUL.</summary>
    private static void ReadMul(TfliteOperatorImporter import) => Read(import, OperatorKind.Mul, TfliteOptionsType.Mul);

    /// <summary>MAXIMUM, whose inputs and output have one scale.</summary>
    private static void ReadMaximum(TfliteOperatorImporter import) => ReadExtremum(import, OperatorKind.Maximum);

    /// <summary>MINIMUM, likewise.</summary>
    private static void ReadMinimum(TfliteOperatorImporter import) => ReadExtremum(import, OperatorKind.Minimum);

    /// <summary>DIV: the product with the reciprocal.</summary>
    private static void ReadQuotient(TfliteOperatorImporter import)
    {
        (Tensor a, Tensor b, Tensor output) = ReadReal(import);
        Clamp? activation = import.Activation(import.Options(TfliteOptionsType.Div), Fields.Activation);
        Tensor reciprocal;
        if (b.IsConstant)
        {
            float[] values = Array.ConvertAll(b.Floats, value => 1 / value);
            reciprocal = Array.TrueForAll(values, float.IsFinite)
                ? new Tensor($"{b.Name}/reciprocal", b.Type, b.Shape) { Data = values }
                : throw import.Error(DiagnosticId.TfliteBadOptions, "it divides by 0", "train or export the model again");
        }
        else
        {
            reciprocal = import.AddBefore(OperatorKind.Unary, [b], output, b.Shape, "reciprocal", new UnaryAttributes(UnaryFunction.Power, -1));
        }

        import.Add(OperatorKind.Mul, [a, reciprocal], output, new ArithmeticAttributes(activation));
    }

    /// <summary>SQUARED_DIFFERENCE.</summary>
    private static void ReadSquaredDifference(TfliteOperatorImporter import)
    {
        (Tensor a, Tensor b, Tensor output) = ReadReal(import);
        Tensor difference = import.AddBefore(OperatorKind.Sub, [a, b], output, output.Shape, "difference", new ArithmeticAttributes());
        import.Add(OperatorKind.Mul, [difference, difference], output, new ArithmeticAttributes());
    }

    /// <summary>Operands and output of an operator that is read from float models only: TFLite's int8 form has an arithmetic of its own.</summary>
    private static (Tensor A, Tensor B, Tensor Output) ReadReal(TfliteOperatorImporter import)
    {
        import.ExpectInputs(2, 2);
        Tensor a = import.Operand(0);
        Tensor b = import.Operand(1);
        if (a.IsConstant && b.IsConstant)
        {
            throw import.Error(DiagnosticId.TfliteConstantInput, "both inputs are constant", "let the exporter fold constants");
        }

        Tensor output = import.Output(Broadcast(import, a.Shape, b.Shape));
        return output.Type == ElementType.Float32
            ? (a, b, output)
            : throw import.Error(DiagnosticId.TfliteUnsupportedOperator, $"{import.Source.Code} of int8 is not supported", "give the float model, which Edge quantizes itself");
    }

    private static void ReadExtremum(TfliteOperatorImporter import, OperatorKind kind)
    {
        import.ExpectInputs(2, 2);
        Tensor a = import.Operand(0);
        Tensor b = import.Operand(1);
        if (a.IsConstant && b.IsConstant)
        {
            throw import.Error(DiagnosticId.TfliteConstantInput, "both inputs are constant", "let the exporter fold constants");
        }

        Tensor output = import.Output(Broadcast(import, a.Shape, b.Shape));
        import.Add(kind, [a, b], output);
        foreach (Tensor operand in new[] { a, b })
        {
            import.RemarkOtherScale(operand, output);
        }
    }

    private static void Read(TfliteOperatorImporter import, OperatorKind kind, TfliteOptionsType optionsType)
    {
        import.ExpectInputs(2, 2);
        if (import.Entry(0).Tensor.Data is int[] left && import.Entry(1).Tensor.Data is int[] right)
        {
            Fold(import, kind, left, right);
            return;
        }

        Tensor a = import.Operand(0);
        Tensor b = import.Operand(1);
        if (a.IsConstant && b.IsConstant)
        {
            throw import.Error(DiagnosticId.TfliteConstantInput, "both inputs are constant", "let the exporter fold constants");
        }

        if (a.Quantization is { Axis: >= 0 } || b.Quantization is { Axis: >= 0 })
        {
            throw import.Error(DiagnosticId.TfliteUnsupportedQuantization, "a constant is quantized per channel", "quantize it per tensor");
        }

        Clamp? activation = import.Activation(import.Options(optionsType), Fields.Activation);
        Tensor output = import.Output(Broadcast(import, a.Shape, b.Shape));
        import.Add(kind, [a, b], output, new ArithmeticAttributes(activation));
    }

    /// <summary>Shape of a and b broadcast as numpy does: aligned at the last dimension, 1 stretches.</summary>
    private static int[] Broadcast(TfliteOperatorImporter import, int[] a, int[] b)
    {
        var shape = new int[Math.Max(a.Length, b.Length)];
        for (int i = 1; i <= shape.Length; i++)
        {
            int sizeA = i <= a.Length ? a[^i] : 1;
            int sizeB = i <= b.Length ? b[^i] : 1;
            if (sizeA != sizeB && sizeA != 1 && sizeB != 1)
            {
                throw import.Mismatch($"[{TfliteOperatorImporter.Join(a)}] and [{TfliteOperatorImporter.Join(b)}] do not broadcast");
            }

            shape[^i] = Math.Max(sizeA, sizeB);
        }

        return shape;
    }

    private static void Fold(TfliteOperatorImporter import, OperatorKind kind, int[] left, int[] right)
    {
        if (left.Length != right.Length && left.Length != 1 && right.Length != 1)
        {
            throw import.Mismatch($"{left.Length} and {right.Length} integers do not broadcast");
        }

        var values = new int[Math.Max(left.Length, right.Length)];
        import.Budget.Charge((long)values.Length * sizeof(int), "constants");
        for (int i = 0; i < values.Length; i++)
        {
            int a = left[left.Length == 1 ? 0 : i];
            int b = right[right.Length == 1 ? 0 : i];
            values[i] = unchecked(kind == OperatorKind.Add ? a + b : kind == OperatorKind.Sub ? a - b : a * b);
        }

        import.Fold(values, (left.Length >= right.Length ? import.Entry(0) : import.Entry(1)).Tensor.Shape);
    }
}
