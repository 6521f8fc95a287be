using System;
using System.Collections.Generic;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Tflite.Schema;

namespace Edge.ModelTools.Formats.Tflite.Import;

/// <summary>Which importer reads which operator, and what to say about the others.</summary>
internal static class OperatorImporters
{
    private static readonly Dictionary<TfliteOperatorCode, Action<OperatorImport>> s_importers = new()
    {
        [TfliteOperatorCode.ADD] = ArithmeticImport.ReadAdd,
        [TfliteOperatorCode.AVERAGE_POOL_2D] = PoolImport.ReadAveragePool,
        [TfliteOperatorCode.CAST] = ConstantImport.ReadCast,
        [TfliteOperatorCode.CONCATENATION] = ShapeImport.ReadConcatenation,
        [TfliteOperatorCode.CONV_2D] = ConvolutionImport.ReadConv2D,
        [TfliteOperatorCode.DEPTHWISE_CONV_2D] = ConvolutionImport.ReadDepthwiseConv2D,
        [TfliteOperatorCode.DEQUANTIZE] = QuantizeImport.ReadDequantize,
        [TfliteOperatorCode.EXPAND_DIMS] = ShapeImport.ReadExpandDimensions,
        [TfliteOperatorCode.FULLY_CONNECTED] = ConvolutionImport.ReadFullyConnected,
        [TfliteOperatorCode.GATHER] = ConstantImport.ReadGather,
        [TfliteOperatorCode.HARD_SWISH] = UnaryImport.ReadHardSwish,
        [TfliteOperatorCode.LEAKY_RELU] = UnaryImport.ReadLeakyRelu,
        [TfliteOperatorCode.LOGISTIC] = UnaryImport.ReadLogistic,
        [TfliteOperatorCode.MAX_POOL_2D] = PoolImport.ReadMaxPool,
        [TfliteOperatorCode.MEAN] = PoolImport.ReadMean,
        [TfliteOperatorCode.MUL] = ArithmeticImport.ReadMul,
        [TfliteOperatorCode.PACK] = ConstantImport.ReadPack,
        [TfliteOperatorCode.PAD] = PadImport.Read,
        [TfliteOperatorCode.PADV2] = PadImport.Read,
        [TfliteOperatorCode.PRELU] = UnaryImport.ReadPRelu,
        [TfliteOperatorCode.QUANTIZE] = QuantizeImport.ReadQuantize,
        [TfliteOperatorCode.RELU] = UnaryImport.ReadRelu,
        [TfliteOperatorCode.RELU6] = UnaryImport.ReadRelu6,
        [TfliteOperatorCode.RELU_N1_TO_1] = UnaryImport.ReadReluN1To1,
        [TfliteOperatorCode.RESHAPE] = ShapeImport.ReadReshape,
        [TfliteOperatorCode.RESIZE_BILINEAR] = ResizeImport.ReadBilinear,
        [TfliteOperatorCode.RESIZE_NEAREST_NEIGHBOR] = ResizeImport.ReadNearest,
        [TfliteOperatorCode.SHAPE] = ConstantImport.ReadShape,
        [TfliteOperatorCode.SOFTMAX] = UnaryImport.ReadSoftmax,
        [TfliteOperatorCode.SQUEEZE] = ShapeImport.ReadSqueeze,
        [TfliteOperatorCode.STRIDED_SLICE] = StridedSliceImport.Read,
        [TfliteOperatorCode.SUB] = ArithmeticImport.ReadSub,
        [TfliteOperatorCode.TANH] = UnaryImport.ReadTanh,
        [TfliteOperatorCode.TRANSPOSE] = ShapeImport.ReadTranspose,
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
    public static void Read(OperatorImport import)
    {
        TfliteOperatorCode code = import.Source.Code;
        if (s_importers.TryGetValue(code, out Action<OperatorImport>? importer))
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
