using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Reporting;
using Edge.Tests.Desktop.Quantization;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Reporting;

/// <summary>Largest weights by channel.</summary>
[TestClass]
public sealed class WeightChannelsTests
{
    [TestMethod]
    public void Each_layer_has_the_largest_magnitude_of_each_channel()
    {
        ModelGraph graph = TinyNetworks.Relu(3);
        List<WeightChannels> layers = WeightChannels.Of(graph, null);
        Assert.AreEqual(graph.Operators.Count(op => op.Kind is OperatorKind.Conv2D or OperatorKind.DepthwiseConv2D or OperatorKind.FullyConnected), layers.Count);
        Operator first = graph.Operators.First(op => op.Kind == OperatorKind.Conv2D);
        float[] weights = first.Inputs[1].Floats; // [O, kh, kw, I]
        int taps = weights.Length / first.Inputs[1].Shape[0];
        double expected = weights.Skip(2 * taps).Take(taps).Max(Math.Abs);
        Assert.AreEqual(expected, layers[0].Source[2], 1e-12);
        Assert.IsNull(layers[0].Equalized);

        Operator depthwise = graph.Operators.First(op => op.Kind == OperatorKind.DepthwiseConv2D);
        int channels = depthwise.Inputs[1].Shape[3]; // [1, kh, kw, C]
        double largest = depthwise.Inputs[1].Floats.Where((_, i) => i % channels == 1).Max(Math.Abs);
        Assert.AreEqual(largest, layers.Single(layer => layer.Name == depthwise.Output.Name).Source[1], 1e-12);
    }

    [TestMethod]
    public void Rescaled_layers_are_shown_beside_the_source_and_others_are_not()
    {
        ModelGraph source = TinyNetworks.Relu(3);
        ModelGraph prepared = TinyNetworks.Relu(3);
        float[] weights = prepared.Operators.First(op => op.Kind == OperatorKind.Conv2D).Inputs[1].Floats;
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] *= 2;
        }

        List<WeightChannels> layers = WeightChannels.Of(source, prepared);
        Assert.AreEqual(2 * layers[0].Source[0], layers[0].Equalized![0], 1e-6);
        Assert.IsTrue(layers.Skip(1).All(layer => layer.Equalized is null));
    }
}
