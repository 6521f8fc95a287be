using System;
using System.IO;
using System.Linq;
using System.Text;

namespace Edge.ModelTools.Terminal;

/// <summary>Passes lines on so that each fits a terminal: the longest word, which is the name of a layer, loses its middle.</summary>
internal sealed class FittedLines : TextWriter
{
    private const int ShortestWord = 12; // characters; numbers and kinds of operators are never longer

    private readonly TextWriter _inner;
    private readonly int _width;

    /// <summary>Takes the terminal and its columns.</summary>
    public FittedLines(TextWriter inner, int width)
        : base(inner.FormatProvider)
    {
        _inner = inner;
        _width = width;
    }

    /// <inheritdoc/>
    public override Encoding Encoding => _inner.Encoding;

    /// <summary>Standard output: the terminal's width on a terminal, lines as they are elsewhere.</summary>
    public static TextWriter OnOutput()
    {
        return Screen.IsOutputTerminal ? new FittedLines(Console.Out, Screen.Width) : Console.Out;
    }

    /// <summary>The line in at most <paramref name="width"/> columns, or as near to that as its short words let it come.</summary>
    public static string Fit(string line, int width)
    {
        string[] words = line.Split(' ');
        int excess = line.Length - width;
        while (excess > 0)
        {
            int longest = Array.IndexOf(words, words.MaxBy(word => word.Length));
            string word = ShortName.Of(words[longest], Math.Max(ShortestWord, words[longest].Length - excess));
            if (word.Length == words[longest].Length)
            {
                break;
            }

            excess -= words[longest].Length - word.Length;
            words[longest] = word;
        }

        return string.Join(' ', words);
    }

    /// <inheritdoc/>
    public override void Write(char value) => _inner.Write(value);

    /// <inheritdoc/>
    public override void WriteLine(string? value) => _inner.WriteLine(value is null ? null : Fit(value, _width));
}
