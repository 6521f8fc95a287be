using System.IO;
using System.Linq;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8.Blob;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Scheduling;

/// <summary>Bands of the buffers: as large as the memory allows, because kernels take the rows of a band together.</summary>
[TestClass]
public sealed class MemoryPlannerTests
{
    [TestMethod]
    [TestCategory("Shared")]
    public void Bands_that_all_lie_one_behind_the_other_are_one_band()
    {
        Schedule schedule = Plain();
        BufferPlan[] banded = [.. schedule.Groups.SelectMany(group => group.Buffers).Where(buffer => buffer.Bands.Count > 1)];
        Assert.IsGreaterThan(1, schedule.BankBytes.Count);
        foreach (BufferPlan buffer in banded)
        {
            int bytes = buffer.BandRows * buffer.Tensor.RowBytes;
            Assert.IsTrue(
                buffer.Bands.Skip(1).Where((band, previous) => band != buffer.Bands[previous].Next(bytes)).Any(),
                $"{buffer.Tensor.Name}: {string.Join(", ", buffer.Bands)}");
        }
    }

    [TestMethod]
    [TestCategory("Shared")]
    public void With_room_a_buffer_that_fits_an_array_is_one_band()
    {
        Schedule schedule = Plain();
        MemoryPlanner.Widen(schedule, 1024 * 1024);
        foreach (BufferPlan buffer in schedule.Groups.SelectMany(group => group.Buffers).Where(buffer => buffer.RingRows * buffer.Tensor.RowBytes <= BlobFormat.MaxArrayBytes))
        {
            Assert.HasCount(1, buffer.Bands, buffer.Tensor.Name);
        }
    }

    [TestMethod]
    [TestCategory("Shared")]
    public void Without_room_the_smallest_placement_stays()
    {
        Schedule schedule = Plain();
        int bytes = schedule.BankBytes.Sum();

        // Placed anew the kernels' scratch memory is the least again.
        MemoryPlanner.Place(schedule);
        MemoryPlanner.Widen(schedule, schedule.PeakSramBytes);
        Assert.AreEqual(bytes, schedule.BankBytes.Sum());
    }

    /// <summary>One group for each operator: rows of several banks.</summary>
    private static Schedule Plain()
    {
        return OperatorScheduler.Build(SampleNetwork.LowerInt8(Path.Combine(SharedFolder.Require(Path.Combine("golden", "te_vww")), "model.tflite")));
    }
}
