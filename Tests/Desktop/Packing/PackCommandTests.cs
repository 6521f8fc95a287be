using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Packing;
using Edge.ModelTools.Packing.Contents;
using Edge.ModelTools.Signing;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;
using Edge.Tests.Desktop.Commands;
using Edge.Tests.Desktop.Firmware;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Packing;

/// <summary><c>edge pack</c> as a user meets it.</summary>
[TestClass]
public sealed class PackCommandTests
{
    private string _folder = string.Empty;
    private string _blob = string.Empty;

    [TestInitialize]
    public void MakeFolder()
    {
        _folder = Directory.CreateTempSubdirectory("edge-pack-").FullName;
        _blob = Path.Combine(_folder, "tiny.edge8");
        File.WriteAllBytes(_blob, TinyModel.Blob());
    }

    [TestCleanup]
    public void RemoveFolder()
    {
        Directory.Delete(_folder, recursive: true);
    }

    [TestMethod]
    public void Small_model_becomes_one_class_and_every_board_is_told()
    {
        string target = Path.Combine(_folder, "Model");
        (int code, string output, string error) = CommandLine.Run("pack", _blob, "-o", target);
        Assert.AreEqual(0, code, error);
        CollectionAssert.AreEqual(new[] { "EmbeddedModel.cs" }, Directory.GetFiles(target).Select(Path.GetFileName).ToArray());
        foreach (Board board in NfTools.Load().Boards)
        {
            StringAssert.Contains(output, $"  {board.Name}: fits; ");
        }
    }

    [TestMethod]
    public void Other_form_replaces_what_is_there()
    {
        string target = Path.Combine(_folder, "Model");
        Assert.AreEqual(0, CommandLine.Run("pack", _blob, "-o", target, "--as", "resource").Code);
        CollectionAssert.AreEquivalent(new[] { "EmbeddedModel.cs", "PackedModel.resources" }, Directory.GetFiles(target).Select(Path.GetFileName).ToArray());
        Assert.AreEqual(0, CommandLine.Run("pack", _blob, "-o", target, "--as", "static").Code);
        CollectionAssert.AreEqual(new[] { "EmbeddedModel.cs" }, Directory.GetFiles(target).Select(Path.GetFileName).ToArray());
    }

    [TestMethod]
    public void Own_app_gets_the_reader_of_resources_and_loses_it_again()
    {
        string target = Path.Combine(_folder, "Model");
        Assert.AreEqual(0, CommandLine.Run("pack", _blob, "-o", target, "--namespace", "Acme", "--as", "resource").Code);
        CollectionAssert.AreEquivalent(new[] { "EmbeddedModel.cs", "PackedModel.resources", "ResourceWeightSource.cs" }, Directory.GetFiles(target).Select(Path.GetFileName).ToArray());
        Assert.AreEqual(0, CommandLine.Run("pack", _blob, "-o", target, "--namespace", "Acme").Code);
        CollectionAssert.AreEqual(new[] { "EmbeddedModel.cs" }, Directory.GetFiles(target).Select(Path.GetFileName).ToArray());
    }

    [TestMethod]
    public void Trusted_key_becomes_a_class_and_goes_again_without_the_option()
    {
        string target = Path.Combine(_folder, "Model");
        string pub = Path.Combine(_folder, "owner.pub");
        PublicKey key = new PrivateKey(new byte[16], new byte[32]).Public;
        File.WriteAllText(pub, key.ToText());
        (int code, _, string error) = CommandLine.Run("pack", _blob, "-o", target, "--trust", pub);
        Assert.AreEqual(0, code, error);
        string source = File.ReadAllText(Path.Combine(target, "TrustedKey.cs"));
        string[] numbers = source[source.IndexOf('{', source.IndexOf("byte[]\n", StringComparison.Ordinal))..].Split(['{', '}', ',', '\n', ' '], StringSplitOptions.RemoveEmptyEntries);
        CollectionAssert.AreEqual(key.Bytes, numbers.Where(word => byte.TryParse(word, out _)).Select(byte.Parse).ToArray());
        StringAssert.Contains(source, key.Id);
        Assert.AreEqual(0, CommandLine.Run("pack", _blob, "-o", target).Code);
        Assert.IsFalse(File.Exists(Path.Combine(target, "TrustedKey.cs")));
        File.WriteAllText(pub, "nothing");
        (code, _, error) = CommandLine.Run("pack", _blob, "-o", target, "--trust", pub);
        Assert.AreEqual(1, code);
        StringAssert.StartsWith(error, "error EDGE8101");
    }

    [TestMethod]
    public void Parts_of_the_heap_are_told()
    {
        (int code, string output, _) = CommandLine.Run("pack", _blob, "-o", Path.Combine(_folder, "Model"), "--board", "esp32c6");
        Assert.AreEqual(0, code);
        StringAssert.Contains(output, $"interpreter and app {NfTools.Load().AppHeapKB}, arrays of an inference ");
        StringAssert.Contains(output, "kept free for stack frames 19");
    }

