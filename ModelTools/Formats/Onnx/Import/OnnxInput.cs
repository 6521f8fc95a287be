using System;
using System.Collections.Generic;
using System.IO;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Onnx.Proto;
using Edge.ModelTools.Formats.Onnx.Wire;
using Edge.ModelTools.Graph;
using DataType = Edge.ModelTools.Formats.Onnx.Proto.TensorProto.Types.DataType;
using Dimension = Edge.ModelTools.Formats.Onnx.Proto.TensorShapeProto.Types.Dimension;

namespace Edge.ModelTools.Formats.Onnx.Import;

/// <summary>Settles the shapes and layouts of the model's inputs.</summary>
internal static class OnnxInput
{
    /// <summary>Defines the inputs in the import and in the graph.</summary>
    /// <param name="order">Needed nodes in order of execution.</param>
    /// <exception cref="EdgeException">No input, not float32, a dimension that nothing settles, a batch other than 1.</exception>
    public static void Define(
        GraphProto graph, Dictionary<string, TensorProto> initializers, List<int> order, OnnxReadOptions options, OnnxImporter import)
    {
        string file = Path.GetFileName(import.ModelPath);
        List<ValueInfoProto> inputs = FindInputs(graph, initializers, file);
        if (inputs.Count > 1)
        {
            if (options.InputShape is not null)
            {
                throw new EdgeException(DiagnosticId.OnnxInputShapeMismatch, file, $"--input-shape settles one input, and the model has {inputs.Count}", "export the model with fixed shapes");
            }

            options = options with { Samples = null }; // all inputs together, which say nothing about one
        }

        foreach (ValueInfoProto input in inputs)
        {
            bool isTransposed = IsTransposedFromChannelsLast(graph, order, input.Name);
            int[] shape = Settle(input, options, file, isTransposed);
            bool isChannelsFirst = shape.Length == 4 && !isTransposed;
            int[] axes = isChannelsFirst ? OnnxLayout.ChannelsLast(4) : OnnxLayout.RowMajor(shape.Length);
            Tensor tensor = import.MakeTensor(input.Name, OnnxLayout.Apply(shape, axes));
            import.Define(input.Name, new OnnxValue(input.Name, shape, tensor, axes, null));
            import.Graph.Inputs.Add(tensor);
            ElementType type = TypeOf(graph, order, input, import.Graph);
            import.Graph.SourceInputs.Add(new SourceInterface(OnnxName.Clean(input.Name), type, shape, isChannelsFirst));
        }

        if (inputs.Count > 1)
        {
            import.Graph.PixelNormalisation = null; // not all of them are pixels
        }
    }

    /// <summary>Type of the input for those who feed it: integers where they are quantized values; bytes that a Cast makes real are pixels.</summary>
    private static ElementType TypeOf(GraphProto proto, List<int> order, ValueInfoProto input, ModelGraph graph)
    {
        var type = (DataType)input.Type.TensorType.ElemType;
        if (type is not (DataType.Uint8 or DataType.Int8))
        {
            return ElementType.Float32;
        }

        int reader = order.FindIndex(index => proto.Node[index].Input.Contains(input.Name));
        if (reader >= 0 && proto.Node[order[reader]].OpType == "Cast")
        {
            graph.PixelNormalisation = Normalisation.Identity;
            return ElementType.Float32;
        }

        return type == DataType.Uint8 ? ElementType.UInt8 : ElementType.Int8;
    }

    /// <summary>Checks, when all nodes are read, that an integer input has got its scale from one of them.</summary>
    public static void RequireScale(OnnxImporter import)
    {
        for (int i = 0; i < import.Graph.Inputs.Count; i++)
        {
            SourceInterface source = import.Graph.SourceInputs[i];
            if (source.Type != ElementType.Float32 && import.Graph.Inputs[i].Quantization is null)
            {
                throw new EdgeException(
                    DiagnosticId.OnnxTypeUnsupported,
                    Path.GetFileName(import.ModelPath),
                    $"the input {OnnxName.Quote(source.Name)} is {(source.Type == ElementType.UInt8 ? DataType.Uint8 : DataType.Int8)} without a scale",
                    "let a DequantizeLinear or a Cast to float read it");
            }
        }
    }

    private static List<ValueInfoProto> FindInputs(GraphProto graph, Dictionary<string, TensorProto> initializers, string file)
    {
        var inputs = new List<ValueInfoProto>();
        foreach (ValueInfoProto candidate in graph.Input)
        {
            if (!initializers.ContainsKey(candidate.Name))
            {
                inputs.Add(candidate);
            }
        }

        return inputs.Count > 0
            ? inputs
            : throw new EdgeException(DiagnosticId.OnnxInputCount, file, "the model has no input", "export a model with at least one input");
    }

