using System.Collections.Generic;
using Edge.ModelTools.Data;
using Edge.ModelTools.Graph;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Tflite;

/// <summary>What everything behind a reader takes for granted about a graph.</summary>
internal static class GraphInvariants
{
    public static void Check(ModelGraph graph)
    {
        Assert.HasCount(1, graph.Inputs);
        Assert.HasCount(1, graph.SourceInputs);
        Assert.IsNotEmpty(graph.Outputs);
        Assert.HasCount(graph.Outputs.Count, graph.SourceOutputs);
        Assert.IsNotEmpty(graph.Operators);
        var known = new HashSet<Tensor> { graph.Inputs[0] };
        var names = new HashSet<string> { graph.Inputs[0].Name };
        CheckTensor(graph.Inputs[0]);
        foreach (Operator op in graph.Operators)
        {
            foreach (Tensor input in op.Inputs)
            {
                Assert.IsTrue(input.IsConstant || known.Contains(input), $"{op.Location} reads {input} too early");
                CheckTensor(input);
            }

            Assert.HasCount(1, op.Outputs);
            Assert.IsTrue(known.Add(op.Output), $"{op.Location} writes {op.Output} again");
            Assert.IsTrue(names.Add(op.Output.Name), $"{op.Output.Name} is not unique");
            Assert.IsFalse(op.Output.IsConstant);
            Assert.AreEqual(graph.Inputs[0].Type, op.Output.Type, op.Location);
            CheckTensor(op.Output);
        }

        foreach (Tensor output in graph.Outputs)
        {
            Assert.IsNotNull(graph.ProducerOf(output), $"{output} is not computed");
        }
    }

    private static void CheckTensor(Tensor tensor)
    {
        long count = 1;
        foreach (int size in tensor.Shape)
        {
            Assert.IsGreaterThan(0, size);
            count = checked(count * size);
        }

        Assert.IsLessThanOrEqualTo(int.MaxValue, count);
        if (tensor.Data is not null)
        {
            Assert.AreEqual(count, tensor.Data.Length, tensor.Name);
        }

        if (tensor.Type == ElementType.Int8)
        {
            QuantizationParameters quantization = tensor.Quantization!;
            Assert.AreEqual(quantization.Scales.Length, quantization.ZeroPoints.Length);
            Assert.IsTrue(tensor.IsConstant || quantization.Axis < 0);
            foreach (float scale in quantization.Scales)
            {
                Assert.IsTrue(float.IsFinite(scale) && scale > 0);
            }
        }
    }
}
