using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Edge.Tests.Desktop.Projects;

/// <summary>A .nfproj with its packages.config, as far as the tests compare them with the disk and with each other.</summary>
internal sealed class NanoProject
{
    // Stands in on the desktop for what the device has: nanoFramework.TestFramework, and native methods.
    private static readonly string[] s_desktopOnlyFolders = [@"MSTest\", @"Desktop\"];

    private static readonly XNamespace s_msbuild = "http://schemas.microsoft.com/developer/msbuild/2003";
    private static readonly Regex s_compileLine = new(@"^\s*<Compile Include=.*/>\s*$", RegexOptions.CultureInvariant);

    // The device tests compile the app's sources too, since an app cannot be referred to; but not what needs a board.
    private const string AppFolder = "Firmware";
    private static readonly string[] s_boardOnly = [@"Program.cs", @"Board\Esp32\", @"Properties\"];

    // An app with a task of its own: everything of the app's but the start.
    private static readonly string[] s_start = [@"Program.cs", @"Properties\"];

    // The app's task: a sample's files, which it compiles with its own.
    private const string TaskFolder = "Samples/MeterDigits/Device";
    private const string TaskLink = "Task";

    private readonly XDocument _document;

    /// <summary>Reads the project.</summary>
    /// <param name="path">Full path of the .nfproj.</param>
    public NanoProject(string path)
    {
        FilePath = path;
        Folder = Path.GetDirectoryName(path)!;
        _document = XDocument.Load(path);
    }

    /// <summary>Full path of the .nfproj.</summary>
    public string FilePath { get; }

    /// <summary>Full path of its folder.</summary>
    public string Folder { get; }

    /// <summary>Compile items as written, with \ between folders.</summary>
    public IReadOnlyList<string> CompileItems => Items("Compile");

    /// <summary>Files that the compiler or the deployment takes: None, Content and EmbeddedResource items as written.</summary>
    public IReadOnlyList<string> OtherItems => [.. Items("None"), .. Items("Content"), .. Items("EmbeddedResource")];

    /// <summary>Projects referred to, as written.</summary>
    public IReadOnlyList<string> ProjectReferences => Items("ProjectReference");

    /// <summary>References: assembly name, version as written ("1.17.11.0") and hint path as written.</summary>
    public IReadOnlyList<(string Name, string Version, string HintPath)> References =>
        [.. _document.Descendants(s_msbuild + "Reference").Select(ParseReference)];

    /// <summary>Packages of packages.config, id to version.</summary>
    public IReadOnlyDictionary<string, string> Packages =>
        XDocument.Load(Path.Combine(Folder, "packages.config")).Root!.Elements("package")
            .ToDictionary(package => package.Attribute("id")!.Value, package => package.Attribute("version")!.Value);

    /// <summary>All .nfproj files of the repository, but not the template's, which is a project only when an app was made of it.</summary>
    public static IEnumerable<NanoProject> All()
    {
        return Repository.SourceFiles(Repository.Root, "*.nfproj").Where(path => !Repository.RelativePath(path).StartsWith("build/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(path => new NanoProject(path));
    }

    /// <summary>Value of a property, or null.</summary>
    public string? Property(string name)
    {
        return _document.Descendants(s_msbuild + name).FirstOrDefault()?.Value;
    }

    /// <summary>Whether it is the project of the device tests.</summary>
    public bool IsTestProject => Property("IsTestProject") == "true";

    /// <summary>Whether it is an app of its own that compiles the sources of Firmware and of its task, too.</summary>
    public bool LinksApp => Property("LinksApp") == "true";

    /// <summary>The lines of the Compile items that the C# files on disk call for.</summary>
    public IReadOnlyList<string> CompileLinesOnDisk()
    {
        IEnumerable<string> own = FilesUnder(Folder)
            .Where(item => !s_desktopOnlyFolders.Any(folder => item.StartsWith(folder, StringComparison.Ordinal)))
            .Select(item => $"    <Compile Include=\"{item}\" />");
        bool isApp = Repository.RelativePath(Folder) == AppFolder;
        if (!isApp && !IsTestProject && !LinksApp)
        {
            return [.. own];
        }

        string toRoot = string.Concat(Enumerable.Repeat(@"..\", Repository.RelativePath(Folder).Split('/').Length));
        IEnumerable<string> task = FilesUnder(Repository.PathOf(TaskFolder))
            .Select(item => $"    <Compile Include=\"{toRoot}{TaskFolder.Replace('/', '\\')}\\{item}\" Link=\"{TaskLink}\\{item}\" />");
        if (isApp)
        {
            return [.. own, .. task];
        }

        IEnumerable<string> linked = FilesUnder(Repository.PathOf(AppFolder))
            .Where(item => !(LinksApp ? s_start : s_boardOnly).Any(part => item.StartsWith(part, StringComparison.Ordinal)))
            .Select(item => $"    <Compile Include=\"..\\..\\{AppFolder}\\{item}\" Link=\"{AppFolder}\\{item}\" />");
        return [.. own, .. linked, .. task];
    }

    /// <summary>The lines of the Compile items in the file.</summary>
    public IReadOnlyList<string> CompileLines()
    {
        return [.. File.ReadAllLines(FilePath).Where(line => s_compileLine.IsMatch(line))];
    }

    /// <summary>Makes the Compile items what is on disk.</summary>
    public void WriteCompileItems()
    {
        List<string> lines = [.. File.ReadAllLines(FilePath)];
        int first = lines.FindIndex(s_compileLine.IsMatch);
        lines.RemoveAll(s_compileLine.IsMatch);
        lines.InsertRange(first, CompileLinesOnDisk());

        // Whole or not at all: other tests read the file at the same time.
        string draft = FilePath + ".new";
        File.WriteAllText(draft, string.Join('\n', lines) + "\n");
        File.Move(draft, FilePath, overwrite: true);
    }

    private static IEnumerable<string> FilesUnder(string folder)
    {
        return Repository.SourceFiles(folder, "*.cs").Select(path => Path.GetRelativePath(folder, path).Replace('/', '\\'))
            .Order(StringComparer.Ordinal);
    }

    private static (string Name, string Version, string HintPath) ParseReference(XElement reference)
    {
        string[] parts = reference.Attribute("Include")!.Value.Split(", ");
        string version = parts.Single(part => part.StartsWith("Version=", StringComparison.Ordinal))["Version=".Length..];
        return (parts[0], version, reference.Element(s_msbuild + "HintPath")!.Value);
    }

    /// <summary>Items that are there whatever a build does: what a target adds may not exist yet.</summary>
    private List<string> Items(string kind)
    {
        return [.. _document.Descendants(s_msbuild + kind).Where(item => !item.Ancestors(s_msbuild + "Target").Any()).Select(item => item.Attribute("Include")!.Value)];
    }
}
