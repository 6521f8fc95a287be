using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using Edge.Tests.Desktop.Images;
using Edge.Tests.Desktop.Projects;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Commands;

/// <summary>Files that are not what a command expects, or not in the form it prefers: taken, or refused in one line.</summary>
[TestClass]
public sealed class ForeignFilesTests
{
    private static readonly string s_repro = Repository.PathOf("Tests/Desktop/Repro/files");
    private static readonly string s_blobs = Repository.PathOf("Tests/Desktop/Blob/Hostile");

    private TemporaryFolder _folder = null!;
    private string _blob = string.Empty;

    [TestInitialize]
    public void WriteBlob()
    {
        _folder = new TemporaryFolder();
        _blob = _folder.Write("m.edge8", DigitsBlob.Bytes);
    }

    [TestCleanup]
    public void RemoveFolder() => _folder.Dispose();

    [TestMethod]
    [DataRow("info_badjson.edge8", "line 1, column")]
    [DataRow("info_missing_key.edge8", "tensor 2: 'name' is missing")]
    [DataRow("name_injection.edge8", "")]
    public void A_blob_with_malformed_information_is_refused_in_one_line(string file, string what)
    {
        Fails("EDGE6001", what, "inspect", Path.Combine(s_blobs, file));
        Fails("EDGE6001", what, "inspect", Path.Combine(s_blobs, file), "--json");
        Fails("EDGE6001", what, "inspect", Path.Combine(s_blobs, file), "--sram-map");
    }

    [TestMethod]
    [DataRow("[]", """{"generator":"g","vectors":[{"input":"input_0.bin"}]}""")]
    [DataRow("not json", """{"generator":"g","vectors":[{"input":"input_0.bin"}]}""")]
    [DataRow("{}", "not\njson")]
    [DataRow("{}", """{"generator":"g","vectors":[{"input":null}]}""")]
    [DataRow("{}", """{"generator":"g","vectors":[{"input":"x.bin"}]}""")]
    [DataRow("{}", """{"generator":"g","vectors":"none"}""")]
    [DataRow("{}", """{"vectors":[]}""")]
    [DataRow("{}", """{"generator":"g","vectors":[{"input":"input_none.bin"}]}""")]
    [DataRow("""{"99999999999":{}}""", """{"generator":"g","vectors":[]}""")]
    [DataRow("""{"1":{"op":1,"op_name":"A","type":"INT8","sha256":{"0":"00","0":"00"}}}""", """{"generator":"g","vectors":[]}""")]
    [DataRow("""{"1":{"op":1,"op_name":null,"type":"INT8","sha256":{}}}""", """{"generator":"g","vectors":[]}""")]
    [DataRow("""{"1":{"op":1,"op_name":"A","type":"INT8","sha256":{"0":"00"}}}""", """{"generator":"g","vectors":[]}""")]
    public void Compare_refuses_a_foreign_folder_in_one_line(string hashes, string meta)
    {
        _folder.Write("golden/layer_hashes.json", hashes);
        _folder.Write("golden/meta.json", meta);
        Fails("EDGE6004", "golden", "compare", _blob, _folder.File("golden"));
    }

    [TestMethod]
    public void Compare_names_an_input_of_another_model()
    {
        _folder.Write("golden/layer_hashes.json", "{}");
        _folder.Write("golden/meta.json", """{"generator":"g","vectors":[{"input":"input_0.bin"}]}""");
        _folder.Write("golden/input_0.bin", new byte[10]);
        Fails("EDGE0007", "input_0.bin", "compare", _blob, _folder.File("golden"));
        Fails("EDGE6004", "no folder of recorded results", "compare", _blob, _folder.Path);
        Fails("EDGE4901", "edge convert", "compare", DigitsBlob.Model, _folder.File("golden"));
    }

    [TestMethod]
    [DataRow("""[{"operator":0,"kind":"Conv2D","name":"a","sourceIndex":-1,"shape":[4],"scale":1,"zeroPoint":0,"file":"0000.int8"}]""")]
    [DataRow("""[{"operator":0,"kind":"Conv2D","name":"a","sourceIndex":-1,"shape":[0,1,1],"scale":1,"zeroPoint":0,"file":"0000.int8"}]""")]
    [DataRow("""[{"operator":0,"kind":"Conv2D","name":"a","sourceIndex":-1,"shape":[1,1,1],"scale":1,"zeroPoint":0,"file":"../m.edge8"}]""")]
    [DataRow("[null]")]
    [DataRow("{")]
    public void Compare_refuses_dumps_that_are_none_in_one_line(string layers)
    {
        _folder.Write("dump/layers.json", layers);
        _folder.Write("dump/0000.int8", new byte[4]);
        Fails("EDGE6003", "layers.json", "compare", _folder.File("dump"), _folder.File("dump"));
    }

