using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Formats.Tflite.Schema;
using Google.FlatBuffers;
using Fields = Edge.ModelTools.Formats.Tflite.Schema.TfliteFields;

namespace Edge.Tests.Desktop.Tflite;

/// <summary>Writes small .tflite files in memory, right ones and, where a test asks for it, wrong ones.</summary>
internal sealed class TfliteFileBuilder
{
    private readonly List<(int Code, string? CustomName, int[] Inputs, int[] Outputs, OptionTable? Options)> _operators = [];

    public List<TfliteTensorSpec> Tensors { get; } = [];

    public int[] Inputs { get; set; } = [];

    public int[] Outputs { get; set; } = [];

    public int SubGraphCount { get; set; } = 1;

    public uint Version { get; set; } = Fields.SchemaVersion;

    public string Identifier { get; set; } = Fields.Identifier;

    /// <summary>int8 activation, per tensor.</summary>
    public int Int8(string name, int[] shape, float scale = 0.5f, int zeroPoint = 0)
    {
        return Add(new TfliteTensorSpec { Name = name, Type = TfliteTensorType.Int8, Shape = shape, Scales = [scale], ZeroPoints = [zeroPoint] });
    }

    /// <summary>uint8 activation, per tensor.</summary>
    public int UInt8(string name, int[] shape, float scale = 0.5f, int zeroPoint = 128)
    {
        return Add(new TfliteTensorSpec { Name = name, Type = TfliteTensorType.UInt8, Shape = shape, Scales = [scale], ZeroPoints = [zeroPoint] });
    }

    /// <summary>float32 activation.</summary>
    public int Float(string name, params int[] shape) => Add(new TfliteTensorSpec { Name = name, Type = TfliteTensorType.Float32, Shape = shape });

    /// <summary>int8 constant, symmetric; one scale, or one for each index of <paramref name="axis"/>.</summary>
    public int Int8Constant(string name, int[] shape, sbyte[] values, float[]? scales = null, int axis = 0, long zeroPoint = 0)
    {
        float[] ownScales = scales ?? [0.25f];
        return Add(new TfliteTensorSpec
        {
            Name = name,
            Type = TfliteTensorType.Int8,
            Shape = shape,
            Data = [.. values.Select(value => (byte)value)],
            Scales = ownScales,
            ZeroPoints = [.. ownScales.Select(_ => zeroPoint)],
            Axis = axis,
        });
    }

    /// <summary>uint8 constant, asymmetric.</summary>
    public int UInt8Constant(string name, int[] shape, byte[] values, float scale = 0.25f, int zeroPoint = 128)
    {
        return Add(new TfliteTensorSpec
        {
            Name = name, Type = TfliteTensorType.UInt8, Shape = shape, Data = values, Scales = [scale], ZeroPoints = [zeroPoint],
        });
    }

    /// <summary>float32 constant.</summary>
    public int FloatConstant(string name, int[] shape, params float[] values)
    {
        byte[] data = new byte[values.Length * sizeof(float)];
        Buffer.BlockCopy(values, 0, data, 0, data.Length);
        return Add(new TfliteTensorSpec { Name = name, Type = TfliteTensorType.Float32, Shape = shape, Data = data });
    }

    /// <summary>int32 constant without scale: axes, shapes, and biases, whose scale nobody needs.</summary>
    public int Int32Constant(string name, int[] shape, params int[] values)
    {
        byte[] data = new byte[values.Length * sizeof(int)];
        Buffer.BlockCopy(values, 0, data, 0, data.Length);
        return Add(new TfliteTensorSpec { Name = name, Type = TfliteTensorType.Int32, Shape = shape, Data = data });
    }

    /// <summary>int32 tensor that some operator computes.</summary>
    public int Int32(string name, params int[] shape) => Add(new TfliteTensorSpec { Name = name, Type = TfliteTensorType.Int32, Shape = shape });

    public int Add(TfliteTensorSpec tensor)
    {
        Tensors.Add(tensor);
        return Tensors.Count - 1;
    }

