using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Data;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Onnx.Export;

/// <summary>
/// Writes an IR graph as an ONNX model, to be run by ONNX Runtime. Activations of rank 4 are NCHW inside; the input "name" and the
/// outputs "name" are in the IR's own layout (NHWC), with a symbolic batch. A quantized graph is written as its float simulation:
/// weights dequantized, and every int8 activation rounded to its scale by a QuantizeLinear / DequantizeLinear pair.
/// </summary>
internal sealed partial class OnnxExporter
{
    private readonly ModelGraph _graph;
    private readonly OnnxGraphBuilder _builder;
    private readonly Dictionary<Tensor, string> _names = [];

    private OnnxExporter(ModelGraph graph)
    {
        _graph = graph;
        _builder = new OnnxGraphBuilder(graph.Name, AllNames(graph));
        IsBatched = !graph.Operators.Any(BreaksBatch);
    }

    private bool IsBatched { get; }

    /// <summary>Whether the batch of the exported model is free; otherwise it is 1.</summary>
    public static bool CanBatch(ModelGraph graph) => !graph.Operators.Any(BreaksBatch);

    /// <summary>Exports a graph.</summary>
    /// <param name="graph">Float or quantized graph.</param>
    /// <param name="fetch">Activations that become outputs of the ONNX model, under their own names with "/out" behind them.</param>
    /// <returns>Bytes of the .onnx file.</returns>
    public static byte[] Export(ModelGraph graph, IEnumerable<Tensor> fetch)
    {
        var exporter = new OnnxExporter(graph);
        exporter.WriteInputs();
        foreach (Operator op in graph.Operators)
        {
            exporter.Write(op);
        }

        foreach (Tensor tensor in fetch)
        {
            exporter._builder.Node("Identity", [exporter.ToIrLayout(tensor)], OutputName(tensor));
            exporter._builder.Output(OutputName(tensor), exporter.Dimensions(tensor.Shape));
        }

        return exporter._builder.ToModel();
    }

    /// <summary>Name of the ONNX output that holds <paramref name="tensor"/>.</summary>
    public static string OutputName(Tensor tensor) => tensor.Name + "/out";

    /// <summary>Name of the ONNX input for the graph input <paramref name="tensor"/>.</summary>
    public static string InputName(Tensor tensor) => tensor.Name + "/in";

    private static bool BreaksBatch(Operator op) =>
        op.Output.Shape[0] != 1
        || (op.Attributes is TransposeAttributes transpose && transpose.Permutation[0] != 0)
        || (op.Attributes is MeanAttributes mean && mean.Axes.Contains(0))
        || (op.Attributes is ConcatAttributes { Axis: 0 });

    private static IEnumerable<string> AllNames(ModelGraph graph)
    {
        foreach (Tensor input in graph.Inputs)
        {
            yield return input.Name;
        }

        foreach (Operator op in graph.Operators)
        {
            foreach (Tensor tensor in op.Outputs)
            {
                yield return tensor.Name;
            }
        }
    }

    private void WriteInputs()
    {
        foreach (Tensor input in _graph.Inputs)
        {
            _builder.Input(InputName(input), Dimensions(input.Shape));
            string value = input.Shape.Length == 4 ? Transposed(InputName(input), 0, 3, 1, 2) : InputName(input);
            Define(input, value);
        }
    }

    /// <summary>Names the result of an operator, in the internal layout, and rounds it when the tensor is int8.</summary>
    private void Define(Tensor tensor, string value)
    {
        if (tensor.Type == ElementType.Int8 && tensor.Quantization is QuantizationParameters quantization)
        {
            string scale = _builder.Floats([quantization.Scale]);
            string zeroPoint = _builder.Int8(quantization.ZeroPoint);
            string quantized = _builder.Node("QuantizeLinear", [value, scale, zeroPoint]);
            value = _builder.Node("DequantizeLinear", [quantized, scale, zeroPoint], tensor.Name);
        }
        else
        {
            value = _builder.Node("Identity", [value], tensor.Name);
        }

        _names[tensor] = value;
    }

    private string NameOf(Tensor tensor) => _names[tensor];

    /// <summary>The tensor in the IR's layout: NHWC instead of NCHW.</summary>
    private string ToIrLayout(Tensor tensor) =>
        NeedsTranspose(tensor.Shape) ? Transposed(NameOf(tensor), 0, 2, 3, 1)
        : tensor.Shape.Length == 4 ? Reshaped(NameOf(tensor), tensor.Shape)
        : NameOf(tensor);

    /// <summary>A value in the IR's layout of <paramref name="shape"/>, brought to the internal one.</summary>
    private string FromIrLayout(string value, int[] shape) =>
        NeedsTranspose(shape) ? Transposed(value, 0, 3, 1, 2)
        : shape.Length == 4 ? Reshaped(value, [shape[0], shape[3], shape[1], shape[2]])
        : value;

    private static bool NeedsTranspose(int[] shape) => shape.Length == 4 && shape[3] > 1 && shape[1] * shape[2] > 1;

    private string Transposed(string value, params long[] permutation) =>
        _builder.Node("Transpose", [value], null, OnnxGraphBuilder.Attribute("perm", permutation));

    private string Reshaped(string value, int[] shape)
    {
        long[] dimensions = Array.ConvertAll(shape, dimension => (long)dimension);
        if (IsBatched)
        {
            dimensions[0] = -1;
        }

        return _builder.Node("Reshape", [value, _builder.Longs(dimensions)]);
    }

    private long[] Dimensions(int[] shape)
    {
        long[] dimensions = Array.ConvertAll(shape, dimension => (long)dimension);
        if (IsBatched)
        {
            dimensions[0] = 0;
        }

        return dimensions;
    }

    private string Clamped(string value, Clamp? clamp)
    {
        if (clamp is null)
        {
            return value;
        }

        string min = float.IsInfinity(clamp.Min) ? string.Empty : _builder.Floats([clamp.Min]);
        string max = float.IsInfinity(clamp.Max) ? string.Empty : _builder.Floats([clamp.Max]);
        return _builder.Node("Clip", [value, min, max]);
    }

    /// <summary>An axis of the IR's layout as an axis of the internal one.</summary>
    private static long InternalAxis(int axis, int rank) => rank == 4 ? axis switch { 0 => 0, 1 => 2, 2 => 3, _ => 1 } : axis;

    /// <summary>Values of a constant as floats: int8 and int32 constants are dequantized.</summary>
    private static float[] RealValues(Tensor constant)
    {
        if (constant.Data is float[] floats)
        {
            return floats;
        }

        QuantizationParameters quantization = constant.Quantization!;
        int axis = quantization.Axis < 0 ? 0 : quantization.Axis;
        int inner = 1;
        for (int i = axis + 1; i < constant.Shape.Length; i++)
        {
            inner *= constant.Shape[i];
        }

        int channels = quantization.Scales.Length;
        float[] values = new float[constant.ElementCount];
        for (int i = 0; i < values.Length; i++)
        {
            int channel = channels == 1 ? 0 : i / inner % channels;
            double stored = constant.Data is sbyte[] int8 ? int8[i] : ((int[])constant.Data!)[i];
            values[i] = (float)((stored - quantization.ZeroPoints[channel]) * quantization.Scales[channel]);
        }

        return values;
    }
}
