using System;
using System.IO;
using System.Threading;

namespace Edge.ModelTools.Terminal;

/// <summary>
/// What standard output and standard error are, asked of the system once. From the first command on, <see cref="Console.Out"/> and
/// <see cref="Console.Error"/> let no control characters through; what draws on a terminal writes to the writers kept here.
/// </summary>
internal static class Screen
{
    /// <summary>Columns of a terminal that does not say how many it has.</summary>
    public const int UsualWidth = 80;

    private const int NarrowestWidth = 20; // below, a terminal has no size: pseudo-terminals start with 0
    private static readonly Lock s_gate = new();
    private static TextWriter? s_output;
    private static TextWriter? s_error;

    /// <summary>Where tables go.</summary>
    public static TextWriter Output => s_output ?? Console.Out;

    /// <summary>Where progress goes.</summary>
    public static TextWriter Error => s_error ?? Console.Error;

    /// <summary>Whether somebody reads the output on a terminal.</summary>
    public static bool IsOutputTerminal { get; private set; }

    /// <summary>Whether somebody reads errors and progress on a terminal.</summary>
    public static bool IsErrorTerminal { get; private set; }

    /// <summary>Whether the terminal takes nothing but text.</summary>
    public static bool IsDumb => Environment.GetEnvironmentVariable("TERM") is "dumb";

    /// <summary>Columns of the terminal now.</summary>
    public static int Width
    {
        get
        {
            try
            {
                int width = Console.WindowWidth;
                return width < NarrowestWidth ? UsualWidth : width;
            }
            catch (Exception exception) when (exception is IOException or PlatformNotSupportedException or ArgumentException)
            {
                return UsualWidth;
            }
        }
    }

    /// <summary>Takes the process's own output and error for what they are; without this call nothing is a terminal.</summary>
    public static void Attach()
    {
        IsOutputTerminal = !Console.IsOutputRedirected;
        IsErrorTerminal = !Console.IsErrorRedirected;
    }

    /// <summary>Keeps control characters from the terminal from now on.</summary>
    public static void KeepPlain()
    {
        lock (s_gate)
        {
            if (s_output is null)
            {
                s_output = Console.Out;
                s_error = Console.Error;
                Console.SetOut(new PlainTextWriter(s_output));
                Console.SetError(new PlainTextWriter(s_error));
            }
        }
    }
}
