using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Tflite.Schema;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Tflite;

/// <summary>SPACE_TO_BATCH_ND and BATCH_TO_SPACE_ND where they do not spell a dilated convolution; SpreadConvolutionTests has those that do.</summary>
[TestClass]
public class BatchedConvolutionTests
{
    [TestMethod]
    [DataRow(TfliteOperatorCode.SPACE_TO_BATCH_ND)]
    [DataRow(TfliteOperatorCode.BATCH_TO_SPACE_ND)]
    public void A_batch_of_blocks_without_its_convolution_is_refused(object code)
    {
        TfliteFileBuilder builder = SmallModels.Unary((TfliteOperatorCode)code, [1, 4, 4, 1]);
        DiagnosticAssert.Throws(DiagnosticId.TfliteUnsupportedOperator, () => builder.Read(), $"{code}", "around one CONV_2D");
    }

    [TestMethod]
    [DataRow(DiagnosticId.TfliteShapeMismatch, 2, 3, 2, TflitePadding.Valid, 1, "does not divide into blocks of 2x2")]
    [DataRow(DiagnosticId.TfliteShapeMismatch, 3, 2, 2, TflitePadding.Valid, 1, "its blocks are not those")]
    [DataRow(DiagnosticId.TfliteShapeMismatch, 0, 2, 2, TflitePadding.Valid, 1, "its blocks are not those")]
    [DataRow(DiagnosticId.TfliteUnsupportedOperator, 2, 2, 3, TflitePadding.Valid, 1, "more is cropped")]
    [DataRow(DiagnosticId.TfliteUnsupportedOperator, 2, 2, 2, TflitePadding.Same, 1, "VALID")]
    [DataRow(DiagnosticId.TfliteUnsupportedOperator, 2, 2, 2, TflitePadding.Valid, 2, "stride of 1")]
    public void A_batch_of_blocks_that_is_no_dilation_is_refused(object id, int block, int padding, int crop, object scheme, int stride, string what)
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 8, 8, 1]);
        int a = builder.Int8("a", [4, 5, 5, 1]);
        int w = builder.Int8Constant("w", [1, 2, 2, 1], SmallModels.Ramp(4));
        int b = builder.Int8("b", [4, 4, 4, 1]);
        int y = builder.Int8("y", [1, 6, 6, 1]);
        int paddings = builder.Int32Constant("paddings", [2, 2], padding, 0, 2, 0);
        int crops = builder.Int32Constant("crops", [2, 2], crop, 0, 2, 0);
        builder.Operator(TfliteOperatorCode.SPACE_TO_BATCH_ND, [x, builder.Int32Constant("blocks", [2], block, block), paddings], [a]);
        builder.Operator(TfliteOperatorCode.CONV_2D, [a, w], [b], SmallModels.ConvOptions((TflitePadding)scheme, stride, stride));
        builder.Operator(TfliteOperatorCode.BATCH_TO_SPACE_ND, [b, builder.Int32Constant("again", [2], 2, 2), crops], [y]);
        DiagnosticAssert.Throws((DiagnosticId)id, () => builder.From(x).To(y).Read(), what);
    }
}
