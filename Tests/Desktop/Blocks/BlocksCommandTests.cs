using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Edge.ModelTools.Blocks;
using Edge.ModelTools.Profiling;
using Edge.Tests.Desktop.Commands;
using Edge.Tests.Desktop.Images;
using Edge.Tests.Desktop.Projects;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Blocks;

/// <summary><c>edge blocks</c>, and the tables of docs/conv-and-mbconv.md, which come from it.</summary>
[TestClass]
public partial class BlocksCommandTests
{
    private const double Tolerance = 0.05; // kernels get faster; a document that is further off is wrong

    private static readonly string s_page = Repository.PathOf("docs/conv-and-mbconv.md");

    [TestMethod]
    public void The_tables_of_the_page_are_what_the_command_prints()
    {
        string text = File.ReadAllText(s_page).ReplaceLineEndings("\n");
        string renewed = Marked().Replace(text, match => $"{match.Groups[1].Value}\n{Table(match.Groups[2].Value)}<!-- end -->");
        if (Environment.GetEnvironmentVariable("EDGE_SYNC") == "1")
        {
            File.WriteAllText(s_page, renewed);
            return;
        }

        (double[] Numbers, string Words) written = Split(text);
        (double[] Numbers, string Words) right = Split(renewed);
        const string Remedy = "\"EDGE_SYNC=1 dotnet test Tests/Desktop --filter BlocksCommandTests\" writes the tables anew";
        Assert.AreEqual(right.Words, written.Words, Remedy);
        for (int i = 0; i < right.Numbers.Length; i++)
        {
            Assert.AreEqual(right.Numbers[i], written.Numbers[i], Tolerance * right.Numbers[i], Remedy);
        }
    }

    [TestMethod]
    public void Multiply_accumulates_and_parameters_are_those_of_the_formulas()
    {
        var request = new BlockRequest(8, 12, 10, 10, 3, 2, 4, 4, 7);
        long[] macs = [.. BlockDesign.All.Select(design => Measure(design, request).Macs)];
        const int In = 10 * 10;
        const int Out = 5 * 5;
        long mbconv = (In * 8 * 32) + (Out * 9 * 32) + (Out * 32 * 12);
        CollectionAssert.AreEqual(new long[] { Out * 9 * 8 * 12, Out * ((9 * 8) + (8 * 12)), mbconv, mbconv + (2 * 32 * 8), Out * ((9 * 8 * 32) + (32 * 12)) }, macs);
        Assert.AreEqual((9 * 8 * 12) + 12, Measure(BlockDesign.All[0], request).Parameters);
        Assert.AreEqual((8 * 32) + 32 + (9 * 32) + 32 + (32 * 12) + 12, Measure(BlockDesign.All[2], request).Parameters);
    }

    [TestMethod]
    public void The_same_seed_gives_the_same_figures_and_json_has_them_all()
    {
        string[] arguments = ["blocks", "--input", "4", "--out", "4", "--size", "8", "--kernels", "packed", "reference", "--board", "esp32c3", "--json"];
        (int code, string output, string error) = CommandLine.Run(arguments);
        Assert.AreEqual(0, code, error);
        Assert.AreEqual(output, CommandLine.Run(arguments).Output);
        JsonArray blocks = JsonNode.Parse(output)!["blocks"]!.AsArray();
        Assert.HasCount(BlockDesign.All.Count, blocks);
        foreach (JsonNode? block in blocks)
        {
            CollectionAssert.AreEqual(new[] { "packed", "reference" }, block!["predictions"]!.AsArray().Select(each => each!["kernels"]!.GetValue<string>()).ToArray());
            Assert.IsGreaterThan(0, block["predictions"]![0]!["timeMs"]!.GetValue<double>());
        }
    }

