using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Edge.ModelTools.Commands;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Scheduling;
using Edge.Tests.Desktop.Inspection;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Scheduling;

[TestClass]
public class ParetoFrontTests
{
    [TestMethod]
    public void More_memory_costs_less_and_every_point_keeps_its_budget()
    {
        ScheduledProgram taken = ScheduledNetwork.Schedule(null);
        List<ParetoPoint> points = Compute(taken, null);
        Assert.IsGreaterThan(1, points.Count);
        Assert.AreSame(taken, points[0].Scheduled);
        Assert.IsTrue(points.TrueForAll(point => point.Scheduled.PeakSramBytes <= point.BudgetBytes));
        for (int i = 1; i < points.Count; i++)
        {
            Assert.IsGreaterThan(points[i - 1].Scheduled.PeakSramBytes, points[i].Scheduled.PeakSramBytes);
            Assert.IsLessThan(points[i - 1].Scheduled.Cost, points[i].Scheduled.Cost);
        }
    }

    [TestMethod]
    public void Table_marks_the_point_that_was_taken()
    {
        const int Budget = 64 * 1024;
        ScheduledProgram taken = ScheduledNetwork.Schedule(Budget);
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        ParetoTable.Print(Compute(taken, Budget), ScheduledNetwork.Program.Macs, NfTools.Load().Find("esp32c3"), writer);
        string marked = writer.ToString().Split('\n').Single(line => line.Contains("<== taken", System.StringComparison.Ordinal));
        Assert.Contains($" {Budget} ", marked);
        Assert.Contains($" {taken.PeakSramBytes} ", marked);
        Assert.Contains("ms on esp32c3", writer.ToString());
        double counted = ModelTools.Profiling.ModelProfiler.Profile("sample", ModelTools.Blob.BlobWriter.Write(taken.Schedule), "packed").Weighted;
        Assert.Contains((counted / 1e6).ToString("0.0", CultureInfo.InvariantCulture), marked, "the instructions are counted");
    }

    [TestMethod]
    public void The_knee_is_the_point_furthest_below_the_line_between_the_ends()
    {
        Assert.AreEqual(1, ParetoTable.Knee([(10, 100), (20, 20), (40, 15), (80, 10)]));
        Assert.AreEqual(2, ParetoTable.Knee([(10, 100), (11, 95), (12, 20), (80, 10)]));
        Assert.AreEqual(-1, ParetoTable.Knee([(10, 100), (20, 10)]), "two points have no knee");
        Assert.AreEqual(-1, ParetoTable.Knee([(10, 100), (20, 90), (40, 10)]), "nor have points above the line");
    }

    private static List<ParetoPoint> Compute(ScheduledProgram taken, int? budget)
    {
        const int Window = OperatorScheduler.DefaultWindowBytes;
        var scheduler = new RowFusedScheduler(ScheduledNetwork.Program, Window, SqueezeExciteMode.Spill);
        return ParetoFront.Compute(ScheduledNetwork.Program, Window, scheduler, taken, budget);
    }
}
