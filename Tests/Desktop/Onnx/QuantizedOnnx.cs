using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Graph;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;
using Edge.Tests.Desktop.Images;
using Microsoft.ML.OnnxRuntime;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using DataType = Edge.ModelTools.Formats.Onnx.Proto.TensorProto.Types.DataType;

namespace Edge.Tests.Desktop.Onnx;

/// <summary>Builds quantized ONNX models as onnxruntime's quantizer writes them, and compares blobs of them with ONNX Runtime.</summary>
internal sealed class QuantizedOnnx
{
    /// <summary>
    /// On x86 without VNNI ONNX Runtime adds two products of uint8 and int8 in 16 bits that saturate (its documentation, "When and why do I need to
    /// try U8U8?"): with weights up to 64 they can't.
    /// </summary>
    private const int MostWeight = 64;

    private readonly Random _random = new(11);
    private readonly DataType _activations;
    private readonly DataType _weights;
    private readonly bool _isPerChannel;

    public QuantizedOnnx(DataType activations = DataType.Int8, DataType weights = DataType.Int8, bool isPerChannel = false, int opset = 13)
    {
        _activations = activations;
        _weights = weights;
        _isPerChannel = isPerChannel;
        Builder = new OnnxModelBuilder(opset);
    }

    public OnnxModelBuilder Builder { get; }

    /// <summary>A zero point in the type of activations, given as for uint8.</summary>
    public string ZeroPoint(int unsigned) => Bytes([], _activations, unsigned - (_activations == DataType.Int8 ? 128 : 0));

    /// <summary>QuantizeLinear and DequantizeLinear.</summary>
    public string Round(string value, float scale, int zeroPoint)
    {
        string parameters = Builder.Scalar(scale);
        string zero = ZeroPoint(zeroPoint);
        return Builder.Node("DequantizeLinear", [Builder.Node("QuantizeLinear", [value, parameters, zero]), parameters, zero]);
    }

    /// <summary>Integer weights: values, scales, zero points.</summary>
    public (string Values, string Scales, string ZeroPoints) Weights(int channels, params int[] shape)
    {
        int count = shape.Aggregate(1, (a, b) => a * b);
        int scales = _isPerChannel ? channels : 1;
        bool isUnsigned = _weights == DataType.Uint8;
        int[] values = [.. Enumerable.Range(0, count).Select(_ => isUnsigned ? _random.Next(256) : _random.Next(-MostWeight, MostWeight + 1))];
        float[] steps = [.. Enumerable.Range(0, scales).Select(_ => (float)((0.2 + _random.NextDouble()) / 60))];
        return (Bytes(shape, _weights, values), _isPerChannel ? Builder.Floats([scales], steps) : Builder.Scalar(steps[0]),
            Bytes(_isPerChannel ? [scales] : [], _weights, [.. Enumerable.Repeat(isUnsigned ? 117 : 0, scales)]));
    }

    /// <summary>Weights behind a DequantizeLinear.</summary>
    public string RealWeights(int axis, params int[] shape)
    {
        (string values, string scales, string zeroPoints) = Weights(shape[axis], shape);
        return Builder.Node("DequantizeLinear", [values, scales, zeroPoints], ("axis", (long)axis));
    }

    public string Bytes(int[] shape, DataType type, params int[] values)
    {
        byte[] raw = type == DataType.Int32 ? MemoryMarshal.AsBytes(values.AsSpan()).ToArray() : Array.ConvertAll(values, value => (byte)value);
        return Builder.Add(OnnxModelBuilder.Tensor(type, shape, raw));
    }

    /// <summary>Converts the model and compares its outputs with ONNX Runtime's.</summary>
    /// <param name="output">Value to make the output.</param>
    /// <param name="steps">Steps of the output's scale that a value may be off.</param>
    /// <param name="type">Type of the output.</param>
    /// <returns>The graph that was converted.</returns>
    public ModelGraph Check(string output, int steps = 1, DataType type = DataType.Float)
    {
        Builder.Output(output);
        Builder.Graph.Output[0].Type.TensorType.ElemType = (int)type;
        using var folder = new TemporaryFolder();
        string path = folder.Write("model.onnx", Builder.ToBytes());
        ModelGraph graph = SourceModel.Read(path, null);
        Assert.IsNull(graph.Remark);
        Assert.IsTrue(SourceModel.IsQuantized(graph), "it is not taken as it is");
        byte[] blob = ModelConverter.Convert(graph, new ConversionOptions()).Blob;
        var model = Int8Model.Load(new MemoryWeightSource(blob), new ReferenceKernels());
        for (int seed = 0; seed < 3; seed++)
        {
            Compare(path, model, seed, steps);
        }

        return graph;
    }

    private static void Compare(string path, Int8Model model, int seed, int steps)
    {
        var random = new Random(seed);
        int length = model.Input.Length;
        bool isFirst = model.Input.IsChannelsFirst;
        using var session = new InferenceSession(path, new SessionOptions { GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL, IntraOpNumThreads = 1 });
        long[] shape = Array.ConvertAll(model.Input.SourceShape, dimension => (long)dimension);
        float[] real = [.. Enumerable.Range(0, length).Select(_ => (float)((random.NextDouble() * 4) - 1.6))];
        byte[] raw = [.. Enumerable.Range(0, length).Select(_ => (byte)random.Next(256))];
        using OrtValue value = model.Input.SourceType switch
        {
            1 => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(raw, each => (sbyte)each), shape),
            2 => OrtValue.CreateTensorValueFromMemory(raw, shape),
            _ => OrtValue.CreateTensorValueFromMemory(real, shape),
        };
        using var run = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, session.InputNames, [value], session.OutputNames);
        byte[] input = model.Input.SourceType == 0 ? MemoryMarshal.AsBytes(real.AsSpan()).ToArray() : raw;
        sbyte[] actual = ModelRunner.Run(model, InputReader.FromRaw(model.Input, input, "input"))[0];
        TensorInfo info = model.GetOutput(0);
        actual = info.IsChannelsFirst ? TensorConverter.ToChannelsFirst(actual, info.Height, info.Width, info.Channels) : actual;
        Assert.AreEqual(isFirst, model.Input.SourceShape.Length == 4);
        double[] expected = info.SourceType switch
        {
            1 => [.. results[0].GetTensorDataAsSpan<sbyte>().ToArray().Select(q => (double)q)],
            2 => [.. results[0].GetTensorDataAsSpan<byte>().ToArray().Select(q => q - 128.0)],
            _ => [.. results[0].GetTensorDataAsSpan<float>().ToArray().Select(r => (r / info.Scale) + info.ZeroPoint)],
        };
        Assert.HasCount(expected.Length, actual);
        for (int i = 0; i < actual.Length; i++)
        {
            Assert.IsTrue(Math.Abs(actual[i] - expected[i]) <= steps + 0.01, $"seed {seed}, value {i} is {actual[i]} instead of {expected[i]:0.00}");
        }

        Assert.IsTrue(actual.Distinct().Count() > 1, "an output that is always the same tests nothing");
    }
}
