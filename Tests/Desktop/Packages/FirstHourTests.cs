using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using Edge.Tests.Desktop.Projects;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Packages;

/// <summary>
/// .ci/first-hour, run once: packages, an installed tool, apps made of the template. It takes minutes, so these tests have the
/// category Packages: <c>dotnet test Edge.sln --filter TestCategory!=Packages</c> leaves them out.
/// </summary>
[TestClass]
[TestCategory("Packages")]
public sealed class FirstHourTests
{
    private const long MostToolBytes = 90 * 1024 * 1024;

    private static readonly string[] s_systems = ["linux-arm64", "linux-x64", "osx-arm64", "win-x64"];

    private static string s_folder = string.Empty;
    private static string s_output = string.Empty;
    private static int s_code = -1;

    [ClassInitialize]
    public static void Run(TestContext context)
    {
        s_folder = Path.Combine(Directory.CreateTempSubdirectory("edge-first-hour-").FullName, "work");
        if (OperatingSystem.IsWindows() || !NanoBuild.HasLibrary)
        {
            return;
        }

        (s_code, s_output) = Start("bash", [Repository.PathOf(".ci/first-hour"), s_folder]);

        // For .ci/run, which prints it: what a passing test writes is not shown.
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Repository.PathOf("artifacts")).FullName, "first-hour.txt"), s_output);
    }

    [ClassCleanup]
    public static void Clean() => Directory.Delete(Path.GetDirectoryName(s_folder)!, recursive: true);

    [TestInitialize]
    public void RequireRun()
    {
        if (s_code < 0)
        {
            Assert.Inconclusive("needs bash, and nanoFramework.CoreLibrary from a package feed");
        }

        Assert.AreEqual(0, s_code, s_output);
    }

    [TestMethod]
    public void Every_step_from_an_empty_folder_to_a_compiled_app_is_done()
    {
        string[] steps = ["pack-tool", "pack-runtime", "install-tool", "demo", "convert", "install-template", "new-app", "compile-app", "new-app-with-model", "compile-app-with-model"];
        foreach (string step in steps)
        {
            StringAssert.Matches(s_output, new Regex($@"\n  {step} +\d+ s\n"));
        }

        StringAssert.Contains(File.ReadAllText(Path.Combine(s_folder, "demo.log")), " sample digits are read correctly; ");
        StringAssert.Contains(s_output, "Hello.nfproj: compiled for the device");
    }

    [TestMethod]
    public void Tool_has_a_package_for_each_system_with_its_natives_only()
    {
        foreach (string system in s_systems)
        {
            string path = PackageOf("Edge.ModelTools." + system, Repository.Version);
            Assert.IsLessThan(MostToolBytes, new FileInfo(path).Length, path);
            string[] natives = [.. Entries(path).Where(name => Regex.IsMatch(name, @"\.(so|dylib)$|/(onnxruntime|lib\w+)[^/]*\.dll$")).Select(name => Path.GetFileName(name)!)];
            string extension = system.StartsWith("win", StringComparison.Ordinal) ? ".dll" : system.StartsWith("osx", StringComparison.Ordinal) ? ".dylib" : ".so";
            foreach (string library in new[] { "onnxruntime", "SkiaSharp" })
            {
                Assert.IsTrue(natives.Any(name => name.Contains(library, StringComparison.Ordinal)), $"{system} lacks {library}: {string.Join(", ", natives)}");
            }

            Assert.IsEmpty(natives.Where(name => !name.EndsWith(extension, StringComparison.Ordinal)), $"{system} has libraries of another system");
            Assert.IsEmpty(Entries(path).Where(name => name.EndsWith(".lib", StringComparison.Ordinal) || name.EndsWith("libSkiaSharp.pdb", StringComparison.Ordinal)), path);
            Assert.IsEmpty(FilesThatDependenciesName(path).Except(Entries(path).Select(name => Path.GetFileName(name)!)), $"{system}: .NET would not start it without these");
        }

        string[] tools = [.. Directory.GetFiles(Path.Combine(s_folder, "packages"), "Edge.ModelTools.*-*.nupkg").Select(path => Path.GetFileName(path)!)];
        CollectionAssert.AreEquivalent(s_systems.Select(system => $"Edge.ModelTools.{system}.{Repository.Version}.nupkg").ToArray(), tools);
    }

    [TestMethod]
    public void Installed_tool_without_a_native_library_says_so_in_one_line()
    {
        string library = Directory.GetFiles(Path.Combine(s_folder, "tools"), OperatingSystem.IsMacOS() ? "libSkiaSharp.dylib" : "libSkiaSharp.so", SearchOption.AllDirectories).Single();
        string edge = Path.Combine(s_folder, "tools", "edge");
        string picture = Repository.PathOf("Samples/MeterDigits/samples/7/display.png");
        File.Move(library, library + ".gone");
        try
        {
            foreach (string[] arguments in new string[][] { ["doctor"], ["run", Path.Combine(s_folder, "digits.edge8"), picture] })
            {
                (int code, string output) = Start(edge, arguments);
                Assert.AreEqual(1, code, output);
                string error = output.Split('\n').Single(line => line.StartsWith("error ", StringComparison.Ordinal));
                StringAssert.StartsWith(error, "error EDGE0014: ");
                StringAssert.Contains(error, "libSkiaSharp");
                Assert.DoesNotContain("   at ", output);
            }
        }
        finally
        {
            File.Move(library + ".gone", library);
        }

        Assert.AreEqual(0, Start(edge, ["doctor"]).Code);
    }

    [TestMethod]
    [DataRow("Edge.Runtime.Int8", "Edge.Runtime.Int8")]
    [DataRow("Edge.Runtime.Int8.Packed", "Edge.Runtime.Int8.Lanes Edge.Runtime.Int8.Depthwise Edge.Runtime.Int8.Micro Edge.Runtime.Int8.Packed")]
    [DataRow("Edge.Runtime.Int8.Native", "Edge.Runtime.Int8.Native")]
    public void Runtime_package_has_the_form_of_nanoFramework(string package, string assemblies)
    {
        string[] entries = [.. Entries(PackageOf(package, Repository.Version + "-compileonly"))];
        foreach (string file in assemblies.Split(' ').SelectMany(name => new[] { $"lib/{name}.dll", $"lib/{name}.pdb", $"lib/{name}.xml" }).Concat(["docs/README.md", "images/icon.png", "LICENSE", package + ".nuspec"]))
        {
            Assert.Contains(file, entries, package);
        }

        Assert.HasCount(assemblies.Split(' ').Length, entries.Where(name => name.StartsWith("lib/", StringComparison.Ordinal) && name.EndsWith(".dll", StringComparison.Ordinal)));
        Assert.AreEqual(package.EndsWith("Native", StringComparison.Ordinal), entries.Contains("native/kernels/edge_conv2d.c"));
    }

    [TestMethod]
    public void App_of_the_template_is_a_project_like_those_of_the_repository()
    {
        string root = Path.Combine(s_folder, "Hello");
        var project = new NanoProject(Path.Combine(root, "Hello", "Hello.nfproj"));
        NanoProjectChecks.AssertItemsExist(project);
        NanoProjectChecks.AssertFallsBack(project);
        NanoProjectChecks.AssertOptimizes(project);
        NanoProjectChecks.AssertVersions(project, root);
        string program = File.ReadAllText(Path.Combine(root, "Hello", "Program.cs"));
        string sample = File.ReadAllText(Repository.PathOf("Samples/HelloInference/Program.cs"));
        Assert.AreEqual(sample.Replace("HelloInference", "Hello", StringComparison.Ordinal).Replace("\"esp32s3\", 240", "\"esp32c6\", 160", StringComparison.Ordinal), program);
        Assert.IsEmpty(Directory.GetFiles(root, "*", SearchOption.AllDirectories).Where(path => Path.GetFileName(path).Contains("HelloInference", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Model_that_is_named_is_packed_when_the_app_is_built()
    {
        string packed = File.ReadAllText(Path.Combine(s_folder, "Own", "Own", "Model", "EmbeddedModel.cs"));
        StringAssert.Contains(packed, "namespace Own\n");
        StringAssert.Contains(packed, "// digits.edge8: ");
    }

    [TestMethod]
    public void Runtime_packages_without_the_metadata_processor_stop_at_a_step_with_a_name()
    {
        (int code, string output) = Start("dotnet", ["msbuild", Repository.PathOf("build/Packages.proj"), "-nologo", "-v:minimal", "-t:Runtime", "-p:PackagesTo=" + Path.Combine(s_folder, "none")]);
        Assert.AreEqual(1, code, output);
        StringAssert.Contains(output, "step RequirePe: Edge.Runtime.*.pe and .pdbx cannot be made here: the nanoFramework project system with its metadata processor is not installed");
        Assert.IsFalse(Directory.Exists(Path.Combine(s_folder, "none")));
    }

    private static string PackageOf(string id, string version) => Path.Combine(s_folder, "packages", $"{id}.{version}.nupkg");

    private static IEnumerable<string> Entries(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }

    /// <summary>Names of the files that deps.json says are there.</summary>
    private static List<string> FilesThatDependenciesName(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);
        using Stream stream = archive.Entries.Single(entry => entry.Name == "edge.deps.json").Open();
        using JsonDocument document = JsonDocument.Parse(stream);
        var files = new List<string>();
        foreach (JsonProperty library in document.RootElement.GetProperty("targets").EnumerateObject().SelectMany(target => target.Value.EnumerateObject()))
        {
            foreach (string kind in new[] { "runtime", "native" })
            {
                if (library.Value.TryGetProperty(kind, out JsonElement list))
                {
                    files.AddRange(list.EnumerateObject().Select(file => Path.GetFileName(file.Name)));
                }
            }
        }

        return files;
    }

    private static (int Code, string Output) Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };

        // What the test run tells MSBuild about itself is not for a build of its own.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        System.Threading.Tasks.Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, "\n" + output.ReplaceLineEndings("\n") + errors.Result);
    }
}
