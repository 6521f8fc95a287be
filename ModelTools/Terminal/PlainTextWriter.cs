using System;
using System.IO;
using System.Text;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Terminal;

/// <summary>Passes text on without what steers a terminal: names in models can hold escape sequences. Line ends and tabs stay.</summary>
internal sealed class PlainTextWriter : TextWriter
{
    private readonly TextWriter _inner;

    /// <summary>Takes the writer that receives the text.</summary>
    public PlainTextWriter(TextWriter inner)
        : base(inner.FormatProvider)
    {
        _inner = inner;
        CoreNewLine = inner.NewLine.ToCharArray();
    }

    /// <inheritdoc/>
    public override Encoding Encoding => _inner.Encoding;

    /// <summary>The text with "?" for every character that steers a terminal.</summary>
    public static string Clean(string text)
    {
        return text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0 ? text : string.Create(text.Length, text, (target, source) =>
        {
            for (int i = 0; i < target.Length; i++)
            {
                target[i] = Clean(source[i]);
            }
        });
    }

    /// <inheritdoc/>
    public override void Write(char value) => _inner.Write(Clean(value));

    /// <inheritdoc/>
    public override void Write(string? value) => _inner.Write(value is null ? null : Clean(value));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer) => Write(new string(buffer));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => _inner.WriteLine(value is null ? null : Clean(value));

    /// <inheritdoc/>
    public override void WriteLine(ReadOnlySpan<char> buffer) => WriteLine(new string(buffer));

    /// <inheritdoc/>
    public override void Flush() => _inner.Flush();

    private static char Clean(char character)
    {
        return OneLine.IsHarmful(character) && character is not ('\n' or '\r' or '\t') ? '?' : character;
    }
}
