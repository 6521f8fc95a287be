using System;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8;
using Edge.Tests.Desktop.Inspection;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Scheduling;

/// <summary>Schedules chosen for firmware with native kernels.</summary>
[TestClass]
public sealed class NativeScheduleTests
{
    private const int Budget = 20 * 1024;

    [TestMethod]
    public void Schedule_for_native_kernels_keeps_the_budget_and_the_bytes()
    {
        ScheduledBlob native = Build(true);
        Assert.IsLessThanOrEqualTo(Budget, native.PeakSramBytes);
        Int8Model model = BlobFile.Load("native", native.Blob, KernelSets.Create("packed"));
        Int8Model usual = BlobFile.Load("packed", Build(false).Blob, KernelSets.Create("reference"));
        var input = new sbyte[model.Input.Length];
        new Random(4).NextBytes((byte[])(object)input);
        CollectionAssert.AreEqual(ModelRunner.Run(usual, input)[0], ModelRunner.Run(model, input)[0]);
    }

    [TestMethod]
    public void Weights_are_read_no_more_often_where_products_are_cheap()
    {
        // Reading costs what it always does, products a twentieth: whatever saves reads wins.
        Assert.IsLessThanOrEqualTo(Build(false).WeightBytesRead, Build(true).WeightBytesRead);
    }

    [TestMethod]
    public void Groups_are_fewer_where_beginning_one_is_a_part_of_the_cost()
    {
        Assert.IsLessThan(Groups(Build(false)), Groups(Build(true)));

        static int Groups(ScheduledBlob scheduled) => BlobFile.Load("groups", scheduled.Blob, KernelSets.Create("reference")).Log.GroupCount;
    }

    private static ScheduledBlob Build(bool isForNativeKernels)
    {
        var scheduler = new RowFusedScheduler(ScheduledNetwork.Program, OperatorScheduler.DefaultWindowBytes, SqueezeExciteMode.Auto) { IsForNativeKernels = isForNativeKernels };
        return ScheduledBlob.Write(scheduler.Build(Budget));
    }
}
