using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Edge.ModelTools.Terminal;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Terminal;

/// <summary>Progress never decides over the work and never runs backwards.</summary>
[TestClass]
public sealed class ProgressDisplayTests
{
    [TestMethod]
    [DataRow(20)]
    [DataRow(40)]
    [DataRow(80)]
    [DataRow(200)]
    public void Hostile_reports_neither_end_the_work_nor_run_backwards(int width)
    {
        var writer = new StringWriter();
        var clock = new SteppedClock();
        var display = new ProgressDisplay(writer, () => width, false, clock);
        Assert.AreEqual(HostileWork.Answer, ProgressReporter.Run(report => HostileWork.Run(report, clock), display));
        Assert.IsGreaterThan(20, TerminalTranscript.RequireSteady(writer.ToString(), width));
        Assert.DoesNotContain("\u001b", writer.ToString());
    }

    [TestMethod]
    public void Share_never_falls_whatever_is_reported()
    {
        var random = new Random(7);
        var clock = new SteppedClock();
        var phase = new ProgressPhase("work", clock);
        double last = 0;
        string title = phase.Title;
        for (int i = 0; i < 10_000; i++)
        {
            phase.Report((random.NextDouble() * 3) - 1);
            clock.Advance(random.NextDouble());
            Assert.IsTrue(phase.Share >= last || phase.Title != title, $"report {i}");
            Assert.IsTrue(phase.RemainingSeconds is null or (>= 0 and <= 360_000));
            last = phase.Share;
            title = phase.Title;
        }
    }

    [TestMethod]
    public void Phase_of_the_same_name_begins_anew_with_a_number()
    {
        var phase = new ProgressPhase("work", new SteppedClock());
        phase.Report(0.9);
        phase.Report(0.1);
        Assert.AreEqual(0.9, phase.Share);
        phase.Report(1);
        phase.Report(0.999);
        Assert.AreEqual(1.0, phase.Share);
        Assert.AreEqual("work", phase.Title);
        phase.Report(0.1);
        Assert.AreEqual(0.1, phase.Share);
        Assert.AreEqual("work (2)", phase.Title);
    }

    [TestMethod]
    public void Time_that_remains_is_said_once_it_can_be_known()
    {
        var clock = new SteppedClock();
        var phase = new ProgressPhase("work", clock);
        clock.Advance(10);
        Assert.IsNull(phase.RemainingSeconds);
        phase.Report(0.25);
        Assert.AreEqual(30.0, phase.RemainingSeconds!.Value, 1e-9);
        Assert.AreEqual("work  [##########------------------------------]   25 %  30 s left", ProgressDisplay.Line(phase, 80));
        Assert.AreEqual(" 25 %".Trim(), ProgressDisplay.Line(phase, 15));
        clock.Advance(990);
        Assert.EndsWith("50 min left", ProgressDisplay.Line(phase, 80));
        clock.Advance(1e6);
        Assert.EndsWith("25 %", ProgressDisplay.Line(phase, 80));
    }

    [TestMethod]
    public void Terminal_that_fails_does_not_end_the_work()
    {
        var display = new ProgressDisplay(new ClosedWriter(), () => throw new IOException("no size"), false, new SteppedClock());
        Assert.AreEqual(7, ProgressReporter.Run(report =>
        {
            report("work", 0.5);
            report("work", 1);
            return 7;
        }, display));
    }

    [TestMethod]
    public void What_the_work_throws_comes_through_and_the_line_is_cleared()
    {
        var writer = new StringWriter();
        var display = new ProgressDisplay(writer, () => 80, false, new SteppedClock());
        Assert.ThrowsExactly<InvalidOperationException>(() => ProgressReporter.Run<int>(report =>
        {
            report("work", 0.5);
            throw new InvalidOperationException("the work's own");
        }, display));
        Assert.AreEqual(1, TerminalTranscript.RequireSteady(writer.ToString(), 80));
    }

    [TestMethod]
    public void Work_may_report_from_many_threads_and_run_within_other_work()
    {
        var writer = new StringWriter();
        var clock = new SteppedClock();
        int sum = ProgressReporter.Run(report =>
        {
            Parallel.For(0, 1000, i => report($"part {i % 3}", i / 1000.0));
            return ProgressReporter.Run(inner =>
            {
                inner("inner", 1);
                return 3;
            }, new ProgressDisplay(writer, () => 80, false, clock));
        }, new ProgressDisplay(writer, () => 80, false, clock));
        Assert.AreEqual(3, sum);
    }

    [TestMethod]
    public void Dumb_terminal_gets_a_line_for_each_phase()
    {
        var writer = new StringWriter { NewLine = "\n" };
        var clock = new SteppedClock();
        ProgressReporter.Run(report => HostileWork.Run(report, clock), new ProgressDisplay(writer, () => 80, true, clock));
        string[] lines = writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.AreEqual(lines.Distinct().Count(), lines.Length);
        Assert.AreEqual("aged ...", lines[0]);
        Assert.DoesNotContain("\r", writer.ToString());
    }

    private sealed class ClosedWriter : StringWriter
    {
        public override void Write(string? value) => throw new IOException("the terminal is gone");

        public override void Write(char value) => throw new IOException("the terminal is gone");
    }
}
