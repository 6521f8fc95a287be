using System;
using System.IO;
using System.Linq;
using Edge.Tests.Desktop.Images;
using Edge.Tests.Desktop.Onnx;
using Edge.Tests.Desktop.Projects;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Commands;

/// <summary><c>edge convert --calibration</c> and <c>edge run</c> with arrays in the model's own layout, and in the other one.</summary>
[TestClass]
public sealed class CalibrationLayoutTests
{
    private static readonly string s_repro = Repository.PathOf("Tests/Desktop/Repro/files");
    private static readonly string s_model = Path.Combine(s_repro, "ok_dyn_batch.onnx");

    private TemporaryFolder _folder = null!;

    [TestInitialize]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TestCleanup]
    public void RemoveFolder() => _folder.Dispose();

    [TestMethod]
    public void Arrays_of_both_layouts_and_a_folder_of_them_give_the_same_blob_without_a_warning()
    {
        string first = Path.Combine(s_repro, "dyn_batch_cal_nchw.npy");
        byte[] expected = Convert(s_model, first);
        CollectionAssert.AreEqual(expected, Convert(s_model, Path.Combine(s_repro, "dyn_batch_cal_nhwc.npy")));
        CollectionAssert.AreEqual(expected, Convert(s_model, first, "--layout", "nchw"));

        byte[] file = File.ReadAllBytes(first);
        for (int i = 0; i < 16; i++)
        {
            _folder.Write($"samples/{i:D2}.npy", NpyReaderTests.Array("<f4", "3, 16, 16", file[(128 + (3072 * i))..(128 + (3072 * (i + 1)))]));
        }

        CollectionAssert.AreEqual(expected, Convert(s_model, _folder.File("samples")));
    }

    [TestMethod]
    public void A_layout_that_the_samples_do_not_have_is_refused()
    {
        (int code, _, string error) = CommandLine.Run(
            "convert", s_model, "--calibration", Path.Combine(s_repro, "dyn_batch_cal_nchw.npy"), "--layout", "nhwc", "-o", _folder.File("o.edge8"));
        Assert.AreEqual(1, code);
        StringAssert.StartsWith(error, "error EDGE4001: ");
        Assert.IsFalse(File.Exists(_folder.File("o.edge8")));
        (_, _, error) = CommandLine.Run("convert", s_model, "--calibration", s_repro, "--layout", "sideways", "-o", _folder.File("o.edge8"));
        StringAssert.StartsWith(error, "error EDGE0005: --layout");
    }

    [TestMethod]
    public void Run_takes_a_sample_of_both_layouts()
    {
        string blob = _folder.Write("m.edge8", Convert(s_model, Path.Combine(s_repro, "dyn_batch_cal_nchw.npy")));
        string[] outputs = [.. new[] { ("nchw", "1, 3, 16, 16"), ("nhwc", "16, 16, 3") }.Select(layout =>
        {
            byte[] file = File.ReadAllBytes(Path.Combine(s_repro, $"dyn_batch_cal_{layout.Item1}.npy"));
            string sample = _folder.Write($"{layout.Item1}.npy", NpyReaderTests.Array("<f4", layout.Item2, file[128..(128 + 3072)]));
            string raw = _folder.File(layout.Item1 + ".raw");
            (int code, _, string error) = CommandLine.Run("run", blob, sample, "--output-raw", raw);
            Assert.AreEqual(0, code, error);
            return System.Convert.ToHexString(File.ReadAllBytes(raw));
        })];
        Assert.AreEqual(outputs[0], outputs[1]);
    }

    [TestMethod]
    public void A_symbolic_height_and_width_are_settled_by_the_calibration_samples()
    {
        var builder = new OnnxModelBuilder();
        builder.Output(builder.Conv(builder.Input(0, 3, 0, 0), 3, 4, 3));
        string model = _folder.Write("open.onnx", builder.ToBytes());
        byte[] floats = [.. Enumerable.Range(0, 16 * 3 * 5 * 7).SelectMany(i => BitConverter.GetBytes(((i * 31 % 101) - 50) * 0.02f))];
        string samples = _folder.Write("s.npy", NpyReaderTests.Array("<f4", "16, 3, 5, 7", floats));
        string blob = _folder.Write("m.edge8", Convert(model, samples));
        StringAssert.Contains(CommandLine.Run("inspect", blob).Output, "5x7x3");
        (int code, _, string error) = CommandLine.Run("convert", model, "--calibration", samples, "--input-shape", "1x3x7x5", "-o", _folder.File("o.edge8"));
        Assert.AreEqual(1, code);
        StringAssert.StartsWith(error, "error EDGE4001: ");
        (_, _, error) = CommandLine.Run("convert", model, "-o", _folder.File("o.edge8"));
        StringAssert.StartsWith(error, "error EDGE1004: ");
    }

    /// <summary>Converts, which may neither fail nor complain.</summary>
    private byte[] Convert(string model, string calibration, params string[] options)
    {
        string path = _folder.File("converted.edge8");
        (int code, _, string error) = CommandLine.Run(["convert", model, "--calibration", calibration, "-o", path, .. options]);
        Assert.AreEqual(0, code, error);
        Assert.AreEqual(string.Empty, error);
        return File.ReadAllBytes(path);
    }
}
