using System;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Projects;

/// <summary>What a .nfproj does without the nanoFramework project system: build/NanoCompileOnly.targets.</summary>
[TestClass]
[DoNotParallelize]
public sealed class NanoCompileTests
{
    private string _folder = string.Empty;

    [TestInitialize]
    public void MakeFolder()
    {
        _folder = Directory.CreateTempSubdirectory("edge-nano-").FullName;
    }

    [TestCleanup]
    public void RemoveFolder()
    {
        Directory.Delete(_folder, recursive: true);
    }

    [TestMethod]
    public void Project_whose_references_are_missing_says_which_and_is_no_error()
    {
        (int code, string output) = Build("class Program { }", "Nowhere.One", "Nowhere.Two");
        Assert.AreEqual(0, code, output);
        StringAssert.Contains(output, "Probe.nfproj: not compiled for the device: Nowhere.One, Nowhere.Two not found");
    }

    [TestMethod]
    public void Project_with_all_references_is_compiled_against_the_devices_library()
    {
        NanoBuild.RequireLibrary();
        (int code, string output) = Build("public class Probe { public static int Twice(int value) { return 2 * value; } }", "mscorlib");
        Assert.AreEqual(0, code, output);
        StringAssert.Contains(output, "Probe.nfproj: compiled for the device");
        Assert.HasCount(1, Directory.GetFiles(_folder, "Probe.dll", SearchOption.AllDirectories));
    }

    [TestMethod]
    public void Member_that_the_device_lacks_fails_the_build()
    {
        NanoBuild.RequireLibrary();
        (int code, string output) = Build("public class Probe { public static string Use(string text) { return text.Replace('a', 'b'); } }", "mscorlib");
        Assert.AreEqual(1, code, output);
        StringAssert.Contains(output, "CS1061");
    }

    [TestMethod]
    public void Runtime_is_compiled_for_the_device_where_its_library_is()
    {
        NanoBuild.RequireLibrary();
        foreach (NanoProject project in NanoProject.All().Where(project => project.References.All(reference => reference.Name == "mscorlib")))
        {
            (int code, string output) = NanoBuild.Run(project.FilePath);
            Assert.AreEqual(0, code, output);
            StringAssert.Contains(output, Path.GetFileName(project.FilePath) + ": compiled for the device");
        }
    }

    private (int Code, string Output) Build(string source, params string[] references)
    {
        var project = new StringBuilder();
        project.AppendLine("<Project DefaultTargets=\"Build\"><PropertyGroup><Configuration>Release</Configuration><OutputType>Library</OutputType>");
        project.AppendLine("<AssemblyName>Probe</AssemblyName><Optimize>true</Optimize></PropertyGroup><ItemGroup><Compile Include=\"Probe.cs\" />");
        foreach (string reference in references)
        {
            string path = Path.GetRelativePath(_folder, Path.Combine(NanoBuild.Library, reference + ".dll"));
            project.AppendLine($"<Reference Include=\"{reference}\"><HintPath>{path}</HintPath></Reference>");
        }

        project.AppendLine($"</ItemGroup><Import Project=\"{Repository.PathOf("build/NanoCompileOnly.targets")}\" /></Project>");
        File.WriteAllText(Path.Combine(_folder, "Probe.nfproj"), project.ToString());
        File.WriteAllText(Path.Combine(_folder, "Probe.cs"), source);
        return NanoBuild.Run(Path.Combine(_folder, "Probe.nfproj"));
    }
}
