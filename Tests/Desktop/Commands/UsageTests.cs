using System;
using System.IO;
using System.Linq;
using Edge.Tests.Desktop.Firmware;
using Edge.Tests.Desktop.Images;
using Edge.Tests.Desktop.Projects;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Commands;

/// <summary>Slips of the hand: values out of range, folders for files, outputs that are inputs; one line each, whatever text is in it.</summary>
[TestClass]
public sealed class UsageTests
{
    private static readonly string s_demo = Path.Combine(AppContext.BaseDirectory, "Demo");

    [TestMethod]
    [DataRow("run", "BLOB", "PICTURE", "--top", "0")]
    [DataRow("run", "BLOB", "PICTURE", "--top", "-3")]
    [DataRow("run", "BLOB", "PICTURE", "--kernels", "fastest")]
    [DataRow("monitor", "--replay", "LOG", "--count", "-1")]
    [DataRow("monitor", "--baud", "0")]
    [DataRow("deploy", "--dry-run", "--baud", "-9600")]
    [DataRow("convert", "MODEL", "-o", "OUT", "--samples", "0")]
    [DataRow("convert", "MODEL", "-o", "OUT", "--window", "0")]
    [DataRow("convert", "MODEL", "-o", "OUT", "--sram", "NaN")]
    [DataRow("convert", "MODEL", "-o", "OUT", "--se", "7")]
    [DataRow("convert", "MODEL", "-o", "OUT", "--max-recompute", "0.99")]
    [DataRow("convert", "MODEL", "-o", "OUT", "--max-recompute", "NaN")]
    [DataRow("convert", "MODEL", "-o", "OUT", "--strips", "0")]
    [DataRow("convert", "MODEL", "-o", "OUT", "--strips", "9")]
    [DataRow("demo", "--sram", "lots")]
    [DataRow("profile", "BLOB", "--board", "esp8266")]
    [DataRow("pack", "BLOB", "-o", "OUT", "--specialize", "--specialize-flash", "0")]
    public void Values_out_of_range_are_usage_errors(params string[] row)
    {
        using var folder = new TemporaryFolder();
        (int code, _, string error) = Run(folder, row);
        Assert.AreEqual(2, code, error);
        RequireOneLine(error, "error EDGE0005: ");
    }

    [TestMethod]
    [DataRow("usage: ", "run", "BLOB", "PICTURE", "--top", "five")]
    [DataRow("usage: ", "run", "BLOB", "PICTURE", "--top", "99999999999")]
    [DataRow("usage: ", "blocks", "--input", "0")]
    [DataRow("usage: ", "convert")]
    [DataRow("usage: ", "frobnicate", "two", "three")]
    [DataRow("usage: ", "convert", "two\nlines", "three\u001b[31m", "-o")]
    public void Lines_that_are_not_understood_get_one_line(string start, params string[] row)
    {
        using var folder = new TemporaryFolder();
        (int code, _, string error) = Run(folder, row);
        Assert.AreEqual(2, code, error);
        RequireOneLine(error, start);
        Assert.DoesNotContain("System.", error);
    }

    [TestMethod]
    public void Help_is_named_as_it_is_called()
    {
        StringAssert.EndsWith(CommandLine.Run("frobnicate").Error.TrimEnd(), "(edge --help)");
        Assert.AreEqual(0, CommandLine.Run("edge", "--help").Code);
        StringAssert.EndsWith(CommandLine.Run("run").Error.TrimEnd(), "(edge run --help)");
        (int code, string output, _) = CommandLine.Run("run", "--help");
        Assert.AreEqual(0, code);
        StringAssert.Contains(output, "--top");
    }

    [TestMethod]
    [DataRow("convert", "FOLDER", "-o", "OUT")]
    [DataRow("convert", "WEIGHTS", "-o", "OUT", "--arch", "FOLDER", "--calibration", "CALIBRATION")]
    [DataRow("convert", "MODEL", "-o", "OUT", "--recipe", "FOLDER")]
    [DataRow("arch", "FOLDER")]
    [DataRow("inspect", "FOLDER")]
    [DataRow("inspect", "FOLDER.edge8")]
    [DataRow("run", "FOLDER", "PICTURE")]
    [DataRow("run", "BLOB", "FOLDER")]
    [DataRow("eval", "FOLDER", "--data", "CALIBRATION")]
    [DataRow("profile", "FOLDER", "--board", "esp32")]
    [DataRow("pack", "FOLDER", "-o", "OUT")]
    [DataRow("pack", "BLOB", "-o", "OUT", "--sample", "FOLDER")]
    [DataRow("deploy", "--dry-run", "--model", "FOLDER")]
    [DataRow("monitor", "--replay", "FOLDER")]
    [DataRow("meter", "PICTURE", "--boxes", "FOLDER")]
    public void Folder_given_as_a_file_is_called_a_folder(params string[] row)
    {
        using var folder = new TemporaryFolder();
        (int code, _, string error) = Run(folder, row);
        Assert.AreEqual(1, code, error);
        RequireOneLine(error, "error EDGE0002: ");
        StringAssert.Contains(error, "this is a folder");
        Assert.IsFalse(Path.Exists(Path.Combine(folder.Path, "out")));
    }