    public void Operator(TfliteOperatorCode code, int[] inputs, int[] outputs, OptionTable? options = null)
    {
        _operators.Add(((int)code, null, inputs, outputs, options));
    }

    public void CustomOperator(string name, int[] inputs, int[] outputs)
    {
        _operators.Add(((int)TfliteOperatorCode.CUSTOM, name, inputs, outputs, null));
    }

    /// <summary>The file. Constant t has buffer t + 1; buffer 0 is empty, as the schema wants it.</summary>
    public byte[] Build()
    {
        var builder = new FlatBufferBuilder(1024) { ForceDefaults = true };
        int[] buffers = [WriteBuffer(builder, null), .. Tensors.Select(tensor => WriteBuffer(builder, tensor.Data))];
        int[] codes = [.. _operators.Select(entry => WriteCode(builder, entry.Code, entry.CustomName))];
        int[] tensors = [.. Tensors.Select((tensor, index) => WriteTensor(builder, tensor, index))];
        int[] operators = [.. _operators.Select((entry, index) => WriteOperator(builder, entry.Inputs, entry.Outputs, entry.Options, index))];
        int[] graphs = [.. Enumerable.Range(0, SubGraphCount).Select(_ => WriteGraph(builder, tensors, operators))];
        int codeVector = OffsetVector(builder, codes);
        int graphVector = OffsetVector(builder, graphs);
        int bufferVector = OffsetVector(builder, buffers);
        builder.StartTable(5);
        builder.AddUint(Fields.Model.Version, Version, 0);
        builder.AddOffset(Fields.Model.OperatorCodes, codeVector, 0);
        builder.AddOffset(Fields.Model.SubGraphs, graphVector, 0);
        builder.AddOffset(Fields.Model.Buffers, bufferVector, 0);
        builder.Finish(builder.EndTable(), Identifier);
        return builder.SizedByteArray();
    }

    public static int Int32Vector(FlatBufferBuilder builder, int[] values)
    {
        builder.StartVector(sizeof(int), values.Length, sizeof(int));
        for (int i = values.Length - 1; i >= 0; i--)
        {
            builder.AddInt(values[i]);
        }

        return builder.EndVector().Value;
    }

    private static int OffsetVector(FlatBufferBuilder builder, int[] offsets)
    {
        builder.StartVector(sizeof(int), offsets.Length, sizeof(int));
        for (int i = offsets.Length - 1; i >= 0; i--)
        {
            builder.AddOffset(offsets[i]);
        }

        return builder.EndVector().Value;
    }

    private static int WriteBuffer(FlatBufferBuilder builder, byte[]? data)
    {
        int vector = 0;
        if (data is not null)
        {
            builder.StartVector(1, data.Length, 16);
            for (int i = data.Length - 1; i >= 0; i--)
            {
                builder.AddByte(data[i]);
            }

            vector = builder.EndVector().Value;
        }

        builder.StartTable(1);
        builder.AddOffset(Fields.Buffer.Data, vector, 0);
        return builder.EndTable();
    }

    private static int WriteCode(FlatBufferBuilder builder, int code, string? customName)
    {
        int name = customName is null ? 0 : builder.CreateString(customName).Value;
        builder.StartTable(4);
        builder.AddByte(Fields.OperatorCode.DeprecatedCode, (byte)Math.Min(code, 127), 0);
        if (customName is not null)
        {
            builder.AddOffset(Fields.OperatorCode.CustomName, name, 0);
        }

        builder.AddInt(Fields.OperatorCode.Version, 1, 0);
        builder.AddInt(Fields.OperatorCode.Code, code, 0);
        return builder.EndTable();
    }

