using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Edge.Runtime.Int8.Telemetry;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Projects;

/// <summary>nf-tools.json: a nanoff file-deployment document with Edge's own keys beside it.</summary>
[TestClass]
public sealed class NfToolsTests
{
    [TestMethod]
    public void Tools_have_the_versions_of_the_tool_manifest()
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(Repository.PathOf(".config/dotnet-tools.json")));
        JsonElement tools = manifest.RootElement.GetProperty("tools");
        foreach ((string tool, string version) in NfTools.Load().Tools)
        {
            Assert.IsTrue(tools.TryGetProperty(tool, out JsonElement entry), $".config/dotnet-tools.json lacks {tool}");
            Assert.AreEqual(version, entry.GetProperty("version").GetString(), $"{tool}: nf-tools.json and .config/dotnet-tools.json");
        }

        Assert.AreEqual(NfTools.Load().Tools.Count, tools.EnumerateObject().Count(), ".config/dotnet-tools.json has tools that nf-tools.json lacks");
    }

    [TestMethod]
    public void Packages_are_those_that_the_projects_use()
    {
        HashSet<string> used = [.. NanoProject.All().SelectMany(project => project.Packages.Keys)];
        Assert.IsEmpty(NfTools.Load().Packages.Keys.Except(used), "nf-tools.json pins packages that no packages.config names");
    }

    [TestMethod]
    public void Document_is_one_that_nanoff_deploys_files_from()
    {
        // nanoff reads SerialPort and Files, in any case, and a port in the file beats the one on the command line.
        JsonElement root = NfTools.Load().Root;
        Assert.IsFalse(root.EnumerateObject().Any(property => property.Name.Equals("SerialPort", StringComparison.OrdinalIgnoreCase)), "a port is a matter of the machine");
        foreach (JsonElement file in root.GetProperty("files").EnumerateArray())
        {
            string destination = file.GetProperty("DestinationFilePath").GetString()!;
            string source = file.GetProperty("SourceFilePath").GetString()!;
            Assert.IsTrue(destination.StartsWith(@"I:\", StringComparison.Ordinal) || destination.StartsWith(@"D:\", StringComparison.Ordinal), destination);
            Assert.IsTrue(File.Exists(Repository.PathOf(source)), $"nf-tools.json: {source} does not exist");
            Assert.IsFalse(source.EndsWith(".bin", StringComparison.OrdinalIgnoreCase), source);
        }
    }

    [TestMethod]
    public void Files_fit_the_storage_of_every_board()
    {
        NfTools tools = NfTools.Load();
        long bytes = tools.Root.GetProperty("files").EnumerateArray().Sum(file => new FileInfo(Repository.PathOf(file.GetProperty("SourceFilePath").GetString()!)).Length);
        foreach (JsonElement board in tools.Boards)
        {
            Assert.IsLessThanOrEqualTo(board.GetProperty("storageKB").GetInt64() * 1024, bytes, $"files of nf-tools.json on {board.GetProperty("name")}");
        }
    }

    [TestMethod]
    public void Image_is_what_the_app_project_builds()
    {
        var app = new NanoProject(Repository.PathOf("Firmware/Firmware.nfproj"));
        Assert.AreEqual($"Firmware/bin/Release/{app.Property("AssemblyName")}.bin", NfTools.Load().Root.GetProperty("image").GetString());
    }

    [TestMethod]
    public void Boards_are_complete_and_fit_their_flash()
    {
        var names = new HashSet<string>();
        foreach (JsonElement board in NfTools.Load().Boards)
        {
            string name = board.GetProperty("name").GetString()!;
            Assert.IsTrue(names.Add(name), $"{name} twice");
            StringAssert.StartsWith(board.GetProperty("target").GetString(), "ESP32");
            Assert.AreEqual(4, board.GetProperty("fwVersion").GetString()!.Split('.').Length, name);

            // The internal storage and the deployment partition share the flash with the firmware below deployAddress.
            long address = long.Parse(board.GetProperty("deployAddress").GetString()!["0x".Length..], NumberStyles.HexNumber);
            long end = address + (board.GetProperty("deployKB").GetInt64() * 1024) + (board.GetProperty("storageKB").GetInt64() * 1024);
            Assert.IsGreaterThan(0x100000, address, name);
            Assert.IsLessThanOrEqualTo(board.GetProperty("flashMB").GetInt64() << 20, end, name);
            Assert.IsGreaterThan(0, board.GetProperty("ramKB").GetInt32(), name);
            string source = board.GetProperty("ramSource").GetString()!;
            Assert.IsTrue(source.StartsWith("measured: ", StringComparison.Ordinal) || source.StartsWith("estimated: ", StringComparison.Ordinal), $"{name}: {source}");
        }
    }

    [TestMethod]
    public void Boards_have_currents_at_their_clock()
    {
        foreach (JsonElement board in NfTools.Load().Boards)
        {
            string table = board.GetProperty("currentTable").GetString()!;
            int megahertz = board.GetProperty("cpuMHz").GetInt32();
            Assert.IsNotNull(BoardCurrents.Find(table, megahertz), $"{board.GetProperty("name")}: no currents for {table} at {megahertz} MHz");
        }
    }

    [TestMethod]
    public void Pins_of_a_board_are_all_different()
    {
        foreach (JsonElement board in NfTools.Load().Boards)
        {
            JsonElement pins = board.GetProperty("pins");
            int[] numbers = [.. new[] { "i2cData", "i2cClock", "uartTx", "uartRx", "strobe" }.Select(key => pins.GetProperty(key).GetInt32())];
            Assert.AreEqual(numbers.Length, numbers.Distinct().Count(), $"{board.GetProperty("name")}: {string.Join(' ', numbers)}");
            Assert.IsGreaterThan(0, pins.GetProperty("i2cBus").GetInt32());
            StringAssert.StartsWith(pins.GetProperty("uartPort").GetString(), "COM");
        }
    }
}
