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
    }

    private static List<ParetoPoint> Compute(ScheduledProgram taken, int? budget)
    {
        return ParetoFront.Compute(ScheduledNetwork.Program, OperatorScheduler.DefaultWindowBytes, SqueezeExciteMode.Spill, taken, budget);
    }
}
