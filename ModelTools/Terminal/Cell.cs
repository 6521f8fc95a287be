using Edge.ModelTools.Diagnostics;
using Spectre.Console;

namespace Edge.ModelTools.Terminal;

/// <summary>Text of others in a table: it is one line, and its brackets are no markup.</summary>
internal static class Cell
{
    /// <summary>The text as markup that shows it.</summary>
    public static string Of(string text) => Markup.Escape(OneLine.Of(text));

    /// <summary>The text, without its middle when it is longer than <paramref name="length"/>.</summary>
    public static string Of(string text, int length) => Markup.Escape(ShortName.Of(OneLine.Of(text), length));
}
