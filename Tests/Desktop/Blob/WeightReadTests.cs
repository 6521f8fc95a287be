using Edge.ModelTools.Blob;
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
    /// <summary>A resize reads its maps in one piece, and so ends with what it begins with: the next inference must not take them from the window.</summary>
    [TestMethod]
    public void Every_inference_reads_the_same_bytes()
    {
        var input = new DeviceTensor("input", 2, 2, 1, 0.05f, 128);
        var program = new DeviceProgram("resize", RoundingMode.Single, input) { SourceInput = new SourceInterface("input", ElementType.Int8, [1, 2, 2, 1], false) };
        var resize = new DeviceOperator(OpCode.Resize, "resize", [input], new DeviceTensor("resized", 4, 4, 1, 0.05f, 128)) { IndexMaps = [0, 0, 1, 1, 0, 0, 1, 1] };
        program.Operators.Add(resize);
        program.Outputs.Add(resize.Output);
        program.SourceOutputs.Add(new SourceInterface("resized", ElementType.Int8, [1, 4, 4, 1], false));
        program.Number();
        byte[] blob = BlobWriter.Write(new RowFusedScheduler(program, OperatorScheduler.DefaultWindowBytes, SqueezeExciteMode.Spill).BuildSmallest().Schedule);
        Int8Model model = BlobFile.Load("resize", blob, new PackedKernels());
        for (int run = 0; run < 3; run++)
        {
            ModelRunner.RunZero(model);
            Assert.AreEqual(2L * resize.IndexMaps.Length, (long)model.Log.TotalWeightBytes, $"inference {run}");
        }
    }
}
