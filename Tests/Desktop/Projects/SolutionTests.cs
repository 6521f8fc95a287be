using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Projects;

/// <summary>Edge.sln. `dotnet sln add` writes the wrong type for a .nfproj and no Deploy.0 lines.</summary>
[TestClass]
public sealed class SolutionTests
{
    private const string NanoType = "{11A8DD76-328B-46DF-9F39-F559912D0360}";
    private const string DesktopType = "{9A19103F-16F7-4668-BE54-9A1E7A4F7556}";

    private static readonly string[] s_lines = File.ReadAllLines(Repository.PathOf("Edge.sln"));

    // MeterDigits has packages of its own and its own solution; what lies in build makes packages.
    private static IEnumerable<string> ProjectsOnDisk =>
        new[] { "*.csproj", "*.nfproj" }
            .SelectMany(pattern => Repository.SourceFiles(Repository.Root, pattern))
            .Select(Repository.RelativePath)
            .Where(path => !path.StartsWith("Samples/MeterDigits/", StringComparison.Ordinal) && !path.StartsWith("build/", StringComparison.Ordinal));

    [TestMethod]
    public void Every_project_is_in_the_solution_with_its_type()
    {
        Dictionary<string, Match> entries = Entries();
        foreach (string path in ProjectsOnDisk)
        {
            string type = path.EndsWith(".nfproj", StringComparison.Ordinal) ? NanoType : DesktopType;
            string line = $"Project(\"{type}\") = \"{Path.GetFileNameWithoutExtension(path)}\", \"{path.Replace('/', '\\')}\", \"{{...}}\"";
            Assert.IsTrue(entries.TryGetValue(path, out Match? entry), $"Edge.sln lacks\n{line}\nEndProject");
            Assert.AreEqual(type, entry.Groups["type"].Value, $"{path}: the line should be\n{line}");
        }
    }

    [TestMethod]
    public void Every_project_in_the_solution_is_on_disk()
    {
        foreach (string path in Entries().Keys)
        {
            Assert.IsTrue(File.Exists(Repository.PathOf(path)), $"Edge.sln lists {path}, which does not exist");
        }
    }

    [TestMethod]
    public void Every_configuration_builds_every_project_and_deploys_the_device_ones()
    {
        foreach ((string path, Match entry) in Entries())
        {
            string[] kinds = path.EndsWith(".nfproj", StringComparison.Ordinal) ? ["ActiveCfg", "Build.0", "Deploy.0"] : ["ActiveCfg", "Build.0"];
            foreach (string configuration in new[] { "Debug|Any CPU", "Release|Any CPU" })
            {
                foreach (string kind in kinds)
                {
                    string line = $"\t\t{entry.Groups["guid"].Value}.{configuration}.{kind} = {configuration}";
                    Assert.Contains(line, s_lines, $"Edge.sln lacks this line of {path}:\n{line}");
                }
            }
        }
    }

    [TestMethod]
    public void Project_guids_are_different_and_those_of_the_device_projects()
    {
        Dictionary<string, Match> entries = Entries();
        Assert.AreEqual(entries.Count, entries.Values.Select(entry => entry.Groups["guid"].Value.ToUpperInvariant()).Distinct().Count());
        foreach (NanoProject project in NanoProject.All())
        {
            string path = Repository.RelativePath(project.FilePath);
            Assert.AreEqual(project.Property("ProjectGuid"), entries[path].Groups["guid"].Value, path);
        }
    }

    [TestMethod]
    public void The_only_platform_is_any_cpu()
    {
        Assert.IsFalse(s_lines.Any(line => line.Contains("|x64", StringComparison.Ordinal) || line.Contains("|x86", StringComparison.Ordinal)), "Edge.sln: remove the x64 and x86 lines that `dotnet sln add` writes");
    }

    private static Dictionary<string, Match> Entries()
    {
        return s_lines
            .Select(line => Regex.Match(line, "^Project\\(\"(?<type>[^\"]+)\"\\) = \"[^\"]+\", \"(?<path>[^\"]+proj)\", \"(?<guid>[^\"]+)\"$"))
            .Where(match => match.Success)
            .ToDictionary(match => match.Groups["path"].Value.Replace('\\', '/'));
    }
}
