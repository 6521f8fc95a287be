using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Packing.Specialization;
using Edge.Runtime.Int8.Kernels;
using Edge.Tests.Desktop.Commands;
using Edge.Tests.Desktop.Firmware;
using Edge.Tests.Desktop.Projects;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Packing;

/// <summary>What <c>edge pack --specialize</c> leaves on disk: complete projects, nothing of an earlier model, nothing half-written.</summary>
[TestClass]
public sealed class SpecializedFolderTests
{
    private string _root = string.Empty;
    private string _blob = string.Empty;

    private string Target => Path.Combine(_root, "Firmware", "Model");

    private string Kernels => Path.Combine(Target, SpecializedSource.Folder);

    [TestInitialize]
    public void MakeRepository()
    {
        _root = Directory.CreateTempSubdirectory("edge-parts-").FullName;
        foreach (string file in new[] { "Runtime.Int8/Core/Runtime.Int8.nfproj", "Runtime.Int8/Lanes/Runtime.Int8.Lanes.nfproj", "Runtime.Int8/Depthwise/Runtime.Int8.Depthwise.nfproj", "Runtime.Int8/Micro/Runtime.Int8.Micro.nfproj", "Runtime.Int8/Packed/Runtime.Int8.Packed.nfproj", "build/NanoCompileOnly.targets" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_root, file))!);
            File.Copy(Repository.PathOf(file), Path.Combine(_root, file));
        }

        _blob = Path.Combine(_root, "tiny.edge8");
        File.WriteAllBytes(_blob, TinyModel.Blob());
    }

    [TestCleanup]
    public void RemoveRepository()
    {
        Directory.Delete(_root, recursive: true);
    }

    [TestMethod]
    public void Each_assembly_is_a_project_like_those_of_the_repository()
    {
        Pack("--specialize");
        CollectionAssert.AreEquivalent(new[] { "Edge.Specialized", "Edge.Specialized.Part1" }, Directory.GetDirectories(Kernels).Select(Path.GetFileName).ToArray());
        NanoProject runtime = new(Repository.PathOf("Runtime.Int8/Core/Runtime.Int8.nfproj"));
        NanoProject[] projects = [.. Directory.GetDirectories(Kernels).Select(folder => new NanoProject(Path.Combine(folder, Path.GetFileName(folder) + ".nfproj")))];
        foreach (NanoProject project in projects)
        {
            NanoProjectChecks.AssertListsFilesOnDisk(project, "SpecializedProject writes it");
            NanoProjectChecks.AssertItemsExist(project);
            NanoProjectChecks.AssertVersions(project, _root);
            NanoProjectChecks.AssertFallsBack(project);
            foreach (string property in new[] { "ProjectTypeGuids", "OutputType", "TargetFrameworkVersion", "AppDesignerFolder", "NanoFrameworkProjectSystemPath" })
            {
                Assert.AreEqual(runtime.Property(property), project.Property(property), property);
            }

            Assert.AreEqual(Path.GetFileName(project.Folder), project.Property("AssemblyName"));
            NanoProjectChecks.AssertOptimizes(project);
            Assert.Contains(@"..\..\..\..\Runtime.Int8\Core\Runtime.Int8.nfproj", project.ProjectReferences);
            Assert.Contains(@"..\..\..\..\Runtime.Int8\Lanes\Runtime.Int8.Lanes.nfproj", project.ProjectReferences);
            Assert.Contains(@"..\..\..\..\Runtime.Int8\Depthwise\Runtime.Int8.Depthwise.nfproj", project.ProjectReferences);
            Assert.Contains(@"..\..\..\..\Runtime.Int8\Micro\Runtime.Int8.Micro.nfproj", project.ProjectReferences);
            Assert.Contains(@"..\..\..\..\Runtime.Int8\Packed\Runtime.Int8.Packed.nfproj", project.ProjectReferences);
        }

        Assert.Contains(@"..\Edge.Specialized.Part1\Edge.Specialized.Part1.nfproj", projects.Single(each => each.Property("AssemblyName") == "Edge.Specialized").ProjectReferences);
        Assert.HasCount(2, projects.Select(project => project.Property("ProjectGuid")).Distinct());
    }

    [TestMethod]
    public void App_takes_the_kernels_and_the_projects()
    {
        Pack("--specialize");
        StringAssert.Contains(File.ReadAllText(Path.Combine(Target, "EmbeddedModel.cs")), "return new Edge.Specialized.SpecializedKernels();");
        StringAssert.Contains(File.ReadAllText(Repository.PathOf("build/PackedModel.targets")), @"<ProjectReference Include=""Model\Specialized\*\*.nfproj"" />");
        StringAssert.Contains(File.ReadAllText(Repository.PathOf("Firmware/Program.cs")), "new Int8EngineFactory(EmbeddedModel.Kernels())");

        Pack();
        StringAssert.Contains(File.ReadAllText(Path.Combine(Target, "EmbeddedModel.cs")), "return new PackedKernels();");
        Assert.IsFalse(Directory.Exists(Kernels), "the app would deploy code that it does not use");
    }

    [TestMethod]
    public void Folder_outside_a_repository_gets_the_paths_it_needs_as_the_apps()
    {
        string elsewhere = Directory.CreateTempSubdirectory("edge-parts-").FullName;
        try
        {
            Assert.AreEqual(0, CommandLine.Run("pack", _blob, "-o", elsewhere, "--specialize").Code);
            var project = new NanoProject(Path.Combine(elsewhere, "Specialized", "Edge.Specialized", "Edge.Specialized.nfproj"));
            Assert.Contains(@"..\..\..\..\Runtime.Int8\Core\Runtime.Int8.nfproj", project.ProjectReferences);
            Assert.Contains(@"..\..\..\..\Runtime.Int8\Lanes\Runtime.Int8.Lanes.nfproj", project.ProjectReferences);
            Assert.Contains(@"..\..\..\..\Runtime.Int8\Depthwise\Runtime.Int8.Depthwise.nfproj", project.ProjectReferences);
            Assert.Contains(@"..\..\..\..\Runtime.Int8\Micro\Runtime.Int8.Micro.nfproj", project.ProjectReferences);
            Assert.Contains(@"..\..\..\..\Runtime.Int8\Packed\Runtime.Int8.Packed.nfproj", project.ProjectReferences);
        }
        finally
        {
            Directory.Delete(elsewhere, recursive: true);
        }
    }

    [TestMethod]
    public void Parts_and_files_of_an_earlier_model_are_removed_with_what_was_built_of_them()
    {
        Pack("--specialize");
        string stale = Path.Combine(Kernels, "Edge.Specialized.Part2");
        foreach (string file in Directory.GetFiles(Path.Combine(Kernels, "Edge.Specialized.Part1"), "*", SearchOption.AllDirectories))
        {
            string copy = file.Replace("Part1" + Path.DirectorySeparatorChar, "Part2" + Path.DirectorySeparatorChar, StringComparison.Ordinal);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        Directory.CreateDirectory(Path.Combine(stale, "bin", "Release"));
        File.WriteAllText(Path.Combine(stale, "bin", "Release", "Edge.Specialized.Part2.pe"), "built");
        File.WriteAllText(Path.Combine(stale, "Edge.Specialized.Part2.nfproj.user"), "<Project />");
        Pack("--specialize");
        Assert.IsFalse(Directory.Exists(stale));
        Assert.IsEmpty(Directory.GetDirectories(Target).Where(folder => folder != Kernels), "no draft is left");
    }

    [TestMethod]
    public void File_of_somebody_else_is_left_alone()
    {
        string mine = Path.Combine(Kernels, "Edge.Specialized", "Mine.cs");
        Directory.CreateDirectory(Path.GetDirectoryName(mine)!);
        File.WriteAllText(mine, "class Mine { }");
        foreach (string[] options in new string[][] { ["--specialize"], [] })
        {
            (int code, _, string error) = CommandLine.Run(["pack", _blob, "-o", Target, .. options]);
            Assert.AreEqual(1, code);
            StringAssert.Contains(error, ((int)DiagnosticId.PackTargetForeign).ToString());
            Assert.IsTrue(File.Exists(mine));
            Assert.IsFalse(File.Exists(Path.Combine(Target, "EmbeddedModel.cs")), "nothing is half-written");
        }
    }

    [TestMethod]
    public void Folder_that_cannot_be_written_is_one_error_and_leaves_no_draft()
    {
        // A file stands where the folder should come.
        Directory.CreateDirectory(Target);
        File.WriteAllText(Kernels, "in the way");
        (int code, _, string error) = CommandLine.Run("pack", _blob, "-o", Target, "--specialize");
        Assert.AreEqual(1, code);
        StringAssert.StartsWith(error, "error EDGE0003: ");
        CollectionAssert.AreEqual(new[] { Kernels }, Directory.GetFileSystemEntries(Target));
    }

    [TestMethod]
    public void Command_tells_what_was_taken_and_counts_it_for_the_board()
    {
        string output = Pack("--specialize");
        StringAssert.Contains(output, "1 of 1 convolutions, 36 of 36 MACs (100 %)");
        StringAssert.Contains(output, "  Edge.Specialized.Part1: ");
        using JsonDocument with = JsonDocument.Parse(Pack("--specialize", "--board", "esp32", "--json"));
        using JsonDocument without = JsonDocument.Parse(Pack("--board", "esp32", "--json"));
        JsonElement code = with.RootElement.GetProperty("specialized");
        Assert.AreEqual(2, code.GetProperty("assemblies").GetArrayLength());
        long flash = code.GetProperty("flashBytes").GetInt64();
        Assert.AreEqual(flash, Board(with, "imageBytes") - Board(without, "imageBytes"));
        Assert.AreEqual((2 * SpecializedFlash.AssemblyHeapBytes) + ConstantKernels.TableEntries, Board(with, "heapBytes") - Board(without, "heapBytes"));
        Assert.AreEqual(Board(without, "partitionBytes") - Board(without, "imageBytes"), code.GetProperty("limitBytes").GetInt64(), "what the app and the model leave");
    }

    [TestMethod]
    [DataRow("EDGE0005", "--specialize-flash", "100KB")]
    [DataRow("EDGE0005", "--specialize", "--specialize-flash", "much")]
    [DataRow("EDGE8005", "--specialize", "--specialize-flash", "1KB")]
    public void Bad_limits_get_one_line_and_leave_nothing(params string[] row)
    {
        (int code, _, string error) = CommandLine.Run(["pack", _blob, "-o", Target, .. row.Skip(1)]);
        Assert.AreEqual(CommandLine.CodeOf(row[0]), code);
        Assert.HasCount(1, error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        StringAssert.StartsWith(error, $"error {row[0]}: ");
        Assert.IsFalse(Directory.Exists(Target));
    }

    private static long Board(JsonDocument json, string property) => json.RootElement.GetProperty("boards")[0].GetProperty(property).GetInt64();

    private string Pack(params string[] options)
    {
        (int code, string output, string error) = CommandLine.Run(["pack", _blob, "-o", Target, .. options]);
        Assert.AreEqual(0, code, error);
        return output;
    }
}
