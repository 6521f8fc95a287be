using System;
using System.IO;
using System.Linq;
using System.Text;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Terminal;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Spectre.Console;

namespace Edge.Tests.Desktop.Terminal;

/// <summary>Text of others on the user's terminal: one line, no control characters, tables that fit.</summary>
[TestClass]
public sealed class PlainTextTests
{
    private const string Hostile = "na\u001b[31mme\r\n\u0007\u202Ebe\u0085  [red]\u2028\u009B2Jx\0";

    [TestMethod]
    [DataRow("plain ü 漢 text", "plain ü 漢 text")]
    [DataRow("a\n   b\r\n\tc\n", "a b c")]
    [DataRow("\n\n", "")]
    [DataRow("\u001b[31mred\u0007", "?[31mred?")]
    [DataRow("a\u202Eb\u2066c\u0085d\u2028e", "a?b?c d e")]
    public void Any_text_becomes_one_line(string text, string expected)
    {
        Assert.AreEqual(expected, OneLine.Of(text));
    }

    [TestMethod]
    public void Every_diagnostic_is_one_line_without_control_characters()
    {
        string message = new EdgeException(DiagnosticId.BadOption, Hostile, Hostile, Hostile).Message;
        Assert.IsFalse(message.Any(OneLine.IsHarmful), message);
    }

    [TestMethod]
    public void Writer_lets_lines_and_tabs_through_and_nothing_that_steers()
    {
        using var inner = new StringWriter { NewLine = "\n" };
        using var writer = new PlainTextWriter(inner);
        writer.Write('\u001b');
        writer.Write("a\tb\n\u0007");
        writer.Write("c\u009Bd".ToCharArray());
        writer.WriteLine("e\u001b]0;title\u0007");
        writer.Write("{0}", "f\u001b");
        writer.WriteLine();
        Assert.AreEqual("?a\tb\n?c?de?]0;title?\nf?\n", inner.ToString());
    }

    [TestMethod]
    [DataRow(40)]
    [DataRow(80)]
    [DataRow(200)]
    public void Table_loses_the_middle_of_names_and_nothing_else(int width)
    {
        string[] names = ["features/1/conv/0/depthwise/with/a/very/long/path/of/scopes/BiasAdd", "stem", Hostile];
        string text = Draw(new FakeOutput(width, true), names);
        string[] lines = [.. text.Split('\n').Select(line => line.TrimEnd())];
        Assert.IsTrue(lines.All(line => line.Length <= width), text);
        Assert.HasCount(3, lines.Where(line => line.Contains("12.345", StringComparison.Ordinal)).ToArray(), text);
        Assert.Contains("stem", text);
        Assert.Contains("Add", text);
        Assert.AreEqual(width < 100, text.Contains('…', StringComparison.Ordinal), text);
        Assert.DoesNotContain("\u0007", text);
        Assert.DoesNotContain("\u202E", text);
    }

    [TestMethod]
    public void Piped_output_is_not_wrapped()
    {
        string name = string.Concat(Enumerable.Repeat("scope/", 100)) + "end";
        string text = Draw(new FakeOutput(100_000, false), [name]);
        Assert.Contains(name, text);
        IAnsiConsole console = CommandConsole.Create();
        Assert.IsGreaterThan(10_000, console.Profile.Width);
        Assert.IsFalse(console.Profile.Capabilities.Ansi);
    }

    [TestMethod]
    [DataRow("  12 Conv2D 4x4x8 block/expand/very/long/name/of/a/layer/BiasAdd", 40, "  12 Conv2D 4x4x8 block/e…/layer/BiasAdd")]
    [DataRow("fits", 40, "fits")]
    [DataRow("many short words that no shortening helps at all", 20, "many short words that no shortening helps at all")]
    public void Lines_lose_the_middle_of_their_longest_word(string line, int width, string expected)
    {
        string fitted = FittedLines.Fit(line, width);
        Assert.AreEqual(expected, fitted);
        Assert.IsTrue(fitted.Length <= width || fitted == line);
    }

    [TestMethod]
    [DataRow(0.0, "0")]
    [DataRow(0.000123, "0.0001")]
    [DataRow(0.01234, "0.0123")]
    [DataRow(0.1234, "0.123")]
    [DataRow(1.234, "1.23")]
    [DataRow(12.34, "12.3")]
    [DataRow(1234.4, "1234")]
    [DataRow(-12.34, "-12.3")]
    public void Quantities_have_three_digits_that_count(double value, string expected)
    {
        Assert.AreEqual(expected, Quantity.Number(value));
        Assert.AreEqual(expected + " ms", Quantity.Milliseconds(value));
        Assert.AreEqual(expected + " mJ", Quantity.Millijoules(1000 * value));
    }

    private static string Draw(FakeOutput output, string[] names)
    {
        FittedTable.Write(CommandConsole.Create(output), names.Max(name => name.Length), longest =>
        {
            Table table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn("layer").NoWrap()).AddColumns("value", "share");
            foreach (string name in names)
            {
                table.AddRow(Cell.Of(name, longest), "12.345", "100 %");
            }

            return table;
        });
        return output.Writer.ToString()!;
    }

    private sealed class FakeOutput(int width, bool isTerminal) : IAnsiConsoleOutput
    {
        public TextWriter Writer { get; } = new StringWriter { NewLine = "\n" };

        public bool IsTerminal => isTerminal;

        public int Width => width;

        public int Height => 24;

        public void SetEncoding(Encoding encoding)
        {
            // It is a string.
        }
    }
}
