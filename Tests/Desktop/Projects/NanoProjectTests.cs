using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Projects;

/// <summary>
/// The .nfproj files have no wildcards (Visual Studio keeps their lists and the device test adapter reads them), so this
/// keeps them in step with the folder that their desktop twins compile whole.
/// </summary>
[TestClass]
public sealed class NanoProjectTests
{
    private const string SyncCommand = "EDGE_SYNC=1 dotnet test Tests/Desktop --filter NanoProjectTests";

    public static IEnumerable<object[]> Projects => NanoProject.All().Select(project => new object[] { Repository.RelativePath(project.FilePath) });

    [TestMethod]
    [DynamicData(nameof(Projects))]
    public void Project_lists_the_files_on_disk(string path)
    {
        var project = new NanoProject(Repository.PathOf(path));
        if (Environment.GetEnvironmentVariable("EDGE_SYNC") == "1")
        {
            project.WriteCompileItems();
            project = new NanoProject(project.FilePath);
        }

        IReadOnlyList<string> listed = project.CompileLines();
        IReadOnlyList<string> onDisk = project.CompileLinesOnDisk();
        IEnumerable<string> missing = onDisk.Except(listed).Select(line => "add:    " + line.Trim());
        IEnumerable<string> stale = listed.Except(onDisk).Select(line => "remove: " + line.Trim());
        IEnumerable<string> twice = listed.GroupBy(line => line).Where(group => group.Count() > 1).Select(group => "once:   " + group.Key.Trim());
        string[] changes = [.. missing, .. stale, .. twice];
        Assert.AreEqual(project.CompileItems.Count, listed.Count, $"{path}: a Compile item is not on a line of its own");
        Assert.IsEmpty(changes, $"{path} is out of step with its folder; \"{SyncCommand}\" corrects it:\n{string.Join('\n', changes)}\n");
    }

    [TestMethod]
    [DynamicData(nameof(Projects))]
    public void Items_outside_the_folder_and_other_items_exist(string path)
    {
        var project = new NanoProject(Repository.PathOf(path));
        foreach (string item in project.CompileItems.Concat(project.OtherItems).Concat(project.ProjectReferences))
        {
            Assert.IsTrue(File.Exists(Path.Combine(project.Folder, item.Replace('\\', '/'))), $"{path}: {item} does not exist");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Projects))]
    public void References_packages_and_nf_tools_name_the_same_versions(string path)
    {
        var project = new NanoProject(Repository.PathOf(path));
        IReadOnlyDictionary<string, string> pinned = NfTools.Load().Packages;
        string toRoot = string.Concat(Enumerable.Repeat(@"..\", Repository.RelativePath(project.Folder).Split('/').Length));

        var referred = new HashSet<string>();
        foreach ((string name, string version, string hintPath) in project.References)
        {
            Match match = Regex.Match(hintPath, @"^(?<root>(\.\.\\)+)packages\\(?<id>nanoFramework\..+?)\.(?<version>\d+\.\d+\.\d+)\\lib\\(?<file>[^\\]+)\.(dll|exe)$");
            Assert.IsTrue(match.Success, $"{path}: the HintPath {hintPath} is not ..\\packages\\<id>.<version>\\lib\\<assembly>.dll");
            string id = match.Groups["id"].Value;
            referred.Add(id);
            Assert.AreEqual(toRoot, match.Groups["root"].Value, $"{path}: {hintPath} does not lead to packages/ beside Edge.sln");
            Assert.AreEqual(name, match.Groups["file"].Value, $"{path}: Reference and HintPath name different assemblies");
            Assert.IsTrue(project.Packages.TryGetValue(id, out string? package), $"{path}: {id} is not in packages.config");
            Assert.AreEqual(package, match.Groups["version"].Value, $"{path}: HintPath of {name} and packages.config");
            if (name != "nanoFramework.UnitTestLauncher")
            {
                Assert.AreEqual(package + ".0", version, $"{path}: Reference of {name} and packages.config");
            }
        }

        foreach ((string id, string version) in project.Packages)
        {
            Assert.Contains(id, referred, $"{path}: nothing refers to {id} of packages.config");
            Assert.IsTrue(pinned.TryGetValue(id, out string? pin), $"nf-tools.json does not list {id} of {path}");
            Assert.AreEqual(pin, version, $"{id}: nf-tools.json and packages.config of {path}");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Projects))]
    public void Project_falls_back_to_compiling_only(string path)
    {
        // The last import: without it `dotnet build Edge.sln` fails wherever the nanoFramework project system is missing.
        string last = File.ReadAllLines(Repository.PathOf(path)).Last(line => line.Contains("<Import ", StringComparison.Ordinal));
        StringAssert.Contains(last, @"build\NanoCompileOnly.targets");
        StringAssert.Contains(last, "!Exists('$(NanoFrameworkProjectSystemPath)NFProjectSystem.CSharp.targets')");
    }

    [TestMethod]
    [DynamicData(nameof(Projects))]
    public void Desktop_twin_compiles_the_language_of_the_device(string path)
    {
        // The nanoFramework project system sets C# 9; a later version puts classes into the assembly that the device lacks.
        string twin = File.ReadAllText(Path.ChangeExtension(Repository.PathOf(path), ".Desktop.csproj"));
        StringAssert.Contains(twin, "<LangVersion>9.0</LangVersion>");
        StringAssert.Contains(twin, "<Nullable>disable</Nullable>");
        StringAssert.Contains(twin, "<CheckForOverflowUnderflow>false</CheckForOverflowUnderflow>");
    }

    [TestMethod]
    public void There_is_one_app_and_it_is_one_folder_deep()
    {
        // VS Code deploys only an Exe in a direct subfolder of the solution's folder, and takes the first that it finds.
        string[] apps = [.. NanoProject.All().Where(project => project.Property("OutputType") == "Exe").Select(project => Repository.RelativePath(project.FilePath))];
        CollectionAssert.AreEqual(new[] { "Firmware/Firmware.nfproj" }, apps);
    }

    [TestMethod]
    public void Test_project_has_the_name_that_the_launcher_loads()
    {
        var project = new NanoProject(Repository.PathOf("Tests/Int8/Tests.Int8.nfproj"));
        Assert.AreEqual("NFUnitTest", project.Property("AssemblyName"));
        Assert.AreEqual("true", project.Property("IsTestProject"));
        Assert.Contains("nanoFramework.UnitTestLauncher", project.References.Select(reference => reference.Name));
    }

    [TestMethod]
    public void Nothing_that_goes_to_the_board_is_called_bin()
    {
        // VS Code sends every *.bin of the output folder as an image.
        IEnumerable<string> files = Repository.SourceFiles(Repository.PathOf("Firmware"), "*.bin").Select(Repository.RelativePath);
        IEnumerable<string> items = NanoProject.All().SelectMany(project => project.OtherItems).Where(item => item.EndsWith(".bin", StringComparison.OrdinalIgnoreCase));
        Assert.IsEmpty(files.Concat(items), "Call a model .edge8; a .bin is taken for an app");
    }
}
