using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Quantization;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Commands;

/// <summary><c>edge eval</c> on the meter-digit network.</summary>
[TestClass]
public sealed class EvalCommandTests
{
    private static readonly string s_model = Path.Combine(AppContext.BaseDirectory, "Demo", "model", "digits_mbv3se.onnx");
    private static readonly string s_data = Path.Combine(AppContext.BaseDirectory, "Demo", "calibration");
    private static readonly Lazy<byte[]> s_blob = new(() =>
    {
        ModelGraph graph = SourceModel.Read(s_model, null);
        return ModelConverter.Convert(graph, new ConversionOptions { CalibrationPath = s_data, CalibrationLimit = 32 }).Blob;
    });

    private string _folder = string.Empty;
    private string _path = string.Empty;

    [TestInitialize]
    public void WriteBlob()
    {
        _folder = Directory.CreateTempSubdirectory("edge-eval-").FullName;
        _path = Path.Combine(_folder, "m.edge8");
        File.WriteAllBytes(_path, s_blob.Value);
    }

    [TestCleanup]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void Json_has_accuracy_agreement_and_layers()
    {
        JsonElement result = Json("eval", _path, "--data", s_data, "--reference", s_model, "--json");
        Assert.AreEqual(200, result.GetProperty("count").GetInt32());
        double top1 = result.GetProperty("top1").GetDouble();
        Assert.AreEqual(result.GetProperty("referenceTop1").GetDouble(), top1, 0.05);
        Assert.IsTrue(result.GetProperty("agreement").GetDouble() > 0.9);
        Assert.IsTrue(result.GetProperty("top5").GetDouble() >= top1);
        double[] interval = [.. result.GetProperty("top1Interval").EnumerateArray().Select(each => each.GetDouble())];
        Assert.IsTrue(interval[0] < top1 && top1 <= interval[1]);
        JsonElement layer = result.GetProperty("layers").EnumerateArray().First();
        Assert.IsTrue(layer.GetProperty("sqnrDb").GetDouble() > 10);
        Assert.IsTrue(layer.GetProperty("cosine").GetDouble() is > 0.9 and <= 1);
        foreach (string key in new[] { "tensor", "kind", "saturation", "usedSteps", "deadChannels", "lostChannels", "cause", "reason", "hint" })
        {
            Assert.IsTrue(layer.TryGetProperty(key, out _), key);
        }
    }

    [TestMethod]
    public void Without_a_reference_there_is_accuracy_only()
    {
        JsonElement result = Json("eval", _path, "--data", s_data, "--json");
        Assert.IsTrue(result.GetProperty("top1").GetDouble() > 0.5);
        Assert.AreEqual(JsonValueKind.Null, result.GetProperty("referenceTop1").ValueKind);
        Assert.AreEqual(JsonValueKind.Null, result.GetProperty("agreement").ValueKind);
        Assert.AreEqual(0, result.GetProperty("layers").GetArrayLength());
    }

    [TestMethod]
    public void Unlabelled_samples_give_the_agreement()
    {
        string data = CopyData(labels: null);
        JsonElement result = Json("eval", _path, "--data", data, "--reference", s_model, "--unlabelled", "--json");
        Assert.AreEqual(JsonValueKind.Null, result.GetProperty("top1").ValueKind);
        Assert.IsTrue(result.GetProperty("agreement").GetDouble() > 0.9);
        Fails("EDGE4005", "eval", _path, "--data", data, "--reference", s_model);
        Fails("EDGE0005", "eval", _path, "--data", data, "--unlabelled");
    }

    [TestMethod]
    public void Text_says_that_every_layer_is_as_good_as_8_bits_get()
    {
        (int code, string output, string error) = CommandLine.Run("eval", _path, "--data", s_data, "--reference", s_model);
        Assert.AreEqual(0, code, error);
        StringAssert.Contains(output, "every layer is as good as 8 bits get");
        StringAssert.Contains(output, "95 % interval");
        Assert.AreEqual(string.Empty, error);
    }

