using System.Collections.Generic;
using System.Linq;
using Edge.Benchmarks.Networks;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Profiling;
using Edge.ModelTools.Scheduling;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Profiling;

/// <summary>Packed kernels cost less than the reference in small budgets too, where rows lie in rings that wrap and come a few at a time.</summary>
[TestClass]
public sealed class StreamedKernelTests
{
    // One and a half, two and a half times the smallest peak.
    private static readonly int[] s_percent = [100, 150, 240];

    [TestMethod]
    [DataRow("keywords_1d")]
    [DataRow("narrow_mbconv")]
    [DataRow("digits_3x3")]
    public void No_convolution_costs_more_than_the_reference(string network)
    {
        DeviceProgram program = BuiltNetwork.Program(network);
        var scheduler = new RowFusedScheduler(program, OperatorScheduler.DefaultWindowBytes, SqueezeExciteMode.Auto) { MaxMacRatio = 1.1, MaxStrips = RowFusedScheduler.MostStrips };
        int smallest = scheduler.BuildSmallest().PeakSramBytes;
        foreach (int percent in s_percent)
        {
            byte[] blob = ScheduledBlob.Write(scheduler.Build(smallest * percent / 100)).Blob;
            Dictionary<(int Group, int Id), double> reference = ModelProfiler.Profile(network, blob, "reference").Operators.ToDictionary(op => (op.Group, op.Id), op => op.Weighted);
            foreach (OperatorProfile op in ModelProfiler.Profile(network, blob, KernelSets.DeviceDefault).Operators.Where(op => op.Macs > 0))
            {
                Assert.IsLessThan(reference[(op.Group, op.Id)], op.Weighted, $"{network} in {percent} % of its smallest peak, group {op.Group}, {op.Kind} {op.Id}");
            }
        }
    }
}