    private static int WriteTensor(FlatBufferBuilder builder, TfliteTensorSpec tensor, int index)
    {
        int name = builder.CreateString(tensor.Name).Value;
        int shape = Int32Vector(builder, tensor.Shape);
        int signature = tensor.ShapeSignature is null ? 0 : Int32Vector(builder, tensor.ShapeSignature);
        int quantization = tensor.Scales is null && !tensor.HasQuantizationDetails ? 0 : WriteQuantization(builder, tensor);
        int sparsity = 0;
        if (tensor.IsSparse)
        {
            builder.StartTable(0);
            sparsity = builder.EndTable();
        }

        builder.StartTable(11);
        builder.AddOffset(Fields.Tensor.Shape, shape, 0);
        builder.AddByte(Fields.Tensor.Type, (byte)tensor.Type, 0);
        builder.AddUint(Fields.Tensor.Buffer, tensor.BufferIndex ?? (uint)(tensor.Data is null ? 0 : index + 1), 0);
        builder.AddOffset(Fields.Tensor.Name, name, 0);
        AddIfThere(builder, Fields.Tensor.Quantization, quantization);
        builder.AddBool(Fields.Tensor.IsVariable, tensor.IsVariable, false);
        AddIfThere(builder, Fields.Tensor.Sparsity, sparsity);
        AddIfThere(builder, Fields.Tensor.ShapeSignature, signature);
        builder.AddUint(Fields.Tensor.ExternalBuffer, tensor.IsExternal ? 1u : 0u, 0);
        return builder.EndTable();
    }

    private static int WriteQuantization(FlatBufferBuilder builder, TfliteTensorSpec tensor)
    {
        float[] scaleValues = tensor.Scales ?? [];
        long[] zeroPointValues = tensor.ZeroPoints ?? [];
        builder.StartVector(sizeof(float), scaleValues.Length, sizeof(float));
        for (int i = scaleValues.Length - 1; i >= 0; i--)
        {
            builder.AddFloat(scaleValues[i]);
        }

        int scales = builder.EndVector().Value;
        builder.StartVector(sizeof(long), zeroPointValues.Length, sizeof(long));
        for (int i = zeroPointValues.Length - 1; i >= 0; i--)
        {
            builder.AddLong(zeroPointValues[i]);
        }

        int zeroPoints = builder.EndVector().Value;
        builder.StartTable(7);
        builder.AddOffset(Fields.Quantization.Scales, scales, 0);
        builder.AddOffset(Fields.Quantization.ZeroPoints, zeroPoints, 0);
        builder.AddByte(Fields.Quantization.DetailsType, (byte)(tensor.HasQuantizationDetails ? 1 : 0), 0);
        builder.AddInt(Fields.Quantization.Axis, tensor.Axis, 0);
        return builder.EndTable();
    }

    private static int WriteOperator(FlatBufferBuilder builder, int[] inputs, int[] outputs, OptionTable? options, int codeIndex)
    {
        int inputVector = Int32Vector(builder, inputs);
        int outputVector = Int32Vector(builder, outputs);
        int optionTable = options?.Write(builder) ?? 0;
        builder.StartTable(5);
        builder.AddUint(Fields.Operator.CodeIndex, (uint)codeIndex, 0);
        builder.AddOffset(Fields.Operator.Inputs, inputVector, 0);
        builder.AddOffset(Fields.Operator.Outputs, outputVector, 0);
        builder.AddByte(Fields.Operator.OptionsType, (byte)(options?.Type ?? TfliteOptionsType.None), 0);
        AddIfThere(builder, Fields.Operator.Options, optionTable);
        return builder.EndTable();
    }

    private int WriteGraph(FlatBufferBuilder builder, int[] tensors, int[] operators)
    {
        int tensorVector = OffsetVector(builder, tensors);
        int inputs = Int32Vector(builder, Inputs);
        int outputs = Int32Vector(builder, Outputs);
        int operatorVector = OffsetVector(builder, operators);
        builder.StartTable(4);
        builder.AddOffset(Fields.SubGraph.Tensors, tensorVector, 0);
        builder.AddOffset(Fields.SubGraph.Inputs, inputs, 0);
        builder.AddOffset(Fields.SubGraph.Outputs, outputs, 0);
        builder.AddOffset(Fields.SubGraph.Operators, operatorVector, 0);
        return builder.EndTable();
    }

    private static void AddIfThere(FlatBufferBuilder builder, int field, int offset)
    {
        if (offset != 0)
        {
            builder.AddOffset(field, offset, 0);
        }
    }
}
