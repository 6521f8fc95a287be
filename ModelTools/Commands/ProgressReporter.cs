using System;
using Spectre.Console;

namespace Edge.ModelTools.Commands;

/// <summary>Shows progress bars on a terminal, nothing elsewhere. Everything goes to stderr, so that stdout stays parseable.</summary>
internal static class ProgressReporter
{
    private static readonly IAnsiConsole s_console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    /// <summary>Runs work that reports what it does and how much of that is done (0 to 1).</summary>
    public static T Run<T>(Func<Action<string, double>, T> work)
    {
        if (Console.IsErrorRedirected)
        {
            return work((_, _) => { });
        }

        return s_console.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).Start(context =>
        {
            ProgressTask? task = null;
            return work((what, share) =>
            {
                if (task is null || task.Description != what)
                {
                    task?.Value(1);
                    task = context.AddTask(what, maxValue: 1);
                }

                task.Value(share);
            });
        });
    }
}
