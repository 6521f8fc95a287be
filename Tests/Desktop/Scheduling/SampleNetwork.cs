using System;
using System.IO;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Quantization;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;

namespace Edge.Tests.Desktop.Scheduling;

/// <summary>The meter-digit network that lies in the repository: MBConv, squeeze-excite, hard-swish.</summary>
internal static class SampleNetwork
{
    private static readonly Lazy<DeviceProgram> s_program = new(() => LowerFloat(
        Path.Combine(AppContext.BaseDirectory, "Demo", "model", "digits_mbv3se.onnx"),
        Path.Combine(AppContext.BaseDirectory, "Demo", "calibration")));

    /// <summary>The network, quantized and lowered once.</summary>
    public static DeviceProgram Program => s_program.Value;

    /// <summary>Reads, quantizes and lowers a float model.</summary>
    public static DeviceProgram LowerFloat(string model, string calibration)
    {
        ModelGraph graph = SourceModel.Read(model, null);
        var data = CalibrationSet.From(Edge.ModelTools.Data.Dataset.Open(calibration, graph.Inputs[0].Shape));
        ModelGraph quantized = Quantizer.Quantize(graph, data, new QuantizerOptions { Recipe = QuantizationRecipe.Naive });
        return Lowerer.Lower(quantized, new LoweringOptions(RoundingMode.Single, IsTflite: false));
    }

    /// <summary>Lowers an int8 model.</summary>
    public static DeviceProgram LowerInt8(string model)
    {
        return Lowerer.Lower(SourceModel.Read(model, null), new LoweringOptions(RoundingMode.Double, IsTflite: true));
    }

    /// <summary>Loads a blob.</summary>
    public static Int8Model Load(byte[] blob) => Int8Model.Load(new MemoryWeightSource(blob), new ReferenceKernels());

    /// <summary>Runs a model on seeded noise and returns its first output.</summary>
    public static sbyte[] Run(Int8Model model, int seed)
    {
        var random = new Random(seed);
        var input = new sbyte[model.Input.Length];
        for (int i = 0; i < input.Length; i++)
        {
            input[i] = (sbyte)random.Next(-128, 128);
        }

        return ModelRunner.Run(model, input)[0];
    }
}
