using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Scheduling;

/// <summary>Scratch memory goes to kernels that use it: what one kernel cannot use is missing where another could.</summary>
[TestClass]
public sealed class KernelScratchTests
{
    private const int ZeroPoint = 128;

    [TestMethod]
    [DataRow(3, 8, false, DisplayName = "a first layer reads windows where they lie")]
    [DataRow(3, 4, true, DisplayName = "too few channels for the kernel of first layers")]
    [DataRow(16, 8, true, DisplayName = "a window over more channels")]
    [DataRow(16, 2, false, DisplayName = "too few channels for a pass")]
    public void Memory_for_windows_is_asked_for_where_they_are_copied(int channels, int outputs, bool isCopied)
    {
        var sketch = new ProgramSketch(8, 8, channels);
        Assert.AreEqual(isCopied, TakesWindows(sketch, outputs));
    }

    [TestMethod]
    [DataRow(RoundingMode.Single, false)]
    [DataRow(RoundingMode.Double, true)]
    public void A_first_layer_whose_results_may_lie_half_way_copies_windows(object rounding, bool isCopied)
    {
        var sketch = new ProgramSketch(8, 8, 3, (RoundingMode)rounding);
        Assert.AreEqual(isCopied, TakesWindows(sketch, 8));
    }

    /// <summary>Whether growing the scratch of a 3x3 convolution without an activation adds bytes, and not only longs.</summary>
    private static bool TakesWindows(ProgramSketch sketch, int outputs)
    {
        sketch.Output(sketch.Conv(sketch.Input, outputs, 3));
        sketch.Program.Operators[0].ResultZeroPoint = ZeroPoint;
        Schedule schedule = sketch.Cut(8);
        KernelScratch.Size(schedule);
        int least = schedule.ScratchBytes;
        KernelScratch.Grow(schedule, int.MaxValue);
        return schedule.ScratchBytes > least;
    }
}
