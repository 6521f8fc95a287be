using System;
using Edge.ModelTools.Terminal;

namespace Edge.Tests.Desktop.Terminal;

/// <summary>
/// Work that reports what no work should: shares that fall, repeat, stand still, creep, are none, and phases of the same name.
/// The test assembly's entry point runs it under a pseudo-terminal.
/// </summary>
internal static class HostileWork
{
    /// <summary>Result of the work; also the process's exit code.</summary>
    public const int Answer = 42;

    // 0.1 * 3 is a hair above 0.3. Once the first report was older than the 30 s that the library keeps samples for, alternating
    // the two made a speed a hair below zero, and the time that remained overflowed: the process aborted.
    private const double AHairMore = 0.1 * 3;

    /// <summary>Runs the work with progress on the process's standard error.</summary>
    public static int RunOnTerminal()
    {
        Screen.Attach();
        if (!Screen.IsErrorTerminal)
        {
            return 1;
        }

        var clock = new SteppedClock();
        var display = new ProgressDisplay(Screen.Error, () => Screen.Width, Screen.IsDumb, clock);
        return ProgressReporter.Run(report => Run(report, clock), display);
    }

    /// <summary>Reports everything.</summary>
    public static int Run(Action<string, double> report, SteppedClock clock)
    {
        report("aged", AHairMore);
        clock.Advance(31);
        for (int i = 0; i < 50; i++)
        {
            Step("aged", 0.3, 1);
            Step("aged", AHairMore, 1);
        }

        for (int i = 0; i < 40; i++)
        {
            Step("creeps", i * 1e-17, 3600);
            Step("stands still", 0.5, 1000);
            Step("falls", 1 - (i / 40.0), 0.2);
            Step("jumps", i % 2, 0.2);
            Step("is no number", i % 3 == 0 ? double.NaN : i % 3 == 1 ? double.NegativeInfinity : 0.25, 0.2);
        }

        for (int round = 0; round < 3; round++)
        {
            for (int i = 0; i <= 10; i++)
            {
                Step("a phase of the same name as others and of a name that is longer than a narrow terminal", i / 10.0, 0.5);
            }
        }

        Step("names\r\n\u001b[31m", 0.1, 1);
        Step("overshoots", double.MaxValue, 1);
        Step("overshoots", double.PositiveInfinity, 1);
        Step(string.Empty, -double.MaxValue, 1);
        return Answer;

        void Step(string what, double share, double seconds)
        {
            report(what, share);
            clock.Advance(seconds);
        }
    }
}
