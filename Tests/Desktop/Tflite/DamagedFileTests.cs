using System;
using System.Buffers.Binary;
using System.IO;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Tflite;
using Edge.ModelTools.Formats.Tflite.Schema;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Fields = Edge.ModelTools.Formats.Tflite.Schema.TfliteFields;

namespace Edge.Tests.Desktop.Tflite;

/// <summary>Files that are not models, or whose structure contradicts itself.</summary>
[TestClass]
public class DamagedFileTests
{
    // Files are written back to front: they end with buffer 0, which is empty and which nobody reads.
    private const int UnreadBytes = 32;

    [TestMethod]
    public void A_missing_file_is_named()
    {
        DiagnosticAssert.Throws(DiagnosticId.FileNotFound, () => TfliteReader.Read("/nowhere/at all.tflite"), "/nowhere/at all.tflite");
    }

    [TestMethod]
    public void A_folder_is_not_readable()
    {
        DiagnosticAssert.Throws(DiagnosticId.FileNotReadable, () => TfliteReader.Read(Path.GetTempPath()));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(4)]
    [DataRow(7)]
    public void A_file_shorter_than_its_header_is_truncated(int length)
    {
        Throws(DiagnosticId.TfliteTruncated, SmallModels.Convolution().Build()[..length]);
    }

    [TestMethod]
    public void Other_files_are_not_models()
    {
        Throws(DiagnosticId.TfliteNotAModel, [.. Enumerable.Repeat((byte)7, 100)]);
        TfliteFileBuilder builder = SmallModels.Convolution();
        builder.Version = 2;
        Throws(DiagnosticId.TfliteNotAModel, builder.Build());
    }

    [TestMethod]
    public void A_file_cut_anywhere_is_refused()
    {
        byte[] data = SmallModels.Convolution().Build();
        for (int length = 8; length < data.Length - UnreadBytes; length++)
        {
            EdgeException exception = Assert.ThrowsExactly<EdgeException>(() => TfliteReader.Read(data[..length], "cut.tflite"), $"{length} of {data.Length}");
            Assert.IsTrue(exception.Id is DiagnosticId.TfliteBadOffset or DiagnosticId.TfliteBadTable, exception.Message);
        }
    }

    [TestMethod]
    [DataRow(uint.MaxValue)]
    [DataRow(0x80000000u)]
    [DataRow(100000u)]
    public void An_offset_outside_the_file_is_refused(uint offset)
    {
        byte[] data = SmallModels.Convolution().Build();
        BinaryPrimitives.WriteUInt32LittleEndian(data, offset);
        Throws(DiagnosticId.TfliteBadOffset, data);
    }

    [TestMethod]
    public void A_vector_longer_than_the_file_is_refused()
    {
        byte[] data = SmallModels.Convolution().Build();
        int field = FieldPosition(data, Root(data), Fields.Model.SubGraphs);
        int vector = field + BinaryPrimitives.ReadInt32LittleEndian(data.AsSpan(field));
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(vector), 0x40000000);
        Throws(DiagnosticId.TfliteBadOffset, data);
    }

    [TestMethod]
    [DataRow((ushort)3)]
    [DataRow((ushort)2)]
    public void A_field_directory_of_impossible_size_is_refused(ushort size)
    {
        byte[] data = SmallModels.Convolution().Build();
        BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(Directory(data, Root(data))), size);
        Throws(DiagnosticId.TfliteBadTable, data);
    }

    [TestMethod]
    public void A_field_outside_its_table_is_refused()
    {
        byte[] data = SmallModels.Convolution().Build();
        BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(Entry(data, Root(data), Fields.Model.SubGraphs)), 200);
        Throws(DiagnosticId.TfliteBadTable, data);
    }

    [TestMethod]
    [DataRow(Fields.Model.SubGraphs)]
    [DataRow(Fields.Model.OperatorCodes)]
    public void A_model_without_its_vectors_is_refused(int field)
    {
        byte[] data = SmallModels.Convolution().Build();
        BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(Entry(data, Root(data), field)), 0);
        Throws(DiagnosticId.TfliteMissingField, data);
    }

    [TestMethod]
    public void Names_and_operand_lists_out_of_proportion_are_refused()
    {
        TfliteFileBuilder longName = SmallModels.Convolution();
        longName.Tensors[0].Name = new string('n', 70000);
        Throws(DiagnosticId.TfliteTooLarge, longName.Build());
        TfliteFileBuilder manyInputs = SmallModels.Convolution();
        manyInputs.Inputs = new int[2000];
        Throws(DiagnosticId.TfliteTooLarge, manyInputs.Build());
    }

    [TestMethod]
    public void Constants_shared_more_often_than_the_file_is_long_are_refused()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Float("x", 1, 64);
        int shared = builder.FloatConstant("shared", [1, 4096], new float[4096]);
        for (int i = 0; i < 200; i++)
        {
            int copy = builder.Add(new TfliteTensorSpec { Name = $"copy{i}", Type = TfliteTensorType.Float32, Shape = [64, 64], BufferIndex = (uint)(shared + 1) });
            int y = builder.Float($"y{i}", 1, 64);
            builder.Operator(TfliteOperatorCode.FULLY_CONNECTED, [x, copy], [y]);
            x = y;
        }

        DiagnosticAssert.Throws(DiagnosticId.TfliteTooLarge, () => builder.From(0).To(x).Read());
    }

    [TestMethod]
    public void A_gather_that_repeats_a_constant_without_end_is_refused()
    {
        var builder = new TfliteFileBuilder();
        int x = builder.Int8("x", [1, 4]);
        int values = builder.Int32Constant("values", [1, 4096], new int[4096]);
        int picks = builder.Int32Constant("picks", [4096], new int[4096]);
        int gathered = builder.Int32("gathered", 4096, 4096);
        builder.Operator(TfliteOperatorCode.GATHER, [values, picks], [gathered]);
        DiagnosticAssert.Throws(DiagnosticId.TfliteTooLarge, () => builder.From(x).To(gathered).Read());
    }

    private static void Throws(DiagnosticId id, byte[] data)
    {
        DiagnosticAssert.Throws(id, () => TfliteReader.Read(data, "damaged.tflite"), "damaged.tflite");
    }

    private static int Root(byte[] data) => BinaryPrimitives.ReadInt32LittleEndian(data);

    private static int Directory(byte[] data, int table) => table - BinaryPrimitives.ReadInt32LittleEndian(data.AsSpan(table));

    private static int Entry(byte[] data, int table, int field) => Directory(data, table) + 4 + (2 * field);

    private static int FieldPosition(byte[] data, int table, int field)
    {
        return table + BinaryPrimitives.ReadUInt16LittleEndian(data.AsSpan(Entry(data, table, field)));
    }
}
