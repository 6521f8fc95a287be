using System;
using System.Collections.Generic;
using System.Linq;
using Edge.Benchmarks;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Quantization;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Quantization;

/// <summary>What the passes change must not change what the network computes.</summary>
[TestClass]
public class FunctionPreservingTests
{
    private const float Tolerance = 1e-4f; // of the largest output

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void Equalization_keeps_the_function_of_blocks_with_squeeze_excite(int seed)
    {
        ModelGraph graph = ChannelImbalance.Apply(TinyNetworks.SqueezedRelu(seed), 100, seed);
        AssertSame(graph, (copy, statistics, sensitivities) => Assert.AreNotEqual(0, Equalizer.Run(copy, statistics, sensitivities)));
    }

    [TestMethod]
    public void Equalization_keeps_the_function_of_networks_with_swish()
    {
        ModelGraph graph = ChannelImbalance.Apply(TinyNetworks.MobileNetV3(4), 100, 4);
        AssertSame(graph, (copy, statistics, sensitivities) => Assert.AreNotEqual(0, Equalizer.Run(copy, statistics, sensitivities)));
    }

    [TestMethod]
    public void Equalization_keeps_channels_below_the_bound_of_relu6()
    {
        var sketch = new GraphSketch(5, 1, 12, 10, 3);
        sketch.Conv(8, 3, 2, Clamp.Relu6);
        foreach (int channel in new[] { 0, 3, 5 })
        {
            Scale(sketch.Graph.Operators[0], channel, 0.01f);
        }

        sketch.Depthwise(3, 1, Clamp.Relu6);
        sketch.Conv(6, 1, 1);
        AssertSame(sketch.Done(), (copy, statistics, sensitivities) => Assert.AreNotEqual(0, Equalizer.Run(copy, statistics, sensitivities)));
    }

    [TestMethod]
    public void Equalization_goes_through_prelu_pools_padding_and_constant_offsets()
    {
        var sketch = new GraphSketch(6, 1, 12, 12, 3);
        sketch.Conv(8, 3, 1);
        sketch.Add(OperatorKind.PRelu, sketch.Last.Shape, null, sketch.Last, sketch.Constant("slope", sketch.Values(8, 0.4), 1, 1, 8));
        sketch.Add(OperatorKind.MaxPool, [1, 6, 6, 8], new PoolAttributes(2, 2, 2, 2, Padding.None), sketch.Last);
        sketch.Add(OperatorKind.Pad, [1, 8, 8, 8], new PadAttributes([0, 1, 1, 0], [0, 1, 1, 0], 0, null), sketch.Last);
        sketch.Add(OperatorKind.Add, [1, 8, 8, 8], new ArithmeticAttributes(), sketch.Last, sketch.Constant("offset", sketch.Values(8, 1), 1, 1, 1, 8));
        sketch.Depthwise(3, 1, Clamp.Relu);
        sketch.Mean();
        sketch.FullyConnected(5);
        ModelGraph graph = ChannelImbalance.Apply(sketch.Done(), 100, 6);
        AssertSame(graph, (copy, statistics, sensitivities) => Assert.AreNotEqual(0, Equalizer.Run(copy, statistics, sensitivities)));
    }

    [TestMethod]
    public void Unbalanced_networks_compute_the_same_as_before()
    {
        ModelGraph graph = TinyNetworks.SqueezedRelu(7);
        AssertSame(graph, ChannelImbalance.Apply(graph, 100, 7), TinyNetworks.Samples(graph, 16, 8));
    }

    [TestMethod]
    public void Dead_channels_are_cleared_without_a_change_of_the_output()
    {
        ModelGraph graph = TinyNetworks.SqueezedRelu(8);
        graph.Operators[0].Inputs[2].Floats[2] = -100; // ReLU never lets this channel through
        AssertSame(graph, (copy, statistics, _) =>
        {
            Assert.IsGreaterThanOrEqualTo(1, DeadChannels.Remove(copy, statistics, 64));
            Assert.IsTrue(copy.Operators[0].Inputs[1].Floats.AsSpan(2 * 27, 27).ToArray().All(weight => weight == 0));
        });
    }

    [TestMethod]
    public void Dead_channels_that_take_over_others_do_not_change_the_output()
    {
        var sketch = new GraphSketch(12, 1, 12, 10, 3);
        sketch.Conv(8, 3, 2, Clamp.Relu);
        sketch.Depthwise(3, 1, Clamp.Relu);
        sketch.Conv(6, 1, 1);
        ModelGraph graph = sketch.Done();
        float[] bias = graph.Operators[0].Inputs[2].Floats;
        (bias[1], bias[4], bias[6]) = (-100, -100, -100);
        float[] depthwise = graph.Operators[1].Inputs[2].Floats;
        (depthwise[1], depthwise[4], depthwise[6]) = (-1, 0.7f, 0.2f); // the last two are constants, not zero
        AssertSame(graph, (copy, statistics, sensitivities) =>
        {
            DeadChannels.Remove(copy, statistics, 64);
            int copies = DeadChannelReuse.Run(copy, statistics, sensitivities, 64);
            Assert.IsGreaterThanOrEqualTo(3, copies);
            Assert.IsTrue(copy.Operators[0].Inputs[1].Floats.AsSpan(27, 27).ToArray().Any(weight => weight != 0));
        });
    }

