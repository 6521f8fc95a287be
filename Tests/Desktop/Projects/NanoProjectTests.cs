using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
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

        NanoProjectChecks.AssertListsFilesOnDisk(project, $"\"{SyncCommand}\" corrects it");
    }

    [TestMethod]
    [DynamicData(nameof(Projects))]
    public void Items_outside_the_folder_and_other_items_exist(string path)
    {
        NanoProjectChecks.AssertItemsExist(new NanoProject(Repository.PathOf(path)));
    }

    [TestMethod]
    [DynamicData(nameof(Projects))]
    public void References_packages_and_nf_tools_name_the_same_versions(string path)
    {
        NanoProjectChecks.AssertVersions(new NanoProject(Repository.PathOf(path)), Repository.Root);
    }

    [TestMethod]
    [DynamicData(nameof(Projects))]
    public void Project_falls_back_to_compiling_only(string path)
    {
        NanoProjectChecks.AssertFallsBack(new NanoProject(Repository.PathOf(path)));
    }

    [TestMethod]
    [DynamicData(nameof(Projects))]
    public void Project_is_optimized_in_Debug_too(string path)
    {
        NanoProjectChecks.AssertOptimizes(new NanoProject(Repository.PathOf(path)));
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
    public void An_app_with_a_task_of_its_own_sees_what_the_app_sees()
    {
        // It compiles the app's files, so what is internal to a runtime and open to the app must be open to it as well. Where its packages
        // are missing nothing else would notice.
        NanoProject[] apps = [.. NanoProject.All().Where(project => project.LinksApp)];
        Assert.IsNotEmpty(apps);
        foreach (NanoProject app in apps)
        {
            foreach (string reference in app.ProjectReferences)
            {
                string path = Path.Combine(app.Folder, reference.Replace('\\', '/'));
                string friends = File.ReadAllText(Path.Combine(Path.GetDirectoryName(path)!, "Properties", "AssemblyInfo.cs"));
                if (friends.Contains("InternalsVisibleTo(\"Edge.Firmware\")", StringComparison.Ordinal))
                {
                    StringAssert.Contains(friends, $"InternalsVisibleTo(\"{app.Property("AssemblyName")}\")", reference);
                }
            }
        }
    }

    [TestMethod]
    public void Project_that_lists_a_moved_file_is_told_which_lines_to_change()
    {
        string folder = Directory.CreateTempSubdirectory("edge-nfproj-").FullName;
        try
        {
            File.Copy(Repository.PathOf("Runtime.Int8/Packed/Runtime.Int8.Packed.nfproj"), Path.Combine(folder, "Moved.nfproj"));
            var project = new NanoProject(Path.Combine(folder, "Moved.nfproj"));
            foreach (string item in project.CompileItems)
            {
                string path = Path.Combine(folder, item.Replace('\\', '/').Replace("Layout/LayoutRows.cs", "Elsewhere/LayoutRows.cs", StringComparison.Ordinal));
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, string.Empty);
            }

            string lists = Assert.ThrowsExactly<AssertFailedException>(() => NanoProjectChecks.AssertListsFilesOnDisk(project, "a remedy")).Message;
            StringAssert.Contains(lists, @"add:    <Compile Include=""Elsewhere\LayoutRows.cs"" />");
            StringAssert.Contains(lists, @"remove: <Compile Include=""Layout\LayoutRows.cs"" />");
            StringAssert.Contains(lists, "a remedy");
            string exist = Assert.ThrowsExactly<AssertFailedException>(() => NanoProjectChecks.AssertItemsExist(project)).Message;
            StringAssert.Contains(exist, @"Layout\LayoutRows.cs does not exist");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestMethod]
    public void One_app_is_one_folder_deep_and_the_others_are_deeper()
    {
        // VS Code deploys only an Exe in a direct subfolder of the solution's folder, and takes the first that it finds.
        string[] apps = [.. NanoProject.All().Where(project => project.Property("OutputType") == "Exe").Select(project => Repository.RelativePath(project.FilePath))];
        CollectionAssert.AreEqual(new[] { "Firmware/Firmware.nfproj" }, apps.Where(path => path.Count(c => c == '/') == 1).ToArray());
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
