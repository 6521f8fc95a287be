using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Quantization;

namespace Edge.Tests.Desktop.Quantization;

/// <summary>Small networks of the families Edge is for, and samples to feed them.</summary>
internal static class TinyNetworks
{
    /// <summary>MobileNetV3: hard-swish and ReLU blocks, squeeze-excite, softmax.</summary>
    public static ModelGraph MobileNetV3(int seed)
    {
        var sketch = new GraphSketch(seed, 1, 12, 10, 3);
        sketch.Conv(8, 3, 2);
        sketch.Unary(UnaryFunction.HardSwish);
        sketch.MbConv(16, 8, 1, null, 0);
        sketch.MbConv(24, 8, 1, UnaryFunction.HardSwish, 8);
        sketch.MbConv(24, 12, 2, UnaryFunction.Silu, 8);
        sketch.Conv(16, 1, 1);
        sketch.Unary(UnaryFunction.HardSwish);
        sketch.Mean();
        sketch.FullyConnected(5);
        sketch.Add(OperatorKind.Softmax, sketch.Last.Shape, new SoftmaxAttributes(), sketch.Last);
        return sketch.Done();
    }

    /// <summary>MobileNetV2 with ReLU and linear bottlenecks, logits.</summary>
    public static ModelGraph Relu(int seed)
    {
        var sketch = new GraphSketch(seed, 1, 12, 10, 3);
        sketch.Conv(8, 3, 2, Clamp.Relu);
        sketch.MbConv(16, 8, 1, null, 0);
        sketch.MbConv(24, 8, 1, null, 8);
        sketch.Conv(16, 1, 1, Clamp.Relu);
        sketch.Mean();
        sketch.FullyConnected(5);
        return sketch.Done();
    }

    /// <summary>ReLU blocks with squeeze-excite and residuals, logits.</summary>
    public static ModelGraph SqueezedRelu(int seed)
    {
        var sketch = new GraphSketch(seed, 1, 12, 10, 3);
        sketch.Conv(8, 3, 2, Clamp.Relu);
        sketch.MbConv(16, 8, 1, null, 4);
        sketch.MbConv(24, 8, 1, null, 8);
        sketch.MbConv(24, 12, 2, null, 8);
        sketch.Conv(16, 1, 1, Clamp.Relu);
        sketch.Mean();
        sketch.FullyConnected(5);
        return sketch.Done();
    }

    /// <summary>Random samples for the network's input, smooth enough not to be noise.</summary>
    public static CalibrationSet Samples(ModelGraph graph, int count, int seed)
    {
        var random = new Random(seed);
        var samples = new List<float[]>();
        for (int i = 0; i < count; i++)
        {
            double phase = random.NextDouble() * 6;
            double slope = random.NextDouble();
            samples.Add([.. Enumerable.Range(0, graph.Inputs[0].ElementCount).Select(index => (float)((Math.Sin(phase + (slope * index)) * 0.7) + ((random.NextDouble() - 0.5) * 0.6)))]);
        }

        return CalibrationSet.From("random samples", samples);
    }
}
