using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Formats.Tflite.Wire;
using Edge.ModelTools.Graph;
using Fields = Edge.ModelTools.Formats.Tflite.Schema.TfliteFields;

namespace Edge.ModelTools.Formats.Tflite.Import;

/// <summary>
/// The tensors of a file, read when an operator first names them. Legacy uint8 tensors become int8: value and zero point
/// are both 128 less, which leaves every real value as it was.
/// </summary>
internal sealed class TensorTable
{
    /// <summary>What is subtracted from uint8 values and zero points.</summary>
    public const int UInt8Shift = 128;

    private const int MaximumRank = 8;
    private const int MaximumDimension = 1 << 24; // keeps every window computation inside int
    private const int MaximumNameBytes = 65536;
    private const int ObjectBytes = 512; // what one tensor costs beside its arrays, roughly

    private readonly TfliteFile _file;
    private readonly TensorEntry?[] _entries;
    private readonly HashSet<string> _names = [];

    /// <summary>Makes a table with nothing read yet.</summary>
    public TensorTable(TfliteFile file)
    {
        _file = file;
        file.Budget.Charge((long)file.Tensors.Count * IntPtr.Size, "tensors");
        _entries = new TensorEntry?[file.Tensors.Count];
    }

    /// <summary>The entry of a tensor of the file.</summary>
    /// <param name="index">Tensor index as an operator or the graph names it.</param>
    /// <param name="where">Who names it, for messages.</param>
    public TensorEntry Get(int index, string where)
    {
        if (index < 0 || index >= _entries.Length)
        {
            throw new EdgeException(
                DiagnosticId.TfliteBadTensorIndex, where, $"tensor {index} of {_entries.Length}", "the file is damaged; download or export it again");
        }

        return _entries[index] ??= Read(index);
    }

    /// <summary>The entry a tensor of the graph came from, or null for one that an importer made.</summary>
    public TensorEntry? EntryOf(Tensor tensor) => tensor.SourceIndex < 0 ? null : _entries[tensor.SourceIndex];

    /// <summary>Whether a shape has a sane rank, positive dimensions, and a number of elements that fits int.</summary>
    public static bool IsUsable(int[] shape)
    {
        long count = 1;
        foreach (int dimension in shape)
        {
            if (dimension < 1 || dimension > MaximumDimension)
            {
                return false;
            }

            count *= dimension;
            if (count > int.MaxValue)
            {
                return false;
            }
        }

        return shape.Length <= MaximumRank;
    }

    /// <summary>The error for a shape that is not usable.</summary>
    public static EdgeException BadShape(int[] shape, string where)
    {
        return new EdgeException(
            DiagnosticId.TfliteBadShape,
            where,
            $"shape [{string.Join(",", shape.Take(MaximumRank + 1))}] is not usable (up to {MaximumRank} positive dimensions, fewer than 2^31 elements)",
            "export the model with a fixed input shape and batch 1");
    }

    private TensorEntry Read(int index)
    {
        FlatTable table = _file.Tensors.Table(index, "tensor");
        string name = Name(table, index);
        string where = $"{_file.File.Name}: tensor {index} '{Shortened(name)}'";
        Refuse(table.Bool(Fields.Tensor.IsVariable), DiagnosticId.TfliteVariableTensor, where, "is a variable", "export a model without state between inferences");
        Refuse(table.Has(Fields.Tensor.Sparsity), DiagnosticId.TfliteSparseTensor, where, "is stored sparse", "export without sparse weights");
        Refuse(
            table.UInt32(Fields.Tensor.ExternalBuffer) != 0, DiagnosticId.TfliteExternalData, where, "has its data in another file", "export one self-contained file");
        var type = (TfliteTensorType)table.Byte(Fields.Tensor.Type);
        int[] shape = Shape(table.Vector(Fields.Tensor.Shape, sizeof(int), "shape"), where);
        bool isShapeOpen = IsShapeOpen(table.Vector(Fields.Tensor.ShapeSignature, sizeof(int), "shape signature"));
        QuantizationParameters? quantization = QuantizationReader.Read(table, type, shape, _file.Budget, where);
        Array? data = ConstantReader.Read(Data(table, where), type, shape, _file.Budget, where);
        var tensor = new Tensor(name, ConstantReader.ElementTypeOf(type, where), shape)
        {
            Quantization = quantization,
            Data = data,
            SourceIndex = index,
        };
        return new TensorEntry(tensor, type, isShapeOpen);
    }

    /// <summary>The end of a long name: fused operators have names of several hundred characters.</summary>
    public static string Shortened(string name)
    {
        const int Longest = 60;
        return name.Length <= Longest ? name : "..." + name[^Longest..];
    }

    private string Name(FlatTable table, int index)
    {
        string name = table.Text(Fields.Tensor.Name, MaximumNameBytes, "name of a tensor");
        _file.Budget.Charge(ObjectBytes + (2L * name.Length), "tensors");
        if (name.Length == 0)
        {
            name = $"tensor{index}";
        }

        if (!_names.Add(name))
        {
            name = $"{name}#{index}";
            _names.Add(name);
        }

        return name;
    }

    private static int[] Shape(FlatVector dimensions, string where)
    {
        if (dimensions.Count > MaximumRank)
        {
            throw new EdgeException(
                DiagnosticId.TfliteBadShape, where, $"{dimensions.Count} dimensions, more than {MaximumRank}", "export a model with tensors of at most 4 dimensions");
        }

        int[] shape = dimensions.ToInt32s();
        return IsUsable(shape) ? shape : throw BadShape(shape, where);
    }

    private static bool IsShapeOpen(FlatVector signature)
    {
        for (int i = 0; i < signature.Count && i < MaximumRank; i++)
        {
            if (signature.Int32(i) < 0)
            {
                return true;
            }
        }

        return false;
    }

    private FlatVector Data(FlatTable tensor, string where)
    {
        uint index = tensor.UInt32(Fields.Tensor.Buffer);
        if (index == 0)
        {
            return default;
        }

        if (index >= _file.Buffers.Count)
        {
            throw new EdgeException(
                DiagnosticId.TfliteBadBufferIndex, where, $"buffer {index} of {_file.Buffers.Count}", "the file is damaged; download or export it again");
        }

        FlatTable buffer = _file.Buffers.Table((int)index, "buffer");
        Refuse(
            buffer.UInt64(Fields.Buffer.Offset) > 1, DiagnosticId.TfliteExternalData, where, "has its data outside the FlatBuffer", "export a file below 2 GB");
        return buffer.Vector(Fields.Buffer.Data, sizeof(byte), "constant");
    }

    private static void Refuse(bool condition, DiagnosticId id, string where, string what, string remedy)
    {
        if (condition)
        {
            throw new EdgeException(id, where, what, remedy);
        }
    }
}