    [TestMethod]
    public void Json_has_the_sizes()
    {
        (int code, string output, _) = CommandLine.Run("pack", _blob, "-o", Path.Combine(_folder, "Model"), "--board", "esp32c6", "--json");
        Assert.AreEqual(0, code);
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.AreEqual("static", json.RootElement.GetProperty("form").GetString());
        JsonElement board = json.RootElement.GetProperty("boards")[0];
        Assert.AreEqual("esp32c6", board.GetProperty("name").GetString());
        Assert.AreEqual(1472 * 1024, board.GetProperty("partitionBytes").GetInt64());
        Assert.AreEqual((NfTools.Load().AppKB * 1024) + TinyModel.Blob().Length + DevicePackLimits.ClassBytes, board.GetProperty("imageBytes").GetInt64());
        JsonElement heap = json.RootElement.GetProperty("heap");
        long[] parts = [.. new[] { "appBytes", "peakBytes", "overheadBytes", "headroomBytes" }.Select(part => heap.GetProperty(part).GetInt64())];
        Assert.AreEqual(NfTools.Load().AppHeapKB * 1024L, parts[0]);
        Assert.IsGreaterThan(FrameHeadroom.Bytes, parts[3]);
        Assert.AreEqual(parts.Sum() + DevicePackLimits.PieceBytes, board.GetProperty("heapBytes").GetInt64());
    }

    [TestMethod]
    [DataRow("EDGE0001", "missing.edge8", "-o", "OUT")]
    [DataRow("EDGE6001", "JUNK", "-o", "OUT")]
    [DataRow("EDGE0005", "BLOB", "-o", "OUT", "--board", "esp8266")]
    [DataRow("EDGE0005", "BLOB", "-o", "OUT", "--as", "zip")]
    [DataRow("EDGE0001", "BLOB", "-o", "OUT", "--sample", "missing.bin")]
    [DataRow("EDGE0007", "BLOB", "-o", "OUT", "--sample", "SHORT")]
    [DataRow("EDGE0005", "BLOB", "-o", "OUT", "--namespace", "7segments")]
    [DataRow("EDGE0005", "BLOB", "-o", "OUT", "--namespace", "A B")]
    [DataRow("EDGE0005", "BLOB", "-o", "OUT", "--namespace", "Acme", "--specialize")]
    [DataRow("EDGE8004", "BLOB", "-o", "FOREIGN")]
    [DataRow("EDGE0003", "BLOB", "-o", "JUNK")]
    public void Bad_input_gets_one_line_and_leaves_nothing(params string[] row)
    {
        string junk = Path.Combine(_folder, "junk.edge8");
        File.WriteAllText(junk, "not a blob");
        string foreign = Directory.CreateDirectory(Path.Combine(_folder, "foreign")).FullName;
        File.WriteAllText(Path.Combine(foreign, "EmbeddedModel.cs"), "// mine\n");
        string small = Path.Combine(_folder, "short.bin");
        File.WriteAllBytes(small, new byte[5]);
        string target = Path.Combine(_folder, "out");
        string[] arguments =
        [
            "pack",
            .. row.Skip(1).Select(argument => argument switch
            {
                "OUT" => target,
                "BLOB" => _blob,
                "JUNK" => junk,
                "FOREIGN" => foreign,
                "SHORT" => small,
                _ => argument,
            }),
        ];
        (int code, _, string error) = CommandLine.Run(arguments);
        Assert.AreEqual(CommandLine.CodeOf(row[0]), code, error);
        Assert.HasCount(1, error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        StringAssert.StartsWith(error, $"error {row[0]}: ");
        Assert.IsFalse(Directory.Exists(target));
        Assert.AreEqual("// mine\n", File.ReadAllText(Path.Combine(foreign, "EmbeddedModel.cs")));
    }

    [TestMethod]
    public void Model_above_the_partition_or_the_heap_is_refused_with_the_sizes()
    {
        Board board = NfTools.Load().Find("esp32c3");
        DiagnosticAssert.Throws(DiagnosticId.PackImageTooLarge, () => new BoardFit(board, (1984 * 1024) + 1, 1).Require("m.edge8"), "m.edge8", "esp32c3", "1985 KB", "1984 KB");
        DiagnosticAssert.Throws(DiagnosticId.PackHeapTooSmall, () => new BoardFit(board, 1, (53 * 1024) + 1).Require("m.edge8"), "54 KB", "53 KB", "measured");
        DiagnosticAssert.Throws(DiagnosticId.PackImageTooLarge, () => new BoardFit(board, 2000 * 1024, 1, 700 * 1024).Require("m.edge8"), "2000 KB", "700 KB of it kernels", "1984 KB", "--specialize-flash");
        new BoardFit(board, 1984 * 1024, 53 * 1024).Require("m.edge8");
    }

    [TestMethod]
    public void Sample_is_pixels_when_the_model_knows_their_meaning_and_the_tensors_bytes_otherwise()
    {
        string raw = Path.Combine(_folder, "raw.bin");
        File.WriteAllBytes(raw, [0, 1, 2, 3, 4, 5, 6, 7, 8, 127, 128, 255]);
        TensorInfo plain = Int8Model.Load(new MemoryWeightSource(TinyModel.Blob()), new ReferenceKernels()).Input;
        CollectionAssert.AreEqual(File.ReadAllBytes(raw), HostInput.Read(plain, raw));

        TensorInfo pixels = Int8Model.Load(new MemoryWeightSource(TinyModel.Blob(pixelScale: [1, 1, 1], pixelOffset: [0, 0, 0])), new ReferenceKernels()).Input;
        DiagnosticAssert.Throws(DiagnosticId.PackSampleUnusable, () => HostInput.Read(pixels, raw), "raw.bin");
        string picture = Path.Combine(AppContext.BaseDirectory, "Demo", "samples", "7", "display.png");
        Assert.HasCount(TinyModel.InputBytes, HostInput.Read(pixels, picture));
    }
}
