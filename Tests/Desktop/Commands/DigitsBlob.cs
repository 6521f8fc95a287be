using System;
using System.IO;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Quantization;

namespace Edge.Tests.Desktop.Commands;

/// <summary>The meter-digit network, quantized in the simplest way, for tests of commands that take a blob.</summary>
internal static class DigitsBlob
{
    private static readonly Lazy<byte[]> s_bytes = new(() => ModelConverter.Convert(SourceModel.Read(Model, null), new ConversionOptions
    {
        CalibrationPath = Calibration,
        CalibrationLimit = 32,
        Quantizer = new QuantizerOptions { Recipe = new QuantizationRecipe() },
    }).Blob);

    /// <summary>The float model.</summary>
    public static string Model => Path.Combine(AppContext.BaseDirectory, "Demo", "model", "digits_mbv3se.onnx");

    /// <summary>Labelled samples.</summary>
    public static string Calibration => Path.Combine(AppContext.BaseDirectory, "Demo", "calibration");

    /// <summary>Pictures in a folder for each class.</summary>
    public static string Samples => Path.Combine(AppContext.BaseDirectory, "Demo", "samples");

    /// <summary>The blob.</summary>
    public static byte[] Bytes => s_bytes.Value;
}
