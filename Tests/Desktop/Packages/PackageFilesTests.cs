using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Xml.Linq;
using Edge.ModelTools.Devices;
using Edge.Runtime.Int8.Telemetry;
using Edge.Tests.Desktop.Projects;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NfTools = Edge.ModelTools.Devices.NfTools;

namespace Edge.Tests.Desktop.Packages;

/// <summary>What the packages are made from says the same as the projects, nf-tools.json and each other.</summary>
[TestClass]
public sealed class PackageFilesTests
{
    private static readonly string[] s_nuspecs =
    [
        "Runtime.Int8/Core/Edge.Runtime.Int8.nuspec",
        "Runtime.Int8/Packed/Edge.Runtime.Int8.Packed.nuspec",
        "Runtime.Int8/Native/Edge.Runtime.Int8.Native.nuspec",
    ];

    private static readonly XElement s_packages = XElement.Load(Repository.PathOf("build/Packages.proj"));

    [TestMethod]
    public void Runtime_packages_depend_on_what_their_projects_refer_to()
    {
        CollectionAssert.AreEqual(s_nuspecs, Items("RuntimePackage").Select(item => item.Attribute("Nuspec")!.Value).ToArray());
        ILookup<string, NanoProject> projects = Items("RuntimeLibrary").ToLookup(
            item => item.Attribute("Package")!.Value,
            item => new NanoProject(Repository.PathOf(item.Attribute("Folder")!.Value + item.Attribute("Project")!.Value)));
        Dictionary<string, string> packageOf = Items("RuntimeLibrary").ToDictionary(item => item.Attribute("Project")!.Value, item => item.Attribute("Package")!.Value);
        foreach (string path in s_nuspecs)
        {
            XElement[] all = [.. XElement.Load(Repository.PathOf(path)).Descendants()];
            string Value(string name) => all.Single(element => element.Name.LocalName == name).Value;
            string id = Value("id");
            Assert.AreEqual(id + ".nuspec", Path.GetFileName(path));
            foreach (string name in new[] { "version", "license", "readme", "icon", "description", "tags" })
            {
                Assert.AreNotEqual(string.Empty, Value(name), $"{path}: {name}");
            }

            IEnumerable<string> expected = projects[id].SelectMany(project => project.Packages.Select(package => $"{package.Key} {package.Value}"))
                .Concat(projects[id].SelectMany(project => project.ProjectReferences)
                    .Select(reference => packageOf[Path.GetFileName(reference.Replace('\\', '/'))]).Where(package => package != id).Select(package => package + " $version$"));
            IEnumerable<string> actual = all.Where(element => element.Name.LocalName == "dependency").Select(element => $"{element.Attribute("id")!.Value} {element.Attribute("version")!.Value}");
            CollectionAssert.AreEquivalent(expected.Distinct().ToArray(), actual.ToArray(), path);
        }
    }

    [TestMethod]
    public void Every_runtime_project_is_in_a_package()
    {
        string[] projects = [.. NanoProject.All().Select(project => Repository.RelativePath(project.FilePath)).Where(path => path.StartsWith("Runtime.Int8/", StringComparison.Ordinal))];
        CollectionAssert.AreEquivalent(projects, Items("RuntimeLibrary").Select(item => item.Attribute("Folder")!.Value + item.Attribute("Project")!.Value).ToArray());
    }

    [TestMethod]
    public void Device_assemblies_have_the_version_of_the_packages()
    {
        foreach (NanoProject project in NanoProject.All())
        {
            string info = File.ReadAllText(Path.Combine(project.Folder, "Properties", "AssemblyInfo.cs"));
            StringAssert.Contains(info, $"AssemblyVersion(\"{Repository.Version}.0\")", project.FilePath);
        }
    }

    [TestMethod]
    public void Template_offers_the_boards_of_nf_tools_with_their_firmware_and_currents()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("build/Templates/edge-app/.template.config/template.json")));
        JsonElement symbols = document.RootElement.GetProperty("symbols");
        IReadOnlyList<Board> boards = NfTools.Load().Boards;
        CollectionAssert.AreEqual(
            boards.Select(board => $"{board.Name}: {board.Title}").ToArray(),
            symbols.GetProperty("board").GetProperty("choices").EnumerateArray().Select(choice => $"{choice.GetProperty("choice").GetString()}: {choice.GetProperty("description").GetString()}").ToArray());
        Assert.AreEqual(Repository.Version, symbols.GetProperty("edgeVersion").GetProperty("defaultValue").GetString());
        foreach (Board board in boards)
        {
            string Case(string symbol) => symbols.GetProperty(symbol).GetProperty("parameters").GetProperty("cases").EnumerateArray()
                .Single(each => each.GetProperty("condition").GetString() == $"(board == \"{board.Name}\")").GetProperty("value").GetString()!;
            Assert.AreEqual($"\"{board.CurrentTable}\", {board.CpuMHz}", Case("currents"), board.Name);
            Assert.AreEqual(board.Target, Case("target"), board.Name);
            Assert.AreEqual(board.FwVersion, Case("firmware"), board.Name);
            Assert.IsNotNull(BoardCurrents.Find(board.CurrentTable, board.CpuMHz), board.Name);
        }

        string source = File.ReadAllText(Repository.PathOf("Samples/HelloInference/Program.cs"));
        StringAssert.Contains(source, symbols.GetProperty("currents").GetProperty("replaces").GetString());
    }

    private static IEnumerable<XElement> Items(string name) => s_packages.Descendants(name);
}
