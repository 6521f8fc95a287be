using Edge.ModelTools.Blob;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Lowering;

/// <summary>What the device's softmax cannot sum is refused when the model is converted, not when the blob is loaded.</summary>
[TestClass]
public sealed class SoftmaxLoweringTests
{
    [TestMethod]
    public void More_classes_than_the_sum_has_room_for_are_refused_at_lowering()
    {
        DiagnosticAssert.Throws(DiagnosticId.UnsupportedShape, () => Lower(SoftmaxLowering.MaxClasses + 1), "scores", "4097", "4096", "without its last softmax");
    }

    [TestMethod]
    public void As_many_classes_as_the_sum_has_room_for_load()
    {
        byte[] blob = BlobWriter.Write(OperatorScheduler.Build(Lower(SoftmaxLowering.MaxClasses)));
        Int8Model model = Int8Model.Load(new MemoryWeightSource(blob), new ReferenceKernels());
        Assert.AreEqual(SoftmaxLowering.MaxClasses, model.GetOutput(0).Length);
    }

    private static DeviceProgram Lower(int classes)
    {
        int[] shape = [1, 1, 1, classes];
        var input = new Tensor("logits", ElementType.Int8, shape) { Quantization = new QuantizationParameters(0.1f, 0) };
        var output = new Tensor("probabilities", ElementType.Int8, shape) { Quantization = new QuantizationParameters(1 / 256f, -128) };
        var graph = new ModelGraph("softmax");
        graph.Inputs.Add(input);
        graph.Outputs.Add(output);
        graph.SourceInputs.Add(new SourceInterface("logits", ElementType.Int8, shape, false));
        graph.SourceOutputs.Add(new SourceInterface("probabilities", ElementType.Int8, shape, false));
        graph.Operators.Add(new Operator(OperatorKind.Softmax, "scores", [input], [output], new SoftmaxAttributes()));
        return Lowerer.Lower(graph, new LoweringOptions(RoundingMode.Double, true));
    }
}
