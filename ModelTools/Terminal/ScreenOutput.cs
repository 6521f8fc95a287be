using System.IO;
using System.Text;
using Spectre.Console;

namespace Edge.ModelTools.Terminal;

/// <summary>Standard output as the tables' library sees it. What goes to a file or into a pipe is as wide as it needs to be: nothing is wrapped.</summary>
internal sealed class ScreenOutput : IAnsiConsoleOutput
{
    private const int PipeWidth = 100_000; // columns; wider than any table
    private const int PipeHeight = 1_000;

    /// <inheritdoc/>
    public TextWriter Writer { get; } = Screen.Output;

    /// <inheritdoc/>
    public bool IsTerminal { get; } = Screen.IsOutputTerminal;

    /// <inheritdoc/>
    public int Width => IsTerminal ? Screen.Width : PipeWidth;

    /// <inheritdoc/>
    public int Height => PipeHeight;

    /// <inheritdoc/>
    public void SetEncoding(Encoding encoding)
    {
        // The writer belongs to the process; its encoding is the system's.
    }
}
