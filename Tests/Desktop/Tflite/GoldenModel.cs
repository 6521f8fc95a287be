using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace Edge.Tests.Desktop.Tflite;

/// <summary>One folder of the shared goldens: a public int8 model with what the TFLM reference kernels compute.</summary>
internal sealed class GoldenModel
{
    private readonly string _folder;

    private GoldenModel(string folder)
    {
        _folder = folder;
        Meta = Json("meta.json");
    }

    /// <summary>Names of all models, for data rows.</summary>
    public static string[] Names { get; } =
    [
        "edge_dig-cont_0900_s3_q",
        "emlearn_mnist_cnn_int8",
        "jomjol_dig_class11_2000_s2_q",
        "maix_mnist_dw_q",
        "mlp_ic_resnet_int8",
        "mlp_kws_int8",
        "mlp_vww_96_int8",
        "te_mcunetv2_large",
        "te_vww",
        "tflm_hello_world_int8",
        "tflm_micro_speech",
    ];

    /// <summary>One argument list for each model.</summary>
    public static IEnumerable<object[]> Rows => Names.Select(name => new object[] { name });

    public string ModelPath => Path.Combine(_folder, "model.tflite");

    /// <summary>Contents of meta.json.</summary>
    public JsonElement Meta { get; }

    /// <summary>Opens a model; the test is inconclusive without the shared folder.</summary>
    public static GoldenModel Require(string name) => new(SharedFolder.Require(Path.Combine("golden", name)));

    /// <summary>Names of the test vectors whose inputs were kept: "0" to "7", "min", "max", "zp", "ramp"; two of the largest model.</summary>
    public string[] Vectors()
    {
        return [.. Meta.GetProperty("vectors").EnumerateArray()
            .Select(vector => vector.GetProperty("input").GetString()!)
            .Where(file => File.Exists(Path.Combine(_folder, file)))
            .Select(file => Path.GetFileNameWithoutExtension(file)["input_".Length..])];
    }

    /// <summary>Input of a vector, in the source model's own type.</summary>
    public byte[] Input(string vector) => File.ReadAllBytes(Path.Combine(_folder, $"input_{vector}.bin"));

    /// <summary>SHA-256, in hexadecimal, of every tensor that an operator writes: by tensor index, then by vector.</summary>
    public Dictionary<int, Dictionary<string, string>> LayerHashes()
    {
        return Json("layer_hashes.json").EnumerateObject().ToDictionary(
            layer => int.Parse(layer.Name),
            layer => layer.Value.GetProperty("sha256").EnumerateObject().ToDictionary(hash => hash.Name, hash => hash.Value.GetString()!));
    }

    /// <summary>A tensor of vector "0" as the reference computed it, or null where it was not kept.</summary>
    public byte[]? TensorOfFirstVector(int index)
    {
        string path = Path.Combine(_folder, "tensors_0", $"t{index:D4}.bin");
        return File.Exists(path) ? File.ReadAllBytes(path) : null;
    }

    private JsonElement Json(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder, file)));
        return document.RootElement.Clone();
    }
}
