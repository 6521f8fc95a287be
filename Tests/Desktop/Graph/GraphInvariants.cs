using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Graph;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Graph;

/// <summary>What holds for every graph, after a reader and after each pass.</summary>
internal static class GraphInvariants
{
    /// <summary>Checks order, names, and the sizes that follow from attributes and weights.</summary>
    public static void Check(ModelGraph graph)
    {
        Assert.HasCount(1, graph.Inputs);
        Assert.IsNotEmpty(graph.Outputs);
        Assert.HasCount(graph.Inputs.Count, graph.SourceInputs);
        Assert.HasCount(graph.Outputs.Count, graph.SourceOutputs);
        var written = new HashSet<Tensor>(graph.Inputs);
        var tensors = new HashSet<Tensor>(graph.Inputs);
        foreach (Operator op in graph.Operators)
        {
            Assert.HasCount(1, op.Outputs);
            foreach (Tensor input in op.Inputs)
            {
                Assert.IsTrue(input.IsConstant || written.Contains(input), $"{op} reads {input} before it is written");
                tensors.Add(input);
            }

            Assert.IsTrue(written.Add(op.Output), $"{op.Output} is written twice");
            tensors.Add(op.Output);
            CheckWindow(op);
        }

        foreach (Tensor output in graph.Outputs)
        {
            Assert.Contains(output, written);
        }

        foreach (Tensor tensor in tensors)
        {
            Assert.IsTrue(tensor.Shape.All(dimension => dimension >= 1), tensor.ToString());
            Assert.IsTrue(tensor.Data is null || tensor.Data.Length == tensor.ElementCount, tensor.ToString());
        }

        Assert.AreEqual(tensors.Count, tensors.Select(tensor => tensor.Name).Distinct(StringComparer.Ordinal).Count(), "tensor names repeat");
        Assert.AreEqual(graph.Operators.Count, graph.Operators.Select(op => op.Name).Distinct(StringComparer.Ordinal).Count(), "operator names repeat");
    }

    private static void CheckWindow(Operator op)
    {
        int[] input = op.Inputs[0].Shape;
        switch (op.Attributes)
        {
            case ConvAttributes conv:
                int[] kernel = op.Inputs[1].Shape;
                CheckSize(op, 1, kernel[1], conv.StrideH, conv.Padding.Top + conv.Padding.Bottom);
                CheckSize(op, 2, kernel[2], conv.StrideW, conv.Padding.Left + conv.Padding.Right);
                Assert.AreEqual(op.Output.Shape[3], kernel[op.Kind == OperatorKind.Conv2D ? 0 : 3], op.ToString());
                Assert.AreEqual(op.Kind == OperatorKind.Conv2D ? input[3] / conv.Groups : 1, op.Kind == OperatorKind.Conv2D ? kernel[3] : kernel[0], op.ToString());
                Assert.IsTrue(op.Inputs.Count < 3 || op.Inputs[2].ElementCount == op.Output.Shape[3], op.ToString());
                break;
            case PoolAttributes pool:
                CheckSize(op, 1, pool.KernelH, pool.StrideH, pool.Padding.Top + pool.Padding.Bottom);
                CheckSize(op, 2, pool.KernelW, pool.StrideW, pool.Padding.Left + pool.Padding.Right);
                break;
        }
    }

    private static void CheckSize(Operator op, int axis, int kernel, int stride, int padding) =>
        Assert.AreEqual(((op.Inputs[0].Shape[axis] + padding - kernel) / stride) + 1, op.Output.Shape[axis], op.ToString());
}