    [TestMethod]
    [DataRow("convert", "MODEL", "-o", "MODEL", "--calibration", "CALIBRATION")]
    [DataRow("convert", "MODEL", "-o", "OUT", "--report", "OUT", "--calibration", "CALIBRATION")]
    [DataRow("convert", "MODEL", "-o", "OUT", "--report", "MODEL", "--calibration", "CALIBRATION")]
    [DataRow("convert", "MODEL", "-o", "OUT", "--save-recipe", "JSON", "--recipe", "JSON")]
    [DataRow("convert", "FILE.pth", "-o", "FILE.arch.json", "--calibration", "CALIBRATION")]
    [DataRow("arch", "FILE.pth", "-o", "FILE.pth")]
    [DataRow("run", "BLOB", "RAW", "--output-raw", "BLOB")]
    [DataRow("run", "BLOB", "RAW", "--output-raw", "RAW")]
    [DataRow("inspect", "BLOB", "--sram-map", "-o", "BLOB")]
    [DataRow("eval", "BLOB", "--data", "CALIBRATION", "--report", "BLOB")]
    [DataRow("eval", "BLOB", "--data", "CALIBRATION", "--report", "MODEL", "--reference", "MODEL")]
    [DataRow("monitor", "--replay", "LOG", "--csv", "LOG")]
    [DataRow("monitor", "--replay", "LOG", "--csv", "OUT", "--plot", "OUT")]
    [DataRow("meter", "PICTURE", "--boxes", "JSON", "--device-settings", "JSON")]
    public void No_command_overwrites_what_it_reads(params string[] row)
    {
        using var folder = new TemporaryFolder();
        (int code, _, string error) = Run(folder, row);
        Assert.AreEqual(1, code, error);
        RequireOneLine(error, "error EDGE0013: ");
        Assert.IsFalse(Path.Exists(Path.Combine(folder.Path, "out")));
        CollectionAssert.AreEqual(TinyModel.Blob(), File.ReadAllBytes(Path.Combine(folder.Path, "m.edge8")));
        Assert.AreEqual(new FileInfo(Model).Length, new FileInfo(Path.Combine(folder.Path, "m.onnx")).Length);
    }

    [TestMethod]
    public void Error_of_a_foreign_folder_is_one_line()
    {
        using var folder = new TemporaryFolder();
        string dump = Path.Combine(folder.Path, "dump");
        Directory.CreateDirectory(dump);
        File.Copy(Repository.PathOf("Tests/Desktop/Repro/files/MULTILINE-EDGE6003_0.json"), Path.Combine(dump, "layers.json"));
        (int code, _, string error) = CommandLine.Run("compare", dump, dump);
        Assert.AreEqual(1, code);
        RequireOneLine(error, $"error EDGE6003: {dump}: ");
    }

    [TestMethod]
    public void Log_with_markup_is_a_table_like_any_other()
    {
        string log = Repository.PathOf("Tests/Desktop/Repro/files/monitor_markup.log");
        (int code, string output, string error) = CommandLine.Run("monitor", "--replay", log);
        Assert.AreEqual(0, code, error);
        Assert.AreEqual(string.Empty, error);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.HasCount(1, lines.Where(line => line.TrimStart().StartsWith("1 net[v2]: 0.056 ms", StringComparison.Ordinal)).ToArray(), output);
        Assert.HasCount(1, lines.Where(line => line.Contains("time ms", StringComparison.Ordinal) && line.Contains("net[v2]", StringComparison.Ordinal) && line.Contains("mod[elled", StringComparison.Ordinal)).ToArray(), output);
    }

    private static string Model => Path.Combine(s_demo, "model", "digits_mbv3se.onnx");

    private static void RequireOneLine(string error, string start)
    {
        Assert.HasCount(1, error.Split('\n', StringSplitOptions.RemoveEmptyEntries), error);
        Assert.StartsWith(start, error);
        Assert.IsFalse(error.TrimEnd().Any(char.IsControl), error);
    }

    private static (int Code, string Output, string Error) Run(TemporaryFolder folder, string[] row)
    {
        string model = Path.Combine(folder.Path, "m.onnx");
        File.Copy(Model, model);
        string blob = folder.Write("m.edge8", TinyModel.Blob());
        string raw = folder.Write("raw.bin", new byte[12]);
        string log = folder.Write("board.log", "EDGE");
        string json = folder.Write("some.json", "{}");
        string plain = Directory.CreateDirectory(Path.Combine(folder.Path, "folder")).FullName;
        string named = Directory.CreateDirectory(Path.Combine(folder.Path, "folder.edge8")).FullName;
        string weights = folder.Write("net.pth", "weights");
        string architecture = folder.Write("net.arch.json", "{}");
        return CommandLine.Run([.. row.Select(argument => argument switch
        {
            "MODEL" => model,
            "BLOB" => blob,
            "RAW" => raw,
            "LOG" => log,
            "JSON" => json,
            "FILE.pth" => weights,
            "FILE.arch.json" => architecture,
            "FOLDER" => plain,
            "FOLDER.edge8" => named,
            "OUT" => Path.Combine(folder.Path, "out"),
            "WEIGHTS" => Path.Combine(s_demo, "model", "meter_digits", "weights.safetensors"),
            "CALIBRATION" => Path.Combine(s_demo, "calibration"),
            "PICTURE" => Path.Combine(s_demo, "samples", "7", "display.png"),
            _ => argument,
        })]);
    }
}
