using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Commands;

/// <summary>The command line as a user meets it: exit codes, one line for each error, nothing left behind.</summary>
[TestClass]
public sealed class CommandLineTests
{
    private static readonly string s_model = Path.Combine(AppContext.BaseDirectory, "Demo", "model", "digits_mbv3se.onnx");
    private static readonly string s_calibration = Path.Combine(AppContext.BaseDirectory, "Demo", "calibration");
    private static readonly string s_picture = Path.Combine(AppContext.BaseDirectory, "Demo", "samples", "7", "display.png");
    private string _folder = string.Empty;

    [TestInitialize]
    public void MakeFolder()
    {
        _folder = Directory.CreateTempSubdirectory("edge-cli-").FullName;
    }

    [TestCleanup]
    public void RemoveFolder()
    {
        Directory.Delete(_folder, recursive: true);
    }

    [TestMethod]
    public void Convert_twice_gives_the_same_bytes_and_the_blob_runs()
    {
        string first = Convert("first.edge8");
        string second = Convert("second.edge8");
        CollectionAssert.AreEqual(File.ReadAllBytes(first), File.ReadAllBytes(second));

        string raw = Path.Combine(_folder, "out.bin");
        (int code, string output, _) = Run("run", first, s_picture, "--json", "--output-raw", raw);
        Assert.AreEqual(0, code);
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.AreEqual("7", json.RootElement.GetProperty("top")[0].GetProperty("label").GetString());
        Assert.AreEqual("estimated", json.RootElement.GetProperty("energyLabel").GetString());
        Assert.IsTrue(json.RootElement.GetProperty("energyMicrojoule").GetDouble() > 0);
        Assert.AreEqual(4 * 11, new FileInfo(raw).Length);
    }

    [TestMethod]
    public void Inspect_prints_the_agreed_keys()
    {
        (int code, string output, _) = Run("inspect", Convert("m.edge8"), "--json");
        Assert.AreEqual(0, code);
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.AreEqual(1557568, json.RootElement.GetProperty("macs").GetInt64());
        foreach (string key in new[] { "weightBytes", "blobBytes", "peakSramBytes", "groups" })
        {
            Assert.IsTrue(json.RootElement.TryGetProperty(key, out _), key);
        }
    }

    [TestMethod]
    public void A_dump_equals_itself_and_differs_from_another_input()
    {
        string blob = Convert("m.edge8");
        string other = Path.Combine(Path.GetDirectoryName(s_picture)!, "..", "1", "display.png");
        Run("run", blob, s_picture, "--dump-layers", Path.Combine(_folder, "a"));
        Run("run", blob, s_picture, "--dump-layers", Path.Combine(_folder, "b"));
        Run("run", blob, other, "--dump-layers", Path.Combine(_folder, "c"));
        Assert.AreEqual(0, Run("compare", Path.Combine(_folder, "a"), Path.Combine(_folder, "b")).Code);
        (int code, string output, _) = Run("compare", Path.Combine(_folder, "a"), Path.Combine(_folder, "c"));
        Assert.AreEqual(1, code);
        StringAssert.Contains(output, "first difference: operator -1 Input");
    }

    [TestMethod]
    public void Usage_errors_exit_with_2()
    {
        Assert.AreEqual(2, Run("convert").Code);
        Assert.AreEqual(2, Run("frobnicate").Code);
        Assert.AreEqual(2, Run().Code);
    }

