using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Edge.Tests.Desktop.Projects;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Architecture;

/// <summary>Rooms depend on each other in one direction: the order that docs/architecture.md gives them.</summary>
[TestClass]
public sealed class RoomTests
{
    private const string Page = "docs/architecture.md";

    // It needs packages that exist on the device only; names of those mean nothing here.
    private const string DeviceOnly = "Firmware/Board/Esp32/";

    // Files that the desktop compiles in the place of a device's of the same name.
    private const string DesktopTwins = "Desktop";

    private static readonly string[] s_houses = ["Runtime.Int8", "Firmware", "ModelTools", "Samples/MeterDigits/Device"];

    [TestMethod]
    public void Rooms_use_only_what_comes_before_them()
    {
        Dictionary<string, string> sources = Sources();
        RoomGraph graph = RoomGraph.Of(sources);
        string[] unresolved = [.. graph.Unresolved.Where(name => !name.StartsWith(DeviceOnly, System.StringComparison.Ordinal))];
        Assert.IsEmpty(unresolved, "names that the test does not understand, so it cannot see what they use:\n" + string.Join('\n', unresolved));
        List<string> faults = RoomOrder.Parse(File.ReadAllText(Repository.PathOf(Page))).Check(sources.Keys.Select(RoomGraph.RoomOf), graph.Uses);
        Assert.IsEmpty(faults, string.Join('\n', faults));
    }

    [TestMethod]
    public void The_layer_that_is_drawn_goes_through_at_most_eight_files_and_they_exist()
    {
        string page = File.ReadAllText(Repository.PathOf(Page));
        string drawing = page[page.IndexOf("```layer", System.StringComparison.Ordinal)..].Split("```")[1];
        string[] files = [.. Regex.Matches(drawing, @"\S+\.cs\b").Select(match => match.Value)];
        Assert.IsInRange(5, 8, files.Length);
        foreach (string file in files)
        {
            Assert.IsTrue(File.Exists(Repository.PathOf("Runtime.Int8/" + file)), file);
        }
    }

    [TestMethod]
    [DataRow("var up = new Upper.High();", "High")]
    [DataRow("Upper.High up = new();", "High")]
    [DataRow("int one = Upper.High.One;", "High")]
    [DataRow("var inferred = Lower.Base.Lift();", "High")]
    [DataRow("int length = Lower.Base.Lift().Two;", "High")]
    [DataRow("int doubled = 3.Twice();", "Extensions")]
    [DataRow("int[] pair = [Lower.Base.Lift()[1]];", "High")]
    [DataRow("var list = new System.Collections.Generic.List<Upper.High>();", "High")]
    public void Code_that_uses_a_later_room_is_found_however_it_says_it(string statement, string type)
    {
        RoomGraph graph = RoomGraph.Of(Planted($"using Upper; namespace Middle {{ class Mid {{ void Run() {{ {statement} }} }} }}"));
        CollectionAssert.Contains(graph.Uses.Where(use => use.From == "A/Middle" && use.To == "A/Upper").Select(use => use.Type).ToList(), type);
        List<string> faults = RoomOrder.Parse("```rooms\nA/Lower\nA/Middle\nA/Upper\n```\n").Check(["A/Lower", "A/Middle", "A/Upper"], graph.Uses);
        Assert.Contains("A/Middle/Mid.cs(1): A/Middle uses " + type + " of A/Upper", string.Join('\n', faults));
    }

    [TestMethod]
    public void Comments_and_unused_directives_are_no_uses()
    {
        RoomGraph graph = RoomGraph.Of(Planted("using Upper; namespace Middle { /// <summary>See <see cref=\"High\"/>.</summary>\nclass Mid { /* High */ } }"));
        Assert.IsFalse(graph.Uses.Any(use => use.From == "A/Middle"));
        Assert.IsEmpty(graph.Unresolved);
    }

    [TestMethod]
    public void A_name_without_meaning_is_reported()
    {
        RoomGraph graph = RoomGraph.Of(Planted("namespace Middle { class Mid { Missing field; } }"));
        Assert.Contains("A/Middle/Mid.cs(1): Missing", graph.Unresolved);
    }

    [TestMethod]
    [DataRow("```rooms\nA/Low\nA/High\n```", "A/Low", "A/High", "A/Low uses Type of A/High, which comes later")]
    [DataRow("```rooms\nA/Low\n```", "A/High", "A/Low", "A/High is not in docs/architecture.md")]
    [DataRow("```rooms\nA/Low\nA/High\nA/Gone\n```", "A/High", "A/Low", "A/Gone of docs/architecture.md has no code")]
    public void Each_fault_of_the_list_is_told(string page, string from, string to, string expected)
    {
        List<string> faults = RoomOrder.Parse(page).Check(["A/Low", "A/High"], [new RoomUse(from, to, "File.cs", 1, "Type")]);
        Assert.HasCount(1, faults);
        Assert.Contains(expected, faults[0]);
    }

    [TestMethod]
    public void The_order_is_allowed_and_remarks_and_empty_lines_are_none_of_it()
    {
        RoomOrder order = RoomOrder.Parse("text\n```rooms\n# lowest first\nA/Low   # a remark\n\nA/High\n```\n");
        RoomUse[] uses = [new RoomUse("A/High", "A/Low", "File.cs", 1, "Type")];
        Assert.IsEmpty(order.Check(["A/Low", "A/High"], uses));
    }

    /// <summary>Three rooms; the one in the middle has the given code.</summary>
    private static Dictionary<string, string> Planted(string middle) => new()
    {
        ["A/Upper/High.cs"] = "namespace Upper { public class High { public const int One = 1; public int Two; public int this[int i] => i; } public static class Extensions { public static int Twice(this int x) => 2 * x; } }",
        ["A/Middle/Mid.cs"] = middle,
        ["A/Lower/Base.cs"] = "namespace Lower { public class Base { public static Upper.High Lift() => null; } }",
    };

    private static Dictionary<string, string> Sources()
    {
        return s_houses.Select(Repository.PathOf).Where(Directory.Exists)
            .SelectMany(house => Repository.SourceFiles(house, "*.cs"))
            .Where(path => Path.GetFileName(path) != "AssemblyInfo.cs" && Path.GetFileName(Path.GetDirectoryName(path)) != DesktopTwins)
            .ToDictionary(Repository.RelativePath, File.ReadAllText);
    }
}
