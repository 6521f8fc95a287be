using System;
using System.Linq;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Data;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Weights;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Lowering;

/// <summary>A transpose that is only averaged behind is left out where its order does not matter any more; bytes are the same.</summary>
[TestClass]
public sealed class MeanTransposesTests
{
    private const int Height = 3;
    private const int Width = 4;
    private const int Channels = 10;

    [TestMethod]
    [DataRow("0 3 1 2", "3 2", false)] // x.mean(3).mean(2) of channels first
    [DataRow("0 3 1 2", "3 2", true)]
    [DataRow("0 3 1 2", "2,3", true)]
    [DataRow("0 3 1 2", "2,3", false)]
    [DataRow("0 3 2 1", "2 2", false)]
    [DataRow("0 2 1 3", "1", false)] // one row is left, whatever it was before
    [DataRow("0 2 3 1", "1,2", true)]
    public void It_is_left_out(string permutation, string means, bool keeps) => Check(permutation, means, keeps, isLeftOut: true);

    [TestMethod]
    [DataRow("0 3 1 2", "3")] // channels, then rows: not the order of the input
    [DataRow("0 3 1 2", "2")]
    public void One_whose_order_is_seen_stays(string permutation, string means) => Check(permutation, means, false, isLeftOut: false);

    [TestMethod]
    public void One_whose_order_an_output_has_stays()
    {
        foreach (int op in new[] { 0, 1 })
        {
            ModelGraph graph = Graph([0, 3, 1, 2], [[3], [2]], false);
            Tensor seen = graph.Operators[op].Output;
            graph.Outputs.Add(seen);
            graph.SourceOutputs.Add(new SourceInterface(seen.Name, ElementType.Int8, seen.Shape, false));
            Assert.IsTrue(Lower(graph, true).Operators.Any(each => each.OpCode == OpCode.Transpose), seen.Name);
        }
    }

    private static void Check(string permutation, string means, bool keeps, bool isLeftOut)
    {
        ModelGraph graph = Graph(Numbers(permutation, ' '), [.. means.Split(' ').Select(axes => Numbers(axes, ','))], keeps);
        DeviceProgram fused = Lower(graph, true);
        Assert.AreEqual(isLeftOut, !fused.Operators.Any(op => op.OpCode == OpCode.Transpose));
        for (int seed = 0; seed < 20; seed++)
        {
            CollectionAssert.AreEqual(Run(Lower(graph, false), seed), Run(fused, seed));
        }
    }

    private static int[] Numbers(string text, char separator) => [.. text.Split(separator).Select(int.Parse)];

    private static ModelGraph Graph(int[] permutation, int[][] means, bool keeps)
    {
        var graph = new ModelGraph("means");
        Tensor last = Make("image", [1, Height, Width, Channels], 0.1f);
        graph.Inputs.Add(last);
        graph.SourceInputs.Add(new SourceInterface("image", ElementType.Int8, last.Shape, false));
        Add(OperatorKind.Transpose, [.. permutation.Select(axis => last.Shape[axis])], 0.1f, new TransposeAttributes(permutation));
        foreach (int[] axes in means)
        {
            int[] kept = [.. last.Shape.Select((size, axis) => axes.Contains(axis) ? 1 : size)];
            Add(OperatorKind.Mean, keeps ? kept : [.. last.Shape.Where((_, axis) => !axes.Contains(axis))], last == graph.Inputs[0] ? 0.1f : 0.07f, new MeanAttributes(axes, keeps));
        }

        graph.Outputs.Add(last);
        graph.SourceOutputs.Add(new SourceInterface(last.Name, ElementType.Int8, last.Shape, false));
        return graph;

        void Add(OperatorKind kind, int[] shape, float scale, OperatorAttributes attributes)
        {
            Tensor output = Make($"{kind}{graph.Operators.Count}", shape, scale);
            graph.Operators.Add(new Operator(kind, output.Name, [last], [output], attributes));
            last = output;
        }

        static Tensor Make(string name, int[] shape, float scale) => new(name, ElementType.Int8, shape) { Quantization = new QuantizationParameters(scale, 5) };
    }

    private static DeviceProgram Lower(ModelGraph graph, bool fuse) => Lowerer.Lower(graph, new LoweringOptions(RoundingMode.Double, true, fuse));

    private static sbyte[] Run(DeviceProgram program, int seed)
    {
        Int8Model model = Int8Model.Load(new MemoryWeightSource(BlobWriter.Write(OperatorScheduler.Build(program))), new PackedKernels());
        var random = new Random(seed);
        sbyte[] input = [.. Enumerable.Range(0, Height * Width * Channels).Select(_ => (sbyte)random.Next(-128, 128))];
        return ModelRunner.Run(model, input)[0];
    }
}