    [TestMethod]
    public void Copies_in_dead_channels_lower_the_noise()
    {
        ModelGraph graph = TinyNetworks.SqueezedRelu(21);
        (float[] bias, float[] expanded) = (graph.Operators[0].Inputs[2].Floats, graph.Operators[1].Inputs[2].Floats);
        (bias[0], bias[3], expanded[2]) = (-100, -100, -100);
        CalibrationSet samples = TinyNetworks.Samples(graph, 64, 11);
        var plain = QuantizationWorkspace.Plain(graph, samples, 1, 2, null);
        ModelGraph copy = GraphCopy.Of(plain.Graph, out Dictionary<Tensor, Tensor> copies);
        int made = DeadChannelReuse.Run(copy, plain.Statistics.ToDictionary(pair => copies[pair.Key], pair => pair.Value),
            plain.Sensitivities.ToDictionary(pair => copies[pair.Key], pair => pair.Value), 64);
        Assert.IsGreaterThanOrEqualTo(2, made);
        var reused = QuantizationWorkspace.Plain(copy, samples, 1, 2, null);
        var error = new OutputError(graph, TinyNetworks.Samples(graph, 64, 12), 2);
        Assert.IsLessThan(Noise(plain), Noise(reused));
        double Noise(QuantizationWorkspace workspace) =>
            error.Measure(workspace.WithFloatWeights(workspace.Build(workspace.Ranges(QuantizationRecipe.Naive)))).Sum();
    }

    [TestMethod]
    public void Channels_that_seem_dead_on_a_few_samples_stay()
    {
        ModelGraph graph = QuantizationPreparation.Run(TinyNetworks.SqueezedRelu(8));
        graph.Operators[0].Inputs[2].Floats[2] = -100;
        Assert.AreEqual(0, DeadChannels.Remove(graph, StatisticsCollector.Collect(graph, TinyNetworks.Samples(graph, 20, 1), 1), 20));
    }

    [TestMethod]
    public void Bias_absorption_narrows_ranges_without_a_change_of_the_output()
    {
        var sketch = new GraphSketch(9, 1, 8, 8, 3);
        sketch.Conv(6, 3, 1);
        sketch.Graph.Operators[0].Inputs[2].Floats[1] = 40;
        sketch.Graph.Operators[0].Inputs[2].Floats[4] = -30;
        sketch.Conv(6, 1, 1, Clamp.Relu);
        sketch.Graph.Operators[1].Inputs[2].Floats[3] = 60;
        sketch.Conv(4, 1, 1);
        ModelGraph graph = sketch.Done();
        AssertSame(graph, (copy, statistics, _) =>
        {
            float before = statistics[copy.Operators[0].Output].Range.Max;
            Assert.AreEqual(2, BiasAbsorption.Run(copy, statistics));
            Assert.IsLessThan(before / 2, statistics[copy.Operators[0].Output].Range.Max);
        });
    }

    [TestMethod]
    public void Bias_is_not_absorbed_by_a_layer_that_pads()
    {
        var sketch = new GraphSketch(9, 1, 8, 8, 3);
        sketch.Conv(6, 3, 1);
        sketch.Graph.Operators[0].Inputs[2].Floats[1] = 40;
        sketch.Depthwise(3, 1);
        ModelGraph graph = QuantizationPreparation.Run(sketch.Done());
        Assert.AreEqual(0, BiasAbsorption.Run(graph, StatisticsCollector.Collect(graph, TinyNetworks.Samples(graph, 20, 1), 1)));
    }

    private static void AssertSame(ModelGraph graph, Action<ModelGraph, Dictionary<Tensor, ActivationStatistics>, Dictionary<Tensor, double[]>> change)
    {
        ModelGraph copy = QuantizationPreparation.Run(graph);
        CalibrationSet samples = TinyNetworks.Samples(graph, 64, 11);
        Dictionary<Tensor, ActivationStatistics> statistics = StatisticsCollector.Collect(copy, samples, 2);
        Dictionary<Tensor, double[]> sensitivities = SensitivityAnalysis.Measure(copy, OutputError.TargetOf(copy, copy.Outputs[0]), samples, 1, 2);
        change(copy, statistics, sensitivities);
        AssertSame(graph, copy, samples);
    }

    private static void AssertSame(ModelGraph graph, ModelGraph changed, CalibrationSet samples)
    {
        string target = OutputError.TargetOf(graph, graph.Outputs[0]).Name;
        using var before = new FloatReference(graph, FloatReference.Activations(graph).Where(tensor => tensor.Name == target));
        using var after = new FloatReference(changed, FloatReference.Activations(changed).Where(tensor => tensor.Name == target));
        for (int i = 0; i < samples.Count; i++)
        {
            float[] expected = before.Run(samples.Sample(i), target);
            float[] actual = after.Run(samples.Sample(i), target);
            float scale = Math.Max(1, expected.Max(Math.Abs));
            for (int c = 0; c < expected.Length; c++)
            {
                Assert.AreEqual(expected[c], actual[c], Tolerance * scale, $"sample {i} element {c}");
            }
        }
    }

    private static void Scale(Operator op, int channel, float factor)
    {
        float[] weights = op.Inputs[1].Floats;
        int taps = weights.Length / op.Inputs[2].ElementCount;
        for (int i = 0; i < taps; i++)
        {
            weights[(channel * taps) + i] *= factor;
        }

        op.Inputs[2].Floats[channel] *= factor;
    }
}
