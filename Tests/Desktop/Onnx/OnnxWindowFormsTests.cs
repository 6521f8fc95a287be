using System;
using Edge.ModelTools.Graph;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Onnx;

/// <summary>Dilated, transposed and one-dimensional convolutions, pools of sequences, linear resizing, against ONNX Runtime.</summary>
[TestClass]
public sealed class OnnxWindowFormsTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(4)]
    public void A_dilated_convolution_matches_ONNX_Runtime(int groups)
    {
        foreach (long stride in new[] { 1L, 2L })
        {
            var builder = new OnnxModelBuilder();
            string value = builder.Node(
                "Conv",
                [builder.Input(1, 4, 11, 13), builder.Random(8, 4 / groups, 3, 2), builder.Random(8)],
                ("dilations", new long[] { 2, 3 }),
                ("strides", new[] { stride, stride }),
                ("group", (long)groups),
                ("pads", new long[] { 2, 1, 2, 1 }));
            OnnxComparison.Check(builder, builder.Node("Relu", value));
        }
    }

    [TestMethod]
    public void A_network_over_a_sequence_matches_ONNX_Runtime()
    {
        foreach (string pool in new[] { "MaxPool", "AveragePool" })
        {
            var builder = new OnnxModelBuilder(14);
            string value = builder.Node("Conv", [builder.Input(1, 3, 40), builder.Random(6, 3, 5), builder.Random(6)], ("pads", new long[] { 2, 2 }));
            value = builder.Node("BatchNormalization", [value, builder.RandomBetween(0.5, 2, 6), builder.Random(6), builder.Random(6), builder.RandomBetween(0.5, 2, 6)]);
            value = builder.Node(pool, builder.Node("HardSwish", value), ("kernel_shape", new long[] { 2 }), ("strides", new long[] { 2 }));
            value = builder.Node("Conv", [value, builder.Random(6, 1, 3), builder.Random(6)], ("pads", new long[] { 2, 2 }), ("group", 6L), ("dilations", new long[] { 2 }));
            value = builder.Node("Conv", [builder.Node("Relu", value), builder.Random(9, 6, 1), builder.Random(9)]);
            value = builder.Node("Flatten", builder.Node("GlobalAveragePool", builder.Node("Relu", value)));
            ModelGraph graph = OnnxComparison.Check(builder, builder.Node("Gemm", [value, builder.Random(4, 9), builder.Random(4)], ("transB", 1L)), null);
            Assert.AreEqual(0, graph.Operators.FindIndex(op => op.Kind == OperatorKind.Transpose), "the input is transposed, nothing else");
            Assert.AreEqual(0, graph.Operators.FindLastIndex(op => op.Kind == OperatorKind.Transpose), "the input is transposed, nothing else");
            Assert.IsFalse(graph.Operators.Exists(op => op.Kind == OperatorKind.ScaleShift));
            Assert.IsNull(graph.Operators.Find(op => op.Attributes is UnaryAttributes { Function: UnaryFunction.Relu }), "a clamp is not fused");
        }
    }

    [TestMethod]
    [DataRow(new long[] { 2, 2 }, new long[] { 2, 2 }, new long[] { 0, 0, 0, 0 }, 1)]
    [DataRow(new long[] { 4, 4 }, new long[] { 2, 2 }, new long[] { 1, 1, 1, 1 }, 1)]
    [DataRow(new long[] { 3, 3 }, new long[] { 2, 2 }, new long[] { 1, 1, 1, 1 }, 1)]
    [DataRow(new long[] { 3, 5 }, new long[] { 1, 3 }, new long[] { 2, 0, 1, 4 }, 1)]
    [DataRow(new long[] { 1, 1 }, new long[] { 3, 2 }, new long[] { 0, 0, 0, 0 }, 1)]
    [DataRow(new long[] { 3, 3 }, new long[] { 2, 2 }, new long[] { 1, 1, 0, 0 }, 4)]
    [DataRow(new long[] { 4, 2 }, new long[] { 2, 2 }, new long[] { 1, 0, 1, 0 }, 2)]
    public void A_transposed_convolution_matches_ONNX_Runtime(long[] kernel, long[] strides, long[] pads, int groups)
    {
        foreach (long dilation in new[] { 1L, 2L })
        {
            foreach (long extra in strides[0] == 1 ? new[] { 0L } : [0, 1])
            {
                var builder = new OnnxModelBuilder();
                string value = builder.Node(
                    "ConvTranspose",
                    [builder.Input(1, 4, 5, 6), builder.Random(4, 3, (int)kernel[0], (int)kernel[1]), builder.Random(3 * groups)],
                    ("strides", strides),
                    ("pads", pads),
                    ("dilations", new[] { dilation, dilation }),
                    ("output_padding", new[] { extra, Math.Min(extra, strides[1] - 1) }),
                    ("group", (long)groups));
                OnnxComparison.Check(builder, builder.Node("Sigmoid", value));
            }
        }
    }

    [TestMethod]
    public void A_transposed_convolution_of_a_sequence_matches_ONNX_Runtime()
    {
        var builder = new OnnxModelBuilder();
        string value = builder.Node("ConvTranspose", [builder.Input(1, 4, 9), builder.Random(4, 3, 4)], ("strides", new long[] { 2 }), ("pads", new long[] { 1, 1 }));
        OnnxComparison.Check(builder, builder.Node("Sigmoid", value));
    }

    [TestMethod]
    [DataRow("half_pixel", 2f, 2f)]
    [DataRow("half_pixel", 3f, 0.5f)]
    [DataRow("pytorch_half_pixel", 2f, 4f)]
    [DataRow("asymmetric", 2f, 2f)]
    [DataRow("align_corners", 2f, 3f)]
    public void Linear_resizing_matches_ONNX_Runtime(string transformation, float scaleH, float scaleW)
    {
        var builder = new OnnxModelBuilder();
        string value = builder.Node(
            "Resize", [builder.Input(1, 3, 4, 6), "", builder.Floats([4], 1, 1, scaleH, scaleW)], ("mode", "linear"), ("coordinate_transformation_mode", transformation));
        Assert.AreEqual(OperatorKind.ResizeBilinear, OnnxComparison.Check(builder, value).Operators[0].Kind);
    }
}
