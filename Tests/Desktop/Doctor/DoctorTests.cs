using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Edge.ModelTools.Deployment;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Doctor;
using Edge.Tests.Desktop.Commands;
using Edge.Tests.Desktop.Deployment;
using Edge.Tests.Desktop.Devices;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Doctor;

/// <summary><c>edge doctor</c>, and what a command says when a native library is not there.</summary>
[TestClass]
[DoNotParallelize]
public sealed class DoctorTests
{
    [TestMethod]
    public void Machine_of_this_test_has_the_tools_libraries()
    {
        (int code, string output, string error) = CommandLine.Run("doctor", "--json");
        Assert.AreEqual(0, code, error);
        using JsonDocument json = JsonDocument.Parse(output);
        Dictionary<string, JsonElement> findings = json.RootElement.GetProperty("findings").EnumerateArray().ToDictionary(each => each.GetProperty("name").GetString()!);
        foreach (string library in new[] { "edge", "ONNX Runtime", "SkiaSharp", "boards" })
        {
            Assert.AreEqual("fine", findings[library].GetProperty("state").GetString(), library);
        }

        StringAssert.StartsWith(findings["ONNX Runtime"].GetProperty("found").GetString(), "1.");
        Assert.AreEqual(NfTools.Load().BoardNames, findings["boards"].GetProperty("found").GetString());
    }

    [TestMethod]
    public void Text_names_what_is_missing_and_what_to_do()
    {
        (int code, string output, string error) = CommandLine.Run("doctor");
        Assert.AreEqual(0, code, error);
        string[] lines = output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.AreEqual(lines.Any(line => line.Contains("  -> ", StringComparison.Ordinal)), !lines.Contains("nothing is missing"));
        StringAssert.StartsWith(lines[0], "edge ");
    }

    [TestMethod]
    public void Nothing_on_the_path_is_no_fault_but_has_remedies()
    {
        IReadOnlyList<Finding> findings = Examine(new ProcessToolRunner(string.Empty), new FakeSerialPorts(), "nowhere");
        Dictionary<string, Finding> byName = findings.ToDictionary(finding => finding.Name);
        foreach (string name in new[] { ".NET SDK", "nanoff", "nanoFramework extension", "ports" })
        {
            Assert.AreEqual(FindingState.Optional, byName[name].State, name);
            Assert.AreNotEqual(string.Empty, byName[name].Remedy, name);
        }

        StringAssert.Contains(byName["nanoff"].Remedy, "dotnet tool update -g nanoff --version " + NfTools.Load().NanoffVersion);
    }

    [TestMethod]
    public void Another_version_of_nanoff_is_told_with_the_pinned_one()
    {
        using var nanoff = new FakeNanoff();
        Assert.AreEqual(FindingState.Fine, Examine(nanoff.Runner, new FakeSerialPorts(), nanoff.Folder).Single(finding => finding.Name == "nanoff").State);
        nanoff.Version = "nanoff 3.0.0";
        Finding other = Examine(nanoff.Runner, new FakeSerialPorts(), nanoff.Folder).Single(finding => finding.Name == "nanoff");
        Assert.AreEqual("3.0.0", other.Found);
        Assert.AreEqual(FindingState.Optional, other.State);
        StringAssert.Contains(other.Remedy, NfTools.Load().NanoffVersion);
    }

    [TestMethod]
    public void Extension_that_is_there_is_found()
    {
        using var nanoff = new FakeNanoff();
        Assert.AreEqual(FindingState.Fine, Examine(nanoff.Runner, new FakeSerialPorts(), nanoff.Folder).Single(finding => finding.Name == "nanoFramework extension").State);
    }

    [TestMethod]
    public void Library_that_cannot_be_loaded_is_missing_and_named()
    {
        Exception[] faults =
        [
            new DllNotFoundException("Unable to load shared library 'libSkiaSharp' or one of its dependencies. In order to help...\nmany lines"),
            new TypeInitializationException("X", new DllNotFoundException("Unable to load shared library 'libSkiaSharp' or one of its dependencies.")),
            new BadImageFormatException("libSkiaSharp: wrong architecture"),
        ];
        foreach (Exception fault in faults)
        {
            Finding finding = NativeLibraries.Examine("SkiaSharp", () => throw fault);
            Assert.AreEqual(FindingState.Missing, finding.State);
            StringAssert.Contains(finding.Found, "libSkiaSharp");
            Assert.DoesNotContain("many lines", finding.Found);

            EdgeException told = FaultReport.Write(fault, ["convert"]);
            Assert.AreEqual(DiagnosticId.NativeLibraryMissing, told.Id);
            StringAssert.Contains(told.Message, "libSkiaSharp");
            StringAssert.Contains(told.Message, "edge doctor");
            Assert.DoesNotContain("\n", told.Message);
        }
    }

    [TestMethod]
    public void Fault_of_the_library_itself_is_no_missing_library()
    {
        Assert.ThrowsExactly<InvalidOperationException>(() => NativeLibraries.Examine("SkiaSharp", () => throw new InvalidOperationException("x")));
    }

    private static IReadOnlyList<Finding> Examine(IToolRunner runner, ISerialPorts ports, string extension)
    {
        return new Examination(runner, ports, NfTools.Load(), [extension]).Run();
    }
}
