using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Tflite.Import;
using Edge.ModelTools.Formats.Tflite.Schema;

namespace Edge.ModelTools.Formats.Tflite.Converters;

/// <summary>Which importer reads which operator, and what to say about the others.</summary>
internal static class TfliteConverters
{
    private const string BatchRemedy = "use it around one CONV_2D or DEPTHWISE_CONV_2D only, as a dilated convolution is spelled";

    // Each converter lists its own operators.
    private static readonly Dictionary<TfliteOperatorCode, Action<TfliteOperatorImporter>> s_importers = new(
        new[]
        {
            ArithmeticConverter.Operators,
            ConstantConverter.Operators,
            ConvolutionConverter.Operators,
            DepthSpaceConverter.Operators,
            FinishConverter.Operators,
            PadConverter.Operators,
            PoolConverter.Operators,
            QuantizeConverter.Operators,
            ResizeConverter.Operators,
            ReduceConverter.Operators,
            SelectionConverter.Operators,
            ShapeConverter.Operators,
            StridedSliceConverter.Operators,
            TransposeConvConverter.Operators,
            UnaryConverter.Operators,
        }.SelectMany(operators => operators));

    private static readonly Dictionary<TfliteOperatorCode, string> s_remedies = new()
    {
        [TfliteOperatorCode.BATCH_TO_SPACE_ND] = BatchRemedy,
        [TfliteOperatorCode.SPACE_TO_BATCH_ND] = BatchRemedy,
    };

    /// <summary>The operators that Edge imports or computes.</summary>
    public static IEnumerable<TfliteOperatorCode> Operators => s_importers.Keys;

    /// <summary>Reads one operator into the graph.</summary>
    public static void Read(TfliteOperatorImporter import)
    {
        TfliteOperatorCode code = import.Source.Code;
        if (s_importers.TryGetValue(code, out Action<TfliteOperatorImporter>? importer))
        {
            importer(import);
            return;
        }

        throw code switch
        {
            TfliteOperatorCode.CUSTOM or TfliteOperatorCode.DELEGATE => import.Error(
                DiagnosticId.TfliteCustomOperator,
                $"custom operator '{import.Source.CustomName}' is not supported",
                "export without custom operators, delegates or a device compiler"),
            TfliteOperatorCode.IF or TfliteOperatorCode.WHILE or TfliteOperatorCode.CALL or TfliteOperatorCode.CALL_ONCE => import.Error(
                DiagnosticId.TfliteControlFlow, "control flow is not supported", "export one inference function, unrolled"),
            _ when !Enum.IsDefined(code) => import.Error(
                DiagnosticId.TfliteUnknownOperator, $"operator code {(int)code} is not known", "export with TFLite's own operators"),
            _ => import.Error(
                DiagnosticId.TfliteUnsupportedOperator,
                $"{code} is not supported",
                s_remedies.GetValueOrDefault(code, "change the network so that it is exported without it")),
        };
    }
}
