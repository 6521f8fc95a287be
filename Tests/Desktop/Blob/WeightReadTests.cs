using Edge.ModelTools.Data;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Blob;

/// <summary>What inferences read of the weights.</summary>
[TestClass]
public sealed class WeightReadTests
{
    /// <summary>A softmax reads one table, and so ends with what it begins with: the next inference must not take it from the last one.</summary>
    [TestMethod]
    public void Every_inference_reads_the_same_bytes()
    {
        var input = new DeviceTensor("input", 1, 1, 4, 0.05f, 128);
        var program = new DeviceProgram("softmax", RoundingMode.Single, input) { SourceInput = new SourceInterface("input", ElementType.Int8, [1, 4], false) };
        var softmax = new DeviceOperator(OpCode.Softmax, "softmax", [input], new DeviceTensor("softmax", 1, 1, 4, 1 / 256f, 0))
        {
            Exponentials = SoftmaxLowering.BuildExponentials(1, 0.05f),
        };
        program.Operators.Add(softmax);
        program.Outputs.Add(softmax.Output);
        program.SourceOutputs.Add(new SourceInterface("softmax", ElementType.Int8, [1, 4], false));
        program.Number();
        byte[] blob = new RowFusedScheduler(program, OperatorScheduler.DefaultWindowBytes, SqueezeExciteMode.Spill).BuildSmallest().Blob;
        Int8Model model = BlobFile.Load("softmax", blob, new PackedKernels());
        for (int run = 0; run < 3; run++)
        {
            ModelRunner.RunZero(model);
            Assert.AreEqual(4L * BlobFormat.TableEntries, (long)model.Log.TotalWeightBytes, $"inference {run}");
        }
    }
}