    /// <summary>Little memory for at most about twice the time: more than the smallest takes, less than all that helps.</summary>
    [TestMethod]
    public void Small_lies_between_the_smallest_and_the_default()
    {
        (double Bytes, double Time)[] smallest = Figures("min"), small = Figures("small"), usual = Figures("64KB");
        for (int i = 0; i < small.Length; i++)
        {
            Assert.IsGreaterThanOrEqualTo(smallest[i].Bytes, small[i].Bytes);
            Assert.IsLessThan(usual[i].Bytes, small[i].Bytes);
            Assert.IsLessThan(smallest[i].Time, small[i].Time);
            Assert.IsLessThan(3 * usual[i].Time, small[i].Time, "predicted to be twice at most, and the prediction errs");
        }

        static (double Bytes, double Time)[] Figures(string sram)
        {
            (int code, string output, string error) = CommandLine.Run("blocks", "--input", "8", "--out", "8", "--size", "16", "--sram", sram, "--board", "esp32", "--json");
            Assert.AreEqual(0, code, error);
            JsonArray blocks = JsonNode.Parse(output)!["blocks"]!.AsArray();
            return [.. blocks.Select(block => (block!["peakSramBytes"]!.GetValue<double>(), block["predictions"]![0]!["timeMs"]!.GetValue<double>()))];
        }
    }

    [TestMethod]
    public void The_chart_names_every_block_board_and_kernel_set()
    {
        using var folder = new TemporaryFolder();
        string chart = folder.File("c.svg");
        Assert.AreEqual(0, CommandLine.Run("blocks", "--input", "4", "--out", "4", "--size", "8", "--board", "esp32", "esp32s3", "--chart", chart).Code);
        string svg = File.ReadAllText(chart);
        foreach (string part in BlockDesign.All.Select(design => design.Name).Append("esp32, packed").Append("esp32s3, packed").Append("estimated"))
        {
            Assert.Contains(part, svg);
        }
    }

    [TestMethod]
    [DataRow("--kernel", "4", 2, "even")]
    [DataRow("--input", "0", 2, "not from 1 to 1024")]
    [DataRow("--board", "esp99", 2, "no such board")]
    [DataRow("--kernels", "vector", 2, "no kernel set for devices")]
    [DataRow("--sram", "1KB", 1, "EDGE5003")]
    public void Bad_options_are_refused(string option, string value, int code, string what)
    {
        (int actual, string output, string error) = CommandLine.Run("blocks", "--size", "8", option, value);
        Assert.AreEqual(code, actual);
        Assert.AreEqual(string.Empty, output);
        Assert.Contains(what, error);
    }

    private static BlockFigures Measure(BlockDesign design, BlockRequest request) => BlockMeter.Measure(design, request, new Edge.ModelTools.Devices.SramBudget(64 * 1024), ["packed"], [Edge.ModelTools.Devices.NfTools.Load().Find("esp32")]);

    private static string Table(string arguments)
    {
        (int code, string output, string error) = CommandLine.Run(arguments.Split(' '));
        Assert.AreEqual(0, code, error);
        return string.Concat(output.ReplaceLineEndings("\n").Split('\n').Where(line => line.StartsWith('|')).Select(line => line + "\n"));
    }

    // The figures of the tables, and everything else without the spaces that align them.
    private static (double[] Numbers, string Words) Split(string text)
    {
        double[] numbers = [.. Marked().Matches(text).SelectMany(match => Figure().Matches(match.Groups[3].Value)).Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture))];
        string words = Marked().Replace(text, match => match.Groups[1].Value + Figure().Replace(match.Groups[3].Value, "#"));
        return (numbers, Aligning().Replace(words, " "));
    }

    [GeneratedRegex(@"(<!-- edge (blocks[^>]*?) -->)\n((?:\|.*\n)*)<!-- end -->")]
    private static partial Regex Marked();

    [GeneratedRegex(@"(?<=\| +)[0-9][0-9,.]*(?= \|)")]
    private static partial Regex Figure();

    [GeneratedRegex(@"[ -]{2,}")]
    private static partial Regex Aligning();
}
