using System;
using System.Linq;
using System.Text.RegularExpressions;
using Edge.ModelTools.Devices;
using Edge.Tests.Desktop.Firmware;
using Edge.Tests.Desktop.Images;
using Edge.Tests.Desktop.Monitoring;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Terminal;

/// <summary>On 80 columns every row of a table is one line; into a pipe nothing is wrapped.</summary>
[TestClass]
public sealed partial class TablesOnTerminalsTests
{
    private const int Columns = 80;

    [TestMethod]
    public void Boards_have_a_line_each_in_both_tables()
    {
        string[] lines = Run("boards");
        foreach (Board board in NfTools.Load().Boards)
        {
            Assert.HasCount(1, lines.Where(line => line.Contains($" {board.Name} ", StringComparison.Ordinal) && line.Contains(board.DeployAddress, StringComparison.Ordinal) && line.Contains($" {board.StorageKB} ", StringComparison.Ordinal)).ToArray(), board.Name);
            Assert.HasCount(1, lines.Where(line => line.Contains($" {board.Name} ", StringComparison.Ordinal) && line.Contains(board.FwVersion, StringComparison.Ordinal)).ToArray(), board.Name);
        }
    }

    [TestMethod]
    public void Statistics_of_a_log_have_a_line_for_each_quantity()
    {
        using var folder = new TemporaryFolder();
        string model = "a_model_with_a_name_longer_than_any_column";
        string log = folder.Write("board.log", DeviceLogs.Bytes([.. Enumerable.Range(1, 12).Select(i => DeviceLogs.Inference(i, 123456 * i, 7654321 * i, "estimated", model))]));
        string[] lines = Run("monitor", "--replay", log);
        foreach (string quantity in new[] { "time ms", "compute ms", "energy mJ", "free bytes" })
        {
            Assert.HasCount(1, lines.Where(line => Regex.IsMatch(line, $"^ a.*…\\S+ +estimated +{quantity} +12 +\\S+ +\\S+ +\\S+ +\\S+ +\\S+ *$")).ToArray(), string.Join('\n', lines));
        }
    }

    [TestMethod]
    public void Profile_has_a_line_for_each_group()
    {
        using var folder = new TemporaryFolder();
        string[] lines = Run("profile", folder.Write("m.edge8", TinyModel.Blob()), "--board", "esp32");
        Assert.IsNotEmpty(lines.Where(line => line.Length <= Columns && Regex.IsMatch(line, "^ +1 +Pointwise +\\S+ +\\S+ +\\S+ +\\S+ +\\S+ +\\S+ *$")).ToArray(), string.Join('\n', lines));
    }

    [TestMethod]
    public void Inspected_names_lose_their_middle()
    {
        using var folder = new TemporaryFolder();
        string name = "network/with/a/path/of/scopes/that/is/much/longer/than/a/line/of/eighty/columns/end";
        string blob = folder.Write("m.edge8", TinyModel.Blob(name));
        Assert.Contains(line => line.StartsWith("network/", StringComparison.Ordinal) && line.Contains('…') && line.Contains("/end: .edge8 blob", StringComparison.Ordinal), Run("inspect", blob));
        Assert.Contains(name, Commands.CommandLine.Run("inspect", blob).Output);
    }

    private static string[] Run(params string[] arguments)
    {
        PseudoTerminal.Require();
        (int code, string transcript) = PseudoTerminal.Run(Columns, ["TERM=xterm"], "edge.dll", arguments);
        Assert.AreEqual(0, code, transcript);
        string[] lines = Sequences().Replace(transcript, string.Empty).Split('\r', '\n');
        return lines;
    }

    // Colours, cursor and keypad sequences of the runtime and of tables.
    [GeneratedRegex("\u001b(\\[[0-9;?]*[A-Za-z]|[=>])")]
    private static partial Regex Sequences();
}