    [TestMethod]
    public void An_array_with_NaN_is_refused_with_its_place()
    {
        Fails("EDGE0020", "[0,0,0] of the shape 32x20x3 is NaN", "run", _blob, Path.Combine(s_repro, "nan.npy"));
        byte[] raw = new byte[4 * 32 * 20 * 3];
        BitConverter.TryWriteBytes(raw.AsSpan(4 * 641), float.NegativeInfinity);
        Fails("EDGE0020", "[0,1,0,1] of the shape 1x3x32x20 is -Infinity", "run", _blob, _folder.Write("x.bin", raw));
        Fails("EDGE0020", "[0,0,0]", "eval", _blob, "--data", Path.Combine(s_repro, "nan.npy"), "--unlabelled", "--reference", DigitsBlob.Model);
        Fails("EDGE0020", "[0,0,0]", "convert", DigitsBlob.Model, "--calibration", Path.Combine(s_repro, "nan.npy"), "-o", _folder.File("o.edge8"));
        Assert.IsFalse(File.Exists(_folder.File("o.edge8")));
    }

    [TestMethod]
    public void Arrays_of_other_types_and_orders_are_converted_and_that_is_said_once()
    {
        string doubles = Path.Combine(s_repro, "f64.npy");
        string fortran = Path.Combine(s_repro, "f32_fortran.npy");
        (int code, string output, string error) = CommandLine.Run("run", _blob, doubles, fortran, doubles, "--json");
        Assert.AreEqual(0, code, error);
        string[] lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.HasCount(2, lines);
        StringAssert.Contains(lines[0], "f64.npy: float64 is taken as float32");
        StringAssert.Contains(lines[1], "f32_fortran.npy: Fortran order is taken as C order");

        // The same values, as a float32 array in C order, give the same outputs.
        byte[] file = File.ReadAllBytes(doubles);
        byte[] values = [.. Enumerable.Range(0, 1920).SelectMany(i => BitConverter.GetBytes((float)BitConverter.ToDouble(file, 128 + (8 * i))))];
        file = File.ReadAllBytes(fortran);
        var ordered = new byte[4 * 1920];
        for (int i = 0; i < 1920; i++)
        {
            (int y, int x, int c) = (i / 60, i / 3 % 20, i % 3);
            file.AsSpan(128 + (4 * (y + (32 * x) + (640 * c))), 4).CopyTo(ordered.AsSpan(4 * i));
        }

        string first = _folder.Write("a.npy", NpyReaderTests.Array("<f4", "32, 20, 3", values));
        string second = _folder.Write("b.npy", NpyReaderTests.Array("<f4", "32, 20, 3", ordered));
        JsonElement expected = Json("run", _blob, first, second, "--json");
        using JsonDocument actual = JsonDocument.Parse(output);
        for (int i = 0; i < 2; i++)
        {
            Assert.AreEqual(expected[i].GetProperty("outputs").ToString(), actual.RootElement[i].GetProperty("outputs").ToString());
        }

        Assert.AreNotEqual(expected[0].GetProperty("outputs").ToString(), expected[1].GetProperty("outputs").ToString());
    }

    [TestMethod]
    public void A_photograph_with_an_orientation_is_read_upright()
    {
        JsonElement best = Json("run", _blob, Path.Combine(s_repro, "exif6.jpg"), "--json").GetProperty("top")[0];
        Assert.AreEqual("7", best.GetProperty("label").GetString());
        Assert.IsTrue(best.GetProperty("probability").GetDouble() > 0.9);
    }

    [TestMethod]
    public void Probabilities_stand_beside_logits()
    {
        JsonElement top = Json("run", _blob, Path.Combine(DigitsBlob.Samples, "7", "display.png"), "--json", "--top", "11").GetProperty("top");
        double[] scores = [.. top.EnumerateArray().Select(entry => entry.GetProperty("score").GetDouble())];
        double[] probabilities = [.. top.EnumerateArray().Select(entry => entry.GetProperty("probability").GetDouble())];
        Assert.AreEqual(1, probabilities.Sum(), 1e-9);
        double sum = scores.Sum(Math.Exp);
        for (int i = 0; i < scores.Length; i++)
        {
            Assert.AreEqual(Math.Exp(scores[i]) / sum, probabilities[i], 1e-9);
        }
    }

    [TestMethod]
    public void Folders_of_some_classes_are_evaluated_by_name()
    {
        foreach (string name in new[] { "7", "1" })
        {
            _folder.Write($"some/{name}/a.png", File.ReadAllBytes(Path.Combine(DigitsBlob.Samples, name, "display.png")));
        }

        JsonElement result = Json("eval", _blob, "--data", _folder.File("some"), "--json", "--confusion");
        int[] labels = [.. result.GetProperty("confusion").EnumerateArray().Select(row => row.EnumerateArray().Sum(times => times.GetInt32()))];
        CollectionAssert.AreEqual(new[] { 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0 }, labels);
    }

    private static void Fails(string id, string what, params string[] arguments)
    {
        (int code, string output, string error) = CommandLine.Run(arguments);
        Assert.AreEqual(1, code, error);
        Assert.AreEqual(string.Empty, output);
        Assert.AreEqual(1, error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length, error);
        StringAssert.StartsWith(error, $"error {id}: ");
        StringAssert.Contains(error, what);
        Assert.IsFalse(error.TrimEnd().Any(char.IsControl), error);
    }

    private static JsonElement Json(params string[] arguments)
    {
        (int code, string output, string error) = CommandLine.Run(arguments);
        Assert.AreEqual(0, code, error);
        using JsonDocument document = JsonDocument.Parse(output);
        return document.RootElement.Clone();
    }
}