    [TestMethod]
    public void Text_names_the_layers_whose_range_is_too_narrow_and_what_helps()
    {
        // Calibrated on near-black pictures only: what is as light as the samples is cut off.
        string dark = CopyData(labels: null);
        string pixels = Path.Combine(dark, "images.bin");
        File.WriteAllBytes(pixels, [.. File.ReadAllBytes(pixels).Select(value => (byte)(value / 8))]);
        var options = new ConversionOptions { CalibrationPath = dark, CalibrationLimit = 32, Quantizer = new QuantizerOptions { Recipe = QuantizationRecipe.Naive } };
        File.WriteAllBytes(_path, ModelConverter.Convert(SourceModel.Read(s_model, null), options).Blob);
        (int code, string output, string error) = CommandLine.Run("eval", _path, "--data", s_data, "--reference", s_model);
        Assert.AreEqual(0, code, error);
        StringAssert.Matches(output, new Regex(@"^worst layers \(of \d+ samples\):\n  \S+ \(\w+, -?\d+\.\d dB\)\n    saturation: ", RegexOptions.Multiline));
        StringAssert.Contains(output, "    hint: calibrate with samples like these");
        Assert.DoesNotContain("as good as 8 bits get", output);
    }

    [TestMethod]
    public void Labels_out_of_range_and_other_class_counts_are_refused()
    {
        string labels = "index,label\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"{i},{(i == 7 ? 11 : 0)}\n"));
        Fails("EDGE4006", "eval", _path, "--data", CopyData(labels));
        string data = CopyData(File.ReadAllText(Path.Combine(s_data, "labels.csv")));
        string description = Path.Combine(data, "dataset.json");
        File.WriteAllText(description, File.ReadAllText(description).Replace(", \"NaN\"", string.Empty, StringComparison.Ordinal));
        Fails("EDGE4007", "eval", _path, "--data", data);
    }

    [TestMethod]
    public void Samples_of_another_size_are_refused()
    {
        string data = CopyData(null);
        string description = Path.Combine(data, "dataset.json");
        File.WriteAllText(description, File.ReadAllText(description).Replace("[32, 20, 3]", "[20, 32, 3]", StringComparison.Ordinal));
        Fails("EDGE4001", "eval", _path, "--data", data);
    }

    [TestMethod]
    public void A_float_model_and_another_networks_reference_are_refused()
    {
        Fails("EDGE4901", "eval", s_model, "--data", s_data);
        string other = SharedFolder.Require("models/cifar_mbv3se/cifar_mbv3se.onnx");
        Fails("EDGE0007", "eval", _path, "--data", s_data, "--reference", other);
    }

    [TestMethod]
    public void A_wrong_normalisation_is_noticed()
    {
        StringAssert.Contains(CommandLine.Run("eval", _path, "--data", s_data, "--normalisation", "none").Error, "check the normalisation");
        StringAssert.Contains(CommandLine.Run("eval", _path, "--data", s_data, "--normalisation", "0.001,0").Error, "check the normalisation");
    }

    [TestMethod]
    public void Exchanged_class_names_are_noticed()
    {
        string data = CopyData(File.ReadAllText(Path.Combine(s_data, "labels.csv")));
        string description = Path.Combine(data, "dataset.json");
        File.WriteAllText(description, File.ReadAllText(description).Replace("\"0\", \"1\"", "\"1\", \"0\"", StringComparison.Ordinal));
        StringAssert.Contains(CommandLine.Run("eval", _path, "--data", data).Error, "2 class names differ");
    }

    [TestMethod]
    [TestCategory("Shared")]
    public void An_int8_tflite_model_is_evaluated_as_it_is()
    {
        JsonElement result = Json("eval", SharedFolder.Require("golden/mlp_kws_int8/model.tflite"), "--data", SharedFolder.Require("data/kws01/A"), "--json");
        Assert.AreEqual(500, result.GetProperty("count").GetInt32());

        // 90.1 % over the whole set of 1000, of which this is half; every kernel set gives the same bytes.
        Assert.AreEqual(0.896, result.GetProperty("top1").GetDouble(), 1e-9);
    }

    private static JsonElement Json(params string[] arguments)
    {
        (int code, string output, string error) = CommandLine.Run(arguments);
        Assert.AreEqual(0, code, error);
        using JsonDocument document = JsonDocument.Parse(output);
        return document.RootElement.Clone();
    }

    private static void Fails(string id, params string[] arguments)
    {
        (int code, _, string error) = CommandLine.Run(arguments);
        Assert.AreEqual(CommandLine.CodeOf(id), code);
        StringAssert.StartsWith(error, $"error {id}: ");
    }

    private string CopyData(string? labels)
    {
        string folder = Path.Combine(_folder, Path.GetRandomFileName());
        Directory.CreateDirectory(folder);
        foreach (string name in new[] { "dataset.json", "images.bin" })
        {
            File.Copy(Path.Combine(s_data, name), Path.Combine(folder, name));
        }

        if (labels is not null)
        {
            File.WriteAllText(Path.Combine(folder, "labels.csv"), labels);
        }

        return folder;
    }
}
