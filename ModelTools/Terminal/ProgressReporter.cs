using System;

namespace Edge.ModelTools.Terminal;

/// <summary>Shows progress on a terminal, nothing elsewhere. Everything goes to stderr, so that stdout stays parseable.</summary>
internal static class ProgressReporter
{
    private static volatile ProgressDisplay? s_display;

    /// <summary>Runs work that reports what it does and how much of that is done (0 to 1).</summary>
    public static T Run<T>(Func<Action<string, double>, T> work)
    {
        return Screen.IsErrorTerminal
            ? Run(work, new ProgressDisplay(Screen.Error, () => Screen.Width, Screen.IsDumb, TimeProvider.System))
            : work((_, _) => { });
    }

    /// <summary>Runs work whose reports go to <paramref name="display"/>, which is cleared at the end.</summary>
    public static T Run<T>(Func<Action<string, double>, T> work, ProgressDisplay display)
    {
        ProgressDisplay? outer = s_display;
        s_display = display;
        try
        {
            return work(display.Report);
        }
        finally
        {
            display.Hide();
            s_display = outer;
        }
    }

    /// <summary>Clears the line, so that other text can be written.</summary>
    public static void Hide()
    {
        s_display?.Hide();
    }
}
