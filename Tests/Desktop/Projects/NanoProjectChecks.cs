using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Projects;

/// <summary>What holds for every .nfproj, whether it is in the repository or generated.</summary>
internal static class NanoProjectChecks
{
    /// <summary>The Compile items are the files on disk, each once and on a line of its own.</summary>
    /// <param name="project">The project.</param>
    /// <param name="remedy">What corrects it.</param>
    public static void AssertListsFilesOnDisk(NanoProject project, string remedy)
    {
        IReadOnlyList<string> listed = project.CompileLines();
        IReadOnlyList<string> onDisk = project.CompileLinesOnDisk();
        IEnumerable<string> missing = onDisk.Except(listed).Select(line => "add:    " + line.Trim());
        IEnumerable<string> stale = listed.Except(onDisk).Select(line => "remove: " + line.Trim());
        IEnumerable<string> twice = listed.GroupBy(line => line).Where(group => group.Count() > 1).Select(group => "once:   " + group.Key.Trim());
        string[] changes = [.. missing, .. stale, .. twice];
        Assert.AreEqual(project.CompileItems.Count, listed.Count, $"{project.FilePath}: a Compile item is not on a line of its own");
        Assert.IsEmpty(changes, $"{project.FilePath} is out of step with its folder; {remedy}:\n{string.Join('\n', changes)}\n");
    }

    /// <summary>Every file and project that it names exists.</summary>
    public static void AssertItemsExist(NanoProject project)
    {
        foreach (string item in project.CompileItems.Concat(project.OtherItems).Concat(project.ProjectReferences))
        {
            Assert.IsTrue(File.Exists(Path.Combine(project.Folder, item.Replace('\\', '/'))), $"{project.FilePath}: {item} does not exist");
        }
    }

    /// <summary>References, packages.config and nf-tools.json name the same versions.</summary>
    /// <param name="project">The project.</param>
    /// <param name="root">Folder of the solution, beside packages/.</param>
    public static void AssertVersions(NanoProject project, string root)
    {
        string path = project.FilePath;
        IReadOnlyDictionary<string, string> pinned = NfTools.Load().Packages;
        string toRoot = string.Concat(Enumerable.Repeat(@"..\", Path.GetRelativePath(root, project.Folder).Replace('\\', '/').Split('/').Length));

        var referred = new HashSet<string>();
        foreach ((string name, string version, string hintPath) in project.References)
        {
            Match match = Regex.Match(hintPath, @"^(?<root>(\.\.\\)+)packages\\(?<id>(nanoFramework|Edge)\..+?)\.(?<version>\d+\.\d+\.\d+(-\w+)?)\\lib\\(?<file>[^\\]+)\.(dll|exe)$");
            Assert.IsTrue(match.Success, $"{path}: the HintPath {hintPath} is not ..\\packages\\<id>.<version>\\lib\\<assembly>.dll");
            string id = match.Groups["id"].Value;
            referred.Add(id);
            Assert.AreEqual(toRoot, match.Groups["root"].Value, $"{path}: {hintPath} does not lead to packages/ beside Edge.sln");
            Assert.AreEqual(name, match.Groups["file"].Value, $"{path}: Reference and HintPath name different assemblies");
            Assert.IsTrue(project.Packages.TryGetValue(id, out string? package), $"{path}: {id} is not in packages.config");
            Assert.AreEqual(package, match.Groups["version"].Value, $"{path}: HintPath of {name} and packages.config");
            if (name != "nanoFramework.UnitTestLauncher")
            {
                Assert.AreEqual(package.Split('-')[0] + ".0", version, $"{path}: Reference of {name} and packages.config");
            }
        }

        foreach ((string id, string version) in project.Packages)
        {
            Assert.Contains(id, referred, $"{path}: nothing refers to {id} of packages.config");
            if (id.StartsWith("Edge.", StringComparison.Ordinal))
            {
                Assert.AreEqual(Repository.Version, version.Split('-')[0], $"{id}: build/Version.props and packages.config of {path}");
                continue;
            }

            Assert.IsTrue(pinned.TryGetValue(id, out string? pin), $"nf-tools.json does not list {id} of {path}");
            Assert.AreEqual(pin, version, $"{id}: nf-tools.json and packages.config of {path}");
        }
    }

    /// <summary>It compiles without the nanoFramework project system.</summary>
    public static void AssertFallsBack(NanoProject project)
    {
        // The last import: without it `dotnet build Edge.sln` fails wherever the nanoFramework project system is missing.
        string last = File.ReadAllLines(project.FilePath).Last(line => line.Contains("<Import ", StringComparison.Ordinal));
        StringAssert.Contains(last, @"build\NanoCompileOnly.targets");
        StringAssert.Contains(last, "!Exists('$(NanoFrameworkProjectSystemPath)NFProjectSystem.CSharp.targets')");
        string path = Regex.Match(last, "Project=\"([^\"]+)\"").Groups[1].Value;
        Assert.IsTrue(File.Exists(Path.Combine(project.Folder, path.Replace('\\', '/'))), $"{project.FilePath}: {path} does not exist");
    }

    /// <summary>The compiler optimizes in every configuration: code that is not optimized is above the limits of an assembly.</summary>
    public static void AssertOptimizes(NanoProject project)
    {
        // The project system sets the property for each configuration, so the last word must be behind its import.
        string text = File.ReadAllText(project.FilePath);
        MatchCollection settings = Regex.Matches(text, "<Optimize.*>(?<value>.*)</Optimize>");
        Assert.HasCount(1, settings, $"{project.FilePath}: <Optimize> is to be set once, without a condition");
        Assert.AreEqual("<Optimize>true</Optimize>", settings[0].Value, project.FilePath);
        string group = text[text.LastIndexOf("<PropertyGroup", settings[0].Index, StringComparison.Ordinal)..settings[0].Index];
        Assert.DoesNotContain("Condition", group, $"{project.FilePath}: <Optimize> depends on a condition");
        int properties = text.IndexOf(@"NFProjectSystem.props""", StringComparison.Ordinal);
        int targets = text.IndexOf(@"NFProjectSystem.CSharp.targets""", StringComparison.Ordinal);
        Assert.IsTrue(properties < settings[0].Index && settings[0].Index < targets, $"{project.FilePath}: <Optimize> stands where the project system overrides it");
    }
}
