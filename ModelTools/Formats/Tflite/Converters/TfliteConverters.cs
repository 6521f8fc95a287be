using System;
using System.Collections.Generic;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Tflite.Import;
using Edge.ModelTools.Formats.Tflite.Schema;

namespace Edge.ModelTools.Formats.Tflite.Converters;

/// <summary>Which importer reads which operator, and what to say about the others.</summary>
internal static class TfliteConverters
{
    private static readonly Dictionary<TfliteOperatorCode, Action<TfliteOperatorImporter>> s_importers = new()
    {
        [TfliteOperatorCode.ADD] = ArithmeticConverter.ReadAdd,
        [TfliteOperatorCode.AVERAGE_POOL_2D] = PoolConverter.ReadAveragePool,
        [TfliteOperatorCode.CAST] = ConstantConverter.ReadCast,
        [TfliteOperatorCode.CONCATENATION] = ShapeConverter.ReadConcatenation,
        [TfliteOperatorCode.CONV_2D] = ConvolutionConverter.ReadConv2D,
        [TfliteOperatorCode.DEPTHWISE_CONV_2D] = ConvolutionConverter.ReadDepthwiseConv2D,
        [TfliteOperatorCode.DEQUANTIZE] = QuantizeConverter.ReadDequantize,
        [TfliteOperatorCode.EXPAND_DIMS] = ShapeConverter.ReadExpandDimensions,
        [TfliteOperatorCode.FULLY_CONNECTED] = ConvolutionConverter.ReadFullyConnected,
        [TfliteOperatorCode.GATHER] = ConstantConverter.ReadGather,
        [TfliteOperatorCode.HARD_SWISH] = UnaryConverter.ReadHardSwish,
        [TfliteOperatorCode.LEAKY_RELU] = UnaryConverter.ReadLeakyRelu,
        [TfliteOperatorCode.LOGISTIC] = UnaryConverter.ReadLogistic,
        [TfliteOperatorCode.MAX_POOL_2D] = PoolConverter.ReadMaxPool,
        [TfliteOperatorCode.MEAN] = PoolConverter.ReadMean,
        [TfliteOperatorCode.MUL] = ArithmeticConverter.ReadMul,
        [TfliteOperatorCode.PACK] = ConstantConverter.ReadPack,
        [TfliteOperatorCode.PAD] = PadConverter.Read,
        [TfliteOperatorCode.PADV2] = PadConverter.Read,
        [TfliteOperatorCode.PRELU] = UnaryConverter.ReadPRelu,
        [TfliteOperatorCode.QUANTIZE] = QuantizeConverter.ReadQuantize,
        [TfliteOperatorCode.RELU] = UnaryConverter.ReadRelu,
        [TfliteOperatorCode.RELU6] = UnaryConverter.ReadRelu6,
        [TfliteOperatorCode.RELU_N1_TO_1] = UnaryConverter.ReadReluN1To1,
        [TfliteOperatorCode.RESHAPE] = ShapeConverter.ReadReshape,
        [TfliteOperatorCode.RESIZE_BILINEAR] = ResizeConverter.ReadBilinear,
        [TfliteOperatorCode.RESIZE_NEAREST_NEIGHBOR] = ResizeConverter.ReadNearest,
        [TfliteOperatorCode.SHAPE] = ConstantConverter.ReadShape,
        [TfliteOperatorCode.SOFTMAX] = UnaryConverter.ReadSoftmax,
        [TfliteOperatorCode.SQUEEZE] = ShapeConverter.ReadSqueeze,
        [TfliteOperatorCode.STRIDED_SLICE] = StridedSliceConverter.Read,
        [TfliteOperatorCode.SUB] = ArithmeticConverter.ReadSub,
        [TfliteOperatorCode.TANH] = UnaryConverter.ReadTanh,
        [TfliteOperatorCode.TRANSPOSE] = ShapeConverter.ReadTranspose,
    };

    private static readonly Dictionary<TfliteOperatorCode, string> s_remedies = new()
    {
        [TfliteOperatorCode.DIV] = "multiply by the reciprocal",
        [TfliteOperatorCode.ELU] = "use RELU, LEAKY_RELU or HARD_SWISH",
        [TfliteOperatorCode.GELU] = "use HARD_SWISH",
        [TfliteOperatorCode.MAXIMUM] = "use a RELU",
        [TfliteOperatorCode.MINIMUM] = "use RELU6",
        [TfliteOperatorCode.REDUCE_MAX] = "use a MAX_POOL_2D over the whole image",
        [TfliteOperatorCode.SUM] = "use MEAN, and scale the weights that follow",
        [TfliteOperatorCode.TRANSPOSE_CONV] = "resize with the nearest neighbour, then convolve",
    };

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
