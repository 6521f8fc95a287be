using System.Linq;
using Edge.Benchmarks.Networks;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Weights;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Scheduling;

/// <summary>A squeeze-excite block that is computed twice from the network's input, which need not be held for it.</summary>
[TestClass]
public sealed class InputAgainTests
{
    [TestMethod]
    public void The_first_block_is_computed_again_from_an_input_that_is_delivered_again()
    {
        DeviceProgram program = new RandomNetwork("gated", 24).Convolve(12, 3).Block(12, 4, 3, 2, squeezed: 4).Block(16, 4).Mean().Convolve(5).Finish();
        sbyte[] expected = SampleNetwork.Run(SampleNetwork.Load(BlobWriter.Write(OperatorScheduler.Build(program))), 3);
        ScheduledProgram held = new RowFusedScheduler(program, OperatorScheduler.DefaultWindowBytes, SqueezeExciteMode.Recompute).BuildSmallest();
        ScheduledBlob again = ScheduledBlob.Write(new RowFusedScheduler(program, OperatorScheduler.DefaultWindowBytes, SqueezeExciteMode.Recompute) { MaxStrips = 8 }.BuildSmallest());
        Assert.IsLessThan(held.PeakSramBytes, again.PeakSramBytes);
        foreach (string kernels in KernelSets.Names)
        {
            Int8Model model = Int8Model.Load(new MemoryWeightSource(again.Blob), KernelSets.Create(kernels));
            CollectionAssert.AreEqual(expected, SampleNetwork.Run(model, 3), kernels);
            Assert.AreEqual(2, model.InputPasses);
        }

        Assert.AreEqual(1, SampleNetwork.Load(BlobWriter.Write(held.Schedule)).InputPasses);
        Assert.AreEqual(again.PeakSramBytes, SampleNetwork.Load(again.Blob).PeakSramBytes);
        Assert.AreEqual(2, again.Schedule.Groups.Sum(group => group.Stages.Count(stage => stage.OpCode == Edge.Runtime.Int8.Blob.OpCode.Input)));
    }
}
