using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Quantization;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Quantization;

[TestClass]
public class QuantizerTests
{
    [TestMethod]
    public void The_int8_graph_computes_nearly_what_the_float_graph_does()
    {
        ModelGraph graph = TinyNetworks.MobileNetV3(1);
        ModelGraph quantized = Quantizer.Quantize(graph, TinyNetworks.Samples(graph, 32, 5));
        using var reference = new FloatReference(graph);
        using var simulation = new FloatReference(quantized);
        CalibrationSet test = TinyNetworks.Samples(graph, 32, 6);
        for (int i = 0; i < test.Count; i++)
        {
            float[] expected = reference.Run(test.Sample(i), graph.Outputs[0].Name);
            float[] actual = simulation.Run(test.Sample(i), graph.Outputs[0].Name);
            for (int c = 0; c < expected.Length; c++)
            {
                Assert.AreEqual(expected[c], actual[c], 0.06f, $"sample {i} class {c}");
            }
        }
    }

    [TestMethod]
    public void Types_scales_and_axes_follow_the_int8_specification()
    {
        ModelGraph graph = TinyNetworks.MobileNetV3(1);
        ModelGraph quantized = Quantizer.Quantize(graph, TinyNetworks.Samples(graph, 32, 5));
        foreach (Tensor tensor in FloatReference.Activations(quantized))
        {
            Assert.AreEqual(ElementType.Int8, tensor.Type, tensor.Name);
            Assert.IsTrue(tensor.Quantization!.Scale > 0 && tensor.Quantization.ZeroPoint is >= -128 and <= 127, tensor.Name);
        }

        foreach (Operator op in quantized.Operators.Where(op => op.Attributes is ConvAttributes or FullyConnectedAttributes))
        {
            QuantizationParameters weights = op.Inputs[1].Quantization!;
            Assert.AreEqual(op.Kind == OperatorKind.DepthwiseConv2D ? 3 : 0, weights.Axis);
            Assert.AreEqual(op.Output.Shape[^1], weights.Scales.Length);
            Assert.IsTrue(op.Inputs[1].Int8s.All(weight => weight != -128));
            Assert.IsTrue(op.Inputs[1].Int8s.Any(weight => Math.Abs(weight) == 127));
            Assert.AreEqual(ElementType.Int32, op.Inputs[2].Type);
            Assert.AreEqual(op.Inputs[0].Quantization!.Scale * weights.Scales[1], op.Inputs[2].Quantization!.Scales[1], 1e-12f);
        }

        foreach (Operator op in quantized.Operators.Where(op => op.Kind == OperatorKind.Softmax || op.Attributes is UnaryAttributes { Function: UnaryFunction.HardSigmoid }))
        {
            Assert.AreEqual(1f / 256, op.Output.Quantization!.Scale);
            Assert.AreEqual(-128, op.Output.Quantization.ZeroPoint);
        }
    }

    [TestMethod]
    public void The_float_graph_is_left_alone()
    {
        ModelGraph graph = TinyNetworks.MobileNetV3(1);
        float[] before = [.. graph.Operators[0].Inputs[1].Floats];
        Quantizer.Quantize(graph, TinyNetworks.Samples(graph, 16, 5));
        CollectionAssert.AreEqual(before, graph.Operators[0].Inputs[1].Floats);
        Assert.IsTrue(FloatReference.Activations(graph).All(tensor => tensor.Type == ElementType.Float32 && tensor.Quantization is null));
    }

    [TestMethod]
    public void The_result_does_not_depend_on_the_number_of_threads()
    {
        ModelGraph graph = TinyNetworks.MobileNetV3(1);
        CalibrationSet samples = TinyNetworks.Samples(graph, 100, 5);
        string one = GraphText.Of(Quantizer.Quantize(graph, samples, new QuantizerOptions { Threads = 1 }));
        string many = GraphText.Of(Quantizer.Quantize(graph, samples, new QuantizerOptions { Threads = 7 }));
        Assert.AreEqual(one, many);
    }

    [TestMethod]
    public void Operators_that_move_values_keep_their_quantization()
    {
        var sketch = new GraphSketch(3, 1, 8, 8, 3);
        Tensor a = sketch.Conv(4, 3, 1, Clamp.Relu);
        Tensor b = sketch.Conv(4, 3, 1);
        sketch.Add(OperatorKind.Concat, [1, 8, 8, 8], new ConcatAttributes(3), a, b);
        sketch.Add(OperatorKind.MaxPool, [1, 4, 4, 8], new PoolAttributes(2, 2, 2, 2, Padding.None), sketch.Last);
        sketch.Add(OperatorKind.AveragePool, [1, 2, 2, 8], new PoolAttributes(2, 2, 2, 2, Padding.None), sketch.Last);
        sketch.Add(OperatorKind.Reshape, [1, 32], null, sketch.Last);
        ModelGraph graph = sketch.Done();
        ModelGraph quantized = Quantizer.Quantize(graph, TinyNetworks.Samples(graph, 16, 5));
        Assert.AreEqual(1, FloatReference.Activations(quantized).Skip(1).Select(tensor => (tensor.Quantization!.Scale, tensor.Quantization.ZeroPoint)).Distinct().Count());
    }

