using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Edge.Tests.Desktop.Images;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Terminal;

/// <summary>The main job on terminals as people have them: narrow, usual, wide, dumb, without colour.</summary>
[TestClass]
public sealed partial class PseudoTerminalTests
{
    private static readonly string s_demo = Path.Combine(AppContext.BaseDirectory, "Demo");

    [TestMethod]
    [DataRow(40, "TERM=xterm")]
    [DataRow(80, "TERM=xterm")]
    [DataRow(200, "TERM=xterm-256color")]
    [DataRow(80, "NO_COLOR=1")]
    [DataRow(80, "TERM=dumb")]
    public void Hostile_progress_does_not_end_the_process(int columns, string variable)
    {
        PseudoTerminal.Require();
        (int code, string transcript) = PseudoTerminal.Run(columns, [variable], "Edge.Tests.Desktop.dll", "progress");
        Assert.AreEqual(HostileWork.Answer, code, transcript);
        Assert.DoesNotContain("\u001b[31m", transcript);
        if (variable == "TERM=dumb")
        {
            Assert.Contains("aged ...", transcript);
        }
        else
        {
            Assert.IsGreaterThan(20, TerminalTranscript.RequireSteady(Sequences().Replace(transcript, string.Empty), columns));
        }
    }

    [TestMethod]
    [DataRow(40, "TERM=xterm")]
    [DataRow(80, "TERM=xterm")]
    [DataRow(200, "TERM=xterm")]
    [DataRow(80, "NO_COLOR=1")]
    [DataRow(80, "TERM=dumb")]
    public void Convert_and_eval_fit_the_terminal(int columns, string variable)
    {
        PseudoTerminal.Require();
        using var folder = new TemporaryFolder();
        string blob = folder.File("m.edge8");
        string model = Path.Combine(s_demo, "model", "digits_mbv3se.onnx");
        string data = Path.Combine(s_demo, "calibration");
        (int code, string transcript) = PseudoTerminal.Run(columns, [variable], "edge.dll", "convert", model, "--calibration", data, "--quantizer", "naive", "-o", blob);
        Assert.AreEqual(0, code, transcript);
        (code, transcript) = PseudoTerminal.Run(columns, [variable], "edge.dll", "eval", blob, "--data", data, "--reference", model);
        Assert.AreEqual(0, code, transcript);
        string text = Sequences().Replace(transcript, string.Empty);
        if (columns >= 80)
        {
            string[] table = [.. text.Split('\r', '\n').Where(line => line.Contains("Conv2D", StringComparison.Ordinal) && line.Contains('%', StringComparison.Ordinal))];
            Assert.IsNotEmpty(table, text);
            foreach (string row in table)
            {
                Assert.IsLessThanOrEqualTo(columns, row.TrimEnd().Length, row);
            }
        }

        foreach (string line in text.Split('\r', '\n'))
        {
            Assert.IsLessThanOrEqualTo(columns, line.TrimEnd().Length, line);
        }
    }

    // Colours, cursor and keypad sequences of the runtime and of tables.
    [GeneratedRegex("\u001b(\\[[0-9;?]*[A-Za-z]|[=>])")]
    private static partial Regex Sequences();
}
