using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Quantization;
using Edge.Tests.Desktop.Graph;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Quantization;

[TestClass]
public class FloatReferenceTests
{
    [TestMethod]
    [DynamicData(nameof(Operators))]
    public void Every_operator_and_every_tensor_agrees_with_plain_loops(string name)
    {
        ModelGraph graph = s_cases[name]();
        CalibrationSet samples = TinyNetworks.Samples(graph, 3, 5);
        Tensor[] tensors = [.. FloatReference.Activations(graph)];
        using var reference = new FloatReference(graph, tensors);
        float[][] batch = reference.Run(samples.Batch(0, 3), 3, [.. tensors.Select(tensor => tensor.Name)]);
        for (int sample = 0; sample < 3; sample++)
        {
            Dictionary<Tensor, float[]> expected = FloatInterpreter.Run(graph, samples.Sample(sample));
            for (int t = 0; t < tensors.Length; t++)
            {
                int length = tensors[t].ElementCount;
                Assert.HasCount(3 * length, batch[t]);
                for (int i = 0; i < length; i++)
                {
                    Assert.AreEqual(expected[tensors[t]][i], batch[t][(sample * length) + i], 2e-5f, $"{tensors[t]} sample {sample} element {i}");
                }
            }
        }
    }

    [TestMethod]
    public void A_batch_gives_the_bits_of_single_runs()
    {
        ModelGraph graph = TinyNetworks.MobileNetV3(1);
        CalibrationSet samples = TinyNetworks.Samples(graph, 4, 5);
        using var reference = new FloatReference(graph);
        float[] batch = reference.Run(samples.Batch(0, 4), 4, [graph.Outputs[0].Name])[0];
        float[] singles = [.. Enumerable.Range(0, 4).SelectMany(i => reference.Run(samples.Sample(i), graph.Outputs[0].Name))];
        CollectionAssert.AreEqual(singles, batch);
    }

    private static readonly Dictionary<string, Func<ModelGraph>> s_cases = new()
    {
        ["MobileNetV3"] = () => TinyNetworks.MobileNetV3(1),
        ["MobileNetV2"] = () => TinyNetworks.Relu(2),
        ["grouped conv, uneven padding"] = () => Sketch([1, 7, 6, 4], s => s.Conv(8, 3, 2, Clamp.Relu6, new Padding(0, 1, 2, 1), 2)),
        ["depthwise with multiplier"] = () => Sketch([1, 6, 5, 3], s => s.Depthwise(5, 2, null, 2)),
        ["fully connected over an image"] = () => Sketch([1, 3, 4, 5], s => s.FullyConnected(7, Clamp.Relu)),
        ["max pool"] = () => Sketch([1, 7, 6, 3], s => s.Add(OperatorKind.MaxPool, [1, 4, 3, 3], new PoolAttributes(3, 2, 2, 2, new Padding(1, 0, 1, 0)), s.Last)),
        ["average pool of valid taps"] = () => Sketch([1, 7, 6, 3], s => s.Add(OperatorKind.AveragePool, [1, 4, 3, 3], new PoolAttributes(3, 2, 2, 2, new Padding(1, 0, 1, 0)), s.Last)),
        ["average pool counting padding"] = () => Sketch([1, 7, 6, 3], s => s.Add(OperatorKind.AveragePool, [1, 4, 3, 3], new PoolAttributes(3, 2, 2, 2, new Padding(1, 0, 1, 0), null, true), s.Last)),
        ["mean over channels"] = () => Sketch([1, 3, 4, 5], s => s.Add(OperatorKind.Mean, [1, 3, 4], new MeanAttributes([3], false), s.Last)),
        ["mean over height"] = () => Sketch([1, 3, 4, 5], s => s.Add(OperatorKind.Mean, [1, 1, 4, 5], new MeanAttributes([1], true), s.Last)),
        ["mean to a vector"] = () => Sketch([1, 3, 4, 5], s => s.Add(OperatorKind.Mean, [1, 5], new MeanAttributes([1, 2], false), s.Last)),
        ["pad"] = () => Sketch([1, 3, 4, 2], s => s.Add(OperatorKind.Pad, [1, 5, 7, 3], new PadAttributes([0, 1, 0, 0], [0, 1, 3, 1], 0.5f), s.Last)),
        ["transpose"] = () => Sketch([1, 3, 4, 2], s => s.Add(OperatorKind.Transpose, [1, 2, 3, 4], new TransposeAttributes([0, 3, 1, 2]), s.Last)),
        ["reshape to a vector and back"] = () => Sketch([1, 3, 4, 2], s =>
        {
            s.Add(OperatorKind.Reshape, [1, 24], null, s.Last);
            s.Add(OperatorKind.Reshape, [1, 4, 2, 3], null, s.Last);
        }),
        ["concat"] = () => Sketch([1, 3, 4, 2], s => s.Add(OperatorKind.Concat, [1, 3, 4, 5], new ConcatAttributes(3), s.Last, s.Conv(3, 1, 1))),
        ["resize"] = () => Sketch([1, 3, 4, 2], s => s.Add(OperatorKind.ResizeNearest, [1, 6, 8, 2], new ResizeAttributes(false, true), s.Last)),
        ["resize aligned"] = () => Sketch([1, 3, 4, 2], s => s.Add(OperatorKind.ResizeNearest, [1, 7, 9, 2], new ResizeAttributes(true, false), s.Last)),
        ["scale and shift"] = () => Sketch([1, 3, 4, 2], s => s.Add(OperatorKind.ScaleShift, s.Last.Shape, null, s.Last, s.Constant("scale", s.Values(2, 2), 2), s.Constant("shift", s.Values(2, 2), 2))),
        ["PReLU"] = () => Sketch([1, 3, 4, 2], s => s.Add(OperatorKind.PRelu, s.Last.Shape, null, s.Last, s.Constant("slope", [0.3f, -0.2f], 1, 1, 2))),
        ["subtract a row"] = () => Sketch([1, 3, 4, 2], s => s.Add(OperatorKind.Sub, s.Last.Shape, new ArithmeticAttributes(Clamp.Relu), s.Last, s.Constant("row", s.Values(8, 1), 4, 2))),
        ["gate without its spatial dimensions"] = () => Sketch([1, 3, 4, 2], s =>
        {
            Tensor x = s.Last;
            s.Add(OperatorKind.Mean, [1, 2], new MeanAttributes([1, 2], false), x);
            s.Add(OperatorKind.Mul, x.Shape, new ArithmeticAttributes(), x, s.Last);
        }),
        ["unary functions"] = () => Sketch([1, 4, 4, 3], s =>
        {
            Tensor x = s.Conv(3, 1, 1);
            foreach (UnaryFunction function in Enum.GetValues<UnaryFunction>().Except([UnaryFunction.Log, UnaryFunction.Power])) // of positive numbers only
            {
                s.Last = x;
                s.Unary(function, function == UnaryFunction.Clip ? -0.3f : 0.2f, 0.5f);
            }
        }),
    };

    public static IEnumerable<object[]> Operators => s_cases.Keys.Select(name => new object[] { name });

    private static ModelGraph Sketch(int[] shape, Action<GraphSketch> build)
    {
        var sketch = new GraphSketch(3, shape);
        build(sketch);
        return sketch.Done();
    }
}