    [TestMethod]
    public void A_dead_channel_keeps_its_bias_and_a_multiplier_in_range()
    {
        var sketch = new GraphSketch(3, 1, 4, 4, 3);
        sketch.Conv(4, 1, 1);
        ModelGraph graph = sketch.Done();
        graph.Operators[0].Inputs[1].Floats.AsSpan(3, 3).Clear();
        graph.Operators[0].Inputs[1].Floats[6] = 1e-20f;
        graph.Operators[0].Inputs[1].Floats.AsSpan(7, 2).Clear();
        ModelGraph quantized = Quantizer.Quantize(graph, TinyNetworks.Samples(graph, 16, 5));
        Operator conv = quantized.Operators[0];
        for (int channel = 1; channel < 3; channel++)
        {
            float scale = conv.Inputs[0].Quantization!.Scale * conv.Inputs[1].Quantization!.Scales[channel];
            Assert.AreEqual(graph.Operators[0].Inputs[2].Floats[channel], scale * conv.Inputs[2].Int32s[channel], 1e-5f);
            Assert.IsGreaterThan(1e-9f, scale / conv.Output.Quantization!.Scale);
        }
    }

    [TestMethod]
    public void Slopes_of_a_prelu_have_one_scale()
    {
        var sketch = new GraphSketch(3, 1, 3, 4, 3);
        sketch.Conv(3, 1, 1);
        sketch.Add(OperatorKind.PRelu, sketch.Last.Shape, null, sketch.Last, sketch.Constant("slope", [0.31f, -0.2f, 0], 1, 1, 3));
        ModelGraph graph = sketch.Done();
        Tensor slopes = Quantizer.Quantize(graph, TinyNetworks.Samples(graph, 16, 5)).Operators[1].Inputs[1];
        float[] real = [.. slopes.Int8s.Select(q => (q - slopes.Quantization!.ZeroPoint) * slopes.Quantization.Scale)];
        Assert.AreEqual(0.31f, real[0], 0.0011f);
        Assert.AreEqual(-0.2f, real[1], 0.0011f);
        Assert.AreEqual(0f, real[2]);
    }

    [TestMethod]
    public void Scale_and_shift_that_no_pass_folded_is_a_depthwise_convolution()
    {
        var sketch = new GraphSketch(3, 1, 3, 4, 2);
        sketch.Add(OperatorKind.ScaleShift, sketch.Last.Shape, null, sketch.Last, sketch.Constant("scale", [2f, 0.01f], 2), sketch.Constant("shift", [0f, 1f], 2));
        ModelGraph graph = sketch.Done();
        Operator op = Quantizer.Quantize(graph, TinyNetworks.Samples(graph, 16, 5)).Operators[0];
        Assert.AreEqual(OperatorKind.DepthwiseConv2D, op.Kind);
        CollectionAssert.AreEqual(new sbyte[] { 127, 127 }, op.Inputs[1].Int8s);
    }

    [TestMethod]
    public void Samples_of_the_wrong_length_are_refused()
    {
        ModelGraph graph = TinyNetworks.Relu(1);
        DiagnosticAssert.Throws(DiagnosticId.DatasetShapeMismatch, () => Quantizer.Quantize(graph, CalibrationSet.From("x", [new float[7]])), "7 values");
    }

    [TestMethod]
    public void Constant_samples_are_refused()
    {
        ModelGraph graph = TinyNetworks.Relu(1);
        DiagnosticAssert.Throws(DiagnosticId.CalibrationConstant, () => Quantizer.Quantize(graph, CalibrationSet.From("x", [new float[graph.Inputs[0].ElementCount]])), "x", "0");
    }

    [TestMethod]
    public void Activations_that_are_not_finite_are_refused_by_name()
    {
        ModelGraph graph = TinyNetworks.Relu(1);
        float[] sample = new float[graph.Inputs[0].ElementCount];
        Array.Fill(sample, 1e38f);
        sample[0] = -1e38f;
        DiagnosticAssert.Throws(DiagnosticId.ActivationNotFinite, () => Quantizer.Quantize(graph, CalibrationSet.From("x", [sample])), "channel");
    }

    [TestMethod]
    public void Weights_that_are_not_finite_are_refused()
    {
        ModelGraph graph = TinyNetworks.Relu(1);
        graph.Operators[2].Inputs[1].Floats[3] = float.NaN;
        DiagnosticAssert.Throws(DiagnosticId.WeightNotFinite, () => Quantizer.Quantize(graph, TinyNetworks.Samples(graph, 16, 5)), graph.Operators[2].Location);
    }

    [TestMethod]
    public void Few_samples_are_warned_about()
    {
        ModelGraph graph = TinyNetworks.Relu(1);
        var warnings = new List<string>();
        Quantizer.Quantize(graph, TinyNetworks.Samples(graph, 15, 5), new QuantizerOptions { Warn = warnings.Add });
        Assert.IsTrue(warnings.Any(warning => warning.Contains("15 calibration samples")));
        warnings.Clear();
        Quantizer.Quantize(graph, TinyNetworks.Samples(graph, 16, 5), new QuantizerOptions { Warn = warnings.Add });
        Assert.IsEmpty(warnings);
    }
}