    private static int[] Settle(ValueInfoProto input, OnnxReadOptions options, string file, bool isTransposed)
    {
        string name = OnnxName.Quote(input.Name);
        if (input.Type?.TensorType is not { } type
            || (DataType)type.ElemType is not (DataType.Float or DataType.Float16 or DataType.Bfloat16 or DataType.Double or DataType.Uint8 or DataType.Int8))
        {
            throw new EdgeException(
                DiagnosticId.OnnxTypeUnsupported,
                file,
                $"the input {name} has the type {(DataType)(input.Type?.TensorType?.ElemType ?? 0)}",
                "export the model with a float32, int8 or uint8 input");
        }

        int[]? given = options.InputShape;
        if (type.Shape is null)
        {
            return CheckedShape(given is null ? throw Unsettled(file, name, "the shape") : OnnxShape.ToLongs(given), file, name);
        }

        if (given is not null && given.Length != type.Shape.Dim.Count)
        {
            throw Contradiction(file, name, given, type.Shape);
        }

        long[] shape = new long[type.Shape.Dim.Count];
        for (int axis = 0; axis < shape.Length; axis++)
        {
            Dimension dimension = type.Shape.Dim[axis];
            bool isKnown = dimension.ValueCase == Dimension.ValueOneofCase.DimValue && dimension.DimValue > 0;
            if (isKnown)
            {
                shape[axis] = dimension.DimValue;
                if (given is not null && given[axis] != shape[axis])
                {
                    throw Contradiction(file, name, given, type.Shape);
                }
            }
            else if (given is not null)
            {
                shape[axis] = given[axis];
            }
            else
            {
                // The batch is 1 on a device whatever the file calls it; the others are left to the samples.
                shape[axis] = axis == 0 ? 1 : 0;
            }
        }

        if (Array.IndexOf(shape, 0) is >= 0 and int unsettled)
        {
            shape = SettleBySamples(shape, options, isTransposed) ?? throw Unsettled(file, name, $"dimension {unsettled}{Symbol(type.Shape.Dim[unsettled])}");
        }

        return CheckedShape(shape, file, name);
    }

    /// <summary>The shape with its zeros taken from the samples' shape, or null when they do not have one that fits.</summary>
    private static long[]? SettleBySamples(long[] shape, OnnxReadOptions options, bool isTransposed)
    {
        var layout = new SampleLayout(shape.Length == 4 && !isTransposed, options.Samples?.IsChannelsFirst);
        bool isSmall = Array.TrueForAll(shape, dimension => dimension <= int.MaxValue);
        int[]? settled = isSmall ? options.Samples?.Find()?.Settle(Array.ConvertAll(shape, dimension => (int)dimension), layout) : null;
        return settled is null ? null : OnnxShape.ToLongs(settled);
    }

    private static int[] CheckedShape(long[] dimensions, string file, string name)
    {
        int[] shape = OnnxShape.Checked(dimensions, file, $"the input {name}");
        if (shape.Length < 2)
        {
            throw new EdgeException(
                DiagnosticId.OnnxShapeMismatch, file, $"the input {name} has the shape {OnnxShape.Text(shape)}", "export a model whose input has a batch dimension");
        }

        return shape[0] == 1
            ? shape
            : throw new EdgeException(
                DiagnosticId.OnnxBatchUnsupported, file, $"the input {name} has a batch of {shape[0]}", "export with batch 1 or a symbolic batch");
    }

    private static string Symbol(Dimension dimension) =>
        dimension.ValueCase == Dimension.ValueOneofCase.DimParam && dimension.DimParam.Length > 0 ? $" {OnnxName.Quote(dimension.DimParam)}" : "";

    private static EdgeException Unsettled(string file, string name, string what) => new(
        DiagnosticId.OnnxDynamicShape, file, $"{what} of the input {name} is not fixed", "give the shape with --input-shape, for instance --input-shape 1x3x32x20, or calibration samples that are all of one size");

    private static EdgeException Contradiction(string file, string name, int[] given, TensorShapeProto declared)
    {
        var dimensions = new List<string>();
        foreach (Dimension dimension in declared.Dim)
        {
            dimensions.Add(dimension.ValueCase == Dimension.ValueOneofCase.DimValue ? $"{dimension.DimValue}" : OnnxName.Clean(dimension.DimParam));
        }

        return new EdgeException(
            DiagnosticId.OnnxInputShapeMismatch,
            file,
            $"--input-shape {string.Join('x', given)} contradicts the input {name} of shape {OnnxShape.Text(dimensions)}",
            "give the shape in the model's own layout, changing only symbolic dimensions");
    }

    // A model converted from TensorFlow often takes NHWC and transposes it before the first convolution. Follows the input
    // through elementwise operators to the operators that care for the layout: all of them must be that transpose.
    private static bool IsTransposedFromChannelsLast(GraphProto graph, List<int> order, string input)
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { input };
        bool isTransposed = false;
        foreach (int index in order)
        {
            NodeProto node = graph.Node[index];
            bool reads = false;
            foreach (string name in node.Input)
            {
                reads |= names.Contains(name);
            }

            if (!reads)
            {
                continue;
            }

            if (node.OpType is "Identity" or "Add" or "Sub" or "Mul" or "Div" or "Clip" or "Cast")
            {
                names.Add(node.Output[0]);
            }
            else if (node.OpType == "Transpose" && IsToChannelsFirst(node))
            {
                isTransposed = true;
            }
            else
            {
                return false;
            }
        }

        return isTransposed;
    }

    private static bool IsToChannelsFirst(NodeProto node)
    {
        foreach (AttributeProto attribute in node.Attribute)
        {
            if (attribute.Name == "perm")
            {
                return attribute.Ints is [0, 3, 1, 2];
            }
        }

        return false;
    }
}