    [TestMethod]
    [DataRow("EDGE0001", "convert", "missing.onnx", "-o", "OUT")]
    [DataRow("EDGE0004", "convert", "JUNK", "-o", "OUT")]
    [DataRow("EDGE0006", "convert", "MODEL", "-o", "OUT")]
    [DataRow("EDGE0003", "convert", "MODEL", "-o", "no/such/folder/out.edge8")]
    [DataRow("EDGE0001", "convert", "MODEL", "-o", "OUT", "--calibration", "missing")]
    [DataRow("EDGE4000", "convert", "MODEL", "-o", "OUT", "--calibration", "EMPTY")]
    [DataRow("EDGE0005", "convert", "MODEL", "-o", "OUT", "--calibration", "CALIBRATION", "--sram", "0")]
    [DataRow("EDGE0005", "convert", "MODEL", "-o", "OUT", "--calibration", "CALIBRATION", "--sram", "-5KB")]
    [DataRow("EDGE0005", "convert", "MODEL", "-o", "OUT", "--calibration", "CALIBRATION", "--sram", "NaN")]
    [DataRow("EDGE5003", "convert", "MODEL", "-o", "OUT", "--calibration", "CALIBRATION", "--quantizer", "naive", "--sram", "3KB")]
    [DataRow("EDGE5004", "convert", "MODEL", "-o", "OUT", "--calibration", "CALIBRATION", "--sram", "64KB", "--board", "esp32c3")]
    [DataRow("EDGE0005", "convert", "MODEL", "-o", "OUT", "--calibration", "CALIBRATION", "--board", "esp8266")]
    [DataRow("EDGE0005", "convert", "MODEL", "-o", "OUT", "--rounding", "triple")]
    [DataRow("EDGE0005", "convert", "MODEL", "-o", "OUT", "--quantizer", "best")]
    [DataRow("EDGE0005", "convert", "MODEL", "-o", "OUT", "--quantizer", "naive", "--recipe", "JUNK")]
    [DataRow("EDGE0005", "convert", "MODEL", "-o", "OUT", "--for", "speed")]
    [DataRow("EDGE0005", "convert", "MODEL", "-o", "OUT", "--for", "Specialized")]
    [DataRow("EDGE0005", "convert", "MODEL", "-o", "OUT", "--for", "specialized", "--quantizer", "naive")]
    [DataRow("EDGE0005", "convert", "MODEL", "-o", "OUT", "--for", "specialized", "--recipe", "JUNK")]
    [DataRow("EDGE0005", "convert", "MODEL", "-o", "OUT", "--for", "packed", "--quantizer", "naive")]
    [DataRow("EDGE0005", "convert", "MODEL", "-o", "OUT", "--for", "packed", "--recipe", "JUNK")]
    [DataRow("EDGE0001", "convert", "MODEL", "-o", "OUT", "--recipe", "missing.json")]
    [DataRow("EDGE4014", "convert", "MODEL", "-o", "OUT", "--recipe", "JUNK")]
    [DataRow("EDGE0001", "run", "missing.edge8", "PICTURE")]
    [DataRow("EDGE6001", "run", "JUNK.edge8", "PICTURE")]
    [DataRow("EDGE6001", "inspect", "JUNK.edge8")]
    public void Bad_input_gets_one_line_and_leaves_nothing(params string[] row)
    {
        string junk = Path.Combine(_folder, "junk.txt");
        File.WriteAllText(junk, "not a model");
        File.WriteAllText(Path.Combine(_folder, "junk.edge8"), "not a blob");
        Directory.CreateDirectory(Path.Combine(_folder, "empty"));
        string output = Path.Combine(_folder, "out.edge8");
        string[] arguments =
        [
            .. row.Skip(1).Select(argument => argument switch
            {
                "OUT" => output,
                "MODEL" => s_model,
                "JUNK" => junk,
                "JUNK.edge8" => Path.Combine(_folder, "junk.edge8"),
                "EMPTY" => Path.Combine(_folder, "empty"),
                "CALIBRATION" => s_calibration,
                "PICTURE" => s_picture,
                _ => argument,
            }),
        ];
        int before = Directory.EnumerateFileSystemEntries(_folder).Count();
        (int code, _, string error) = Run(arguments);
        Assert.AreEqual(CommandLine.CodeOf(row[0]), code, error);
        string[] lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.AreEqual(1, lines.Length, error);
        StringAssert.StartsWith(lines[0], $"error {row[0]}: ");
        Assert.AreEqual(before, Directory.EnumerateFileSystemEntries(_folder).Count());
    }

    [TestMethod]
    public void Damaged_pictures_and_sizes_are_named()
    {
        string blob = Convert("m.edge8");
        string picture = Path.Combine(_folder, "broken.png");
        File.WriteAllBytes(picture, [1, 2, 3]);
        StringAssert.Contains(Run("run", blob, picture).Error, "EDGE4002");
        string raw = Path.Combine(_folder, "short.bin");
        File.WriteAllBytes(raw, new byte[10]);
        StringAssert.Contains(Run("run", blob, raw).Error, "EDGE0007");
    }

    [TestMethod]
    public void Eval_counts_every_sample_once_in_the_confusion_matrix()
    {
        (int code, string output, string error) = Run("eval", Convert("m.edge8"), "--data", s_calibration, "--confusion", "--json");
        Assert.AreEqual(0, code, error);
        using JsonDocument json = JsonDocument.Parse(output);
        int[][] confusion = [.. json.RootElement.GetProperty("confusion").EnumerateArray().Select(row => row.EnumerateArray().Select(times => times.GetInt32()).ToArray())];
        int[] labels = [.. File.ReadLines(Path.Combine(s_calibration, "labels.csv")).Skip(1).Select(line => int.Parse(line.Split(',')[1], System.Globalization.CultureInfo.InvariantCulture))];
        for (int label = 0; label < 11; label++)
        {
            Assert.AreEqual(labels.Count(each => each == label), confusion[label].Sum(), $"row {label}");
        }
        int correct = Enumerable.Range(0, 11).Sum(label => confusion[label][label]);
        Assert.AreEqual(json.RootElement.GetProperty("top1").GetDouble(), (double)correct / labels.Length, 1e-12);
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments) => CommandLine.Run(arguments);

    private string Convert(string name)
    {
        string path = Path.Combine(_folder, name);
        (int code, _, string error) = Run("convert", s_model, "--calibration", s_calibration, "--quantizer", "naive", "-o", path);
        Assert.AreEqual(0, code, error);
        return path;
    }
}
