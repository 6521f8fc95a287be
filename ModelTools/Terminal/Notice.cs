using System;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Terminal;

/// <summary>What the user should know although the work goes on; one line on standard error each.</summary>
internal static class Notice
{
    /// <summary>Prints a warning.</summary>
    public static void Warn(string text) => Print("warning: " + text);

    /// <summary>Says what was done with an input that another way would have been as good.</summary>
    public static void Say(string text) => Print("note: " + text);

    private static void Print(string text)
    {
        ProgressReporter.Hide();
        Console.Error.WriteLine(OneLine.Of(text));
    }
}
