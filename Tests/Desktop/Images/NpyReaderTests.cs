using System;
using System.Linq;
using System.Text;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Images;

[TestClass]
public class NpyReaderTests
{
    [TestMethod]
    [DataRow((byte)1)]
    [DataRow((byte)2)]
    [DataRow((byte)3)]
    public void Floats_are_read_in_each_version(byte version)
    {
        byte[] file = File(version, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), }", BitConverter.GetBytes(1.5f).Concat(BitConverter.GetBytes(-2f)).ToArray());
        NpyArray array = NpyReader.Parse("a.npy", file);
        Assert.AreEqual(ElementType.Float32, array.ElementType);
        CollectionAssert.AreEqual(new[] { 2, 1 }, array.Shape);
        Assert.AreEqual(-2f, BitConverter.ToSingle(array.Data, 4));
    }

    [TestMethod]
    [DataRow("|u1", (int)ElementType.UInt8)]
    [DataRow("|i1", (int)ElementType.Int8)]
    public void Bytes_are_read(string descr, int type)
    {
        NpyArray array = NpyReader.Parse("a.npy", File(1, $"{{'descr': '{descr}', 'fortran_order': False, 'shape': (3,), }}", [1, 2, 255]));
        Assert.AreEqual((ElementType)type, array.ElementType);
        CollectionAssert.AreEqual(new byte[] { 1, 2, 255 }, array.Data);
    }

    [TestMethod]
    [DataRow("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", "<c8")]
    [DataRow("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "|O")]
    [DataRow("{'descr': '|b1', 'fortran_order': False, 'shape': (4,), }", "|b1")]
    [DataRow("{'descr': '<f16', 'fortran_order': False, 'shape': (1,), }", "<f16")]
    [DataRow("{'descr': '|i8', 'fortran_order': False, 'shape': (1,), }", "|i8")]
    [DataRow("{'descr': '|u1', 'shape': (4,), }", "order of the elements")]
    [DataRow("{'descr': '|u1', 'fortran_order': False, 'shape': (5,), }", "does not fit")]
    [DataRow("{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }", "does not fit")]
    [DataRow("{'descr': '|u1', 'fortran_order': False, 'shape': (0,), }", "does not fit")]
    [DataRow("{'descr': '|u1', 'fortran_order': False, 'shape': (99999999999,), }", "does not fit")]
    [DataRow("{'descr': '|u1', 'fortran_order': False, }", "no shape")]
    public void Other_arrays_are_refused(string header, string message)
    {
        DiagnosticAssert.Throws(DiagnosticId.NpyInvalid, () => NpyReader.Parse("a.npy", File(1, header, new byte[4])), "a.npy", message);
    }

    [TestMethod]
    [DataRow("<f8", "000000000000F83F00000000000000C0", "1.5,-2", "float64 is taken as float32")]
    [DataRow(">f8", "3FF8000000000000C000000000000000", "1.5,-2", "float64 is taken as float32")]
    [DataRow("<f2", "003E00C0", "1.5,-2", "float16 is taken as float32")]
    [DataRow(">f4", "3FC00000C0000000", "1.5,-2", null)]
    [DataRow("<i8", "FFFFFFFFFFFFFFFF0001000000000000", "-1,256", "int64 is taken as float32")]
    [DataRow(">i4", "FFFFFFFF00000100", "-1,256", "int32 is taken as float32")]
    [DataRow("<u2", "FFFF0001", "65535,256", "uint16 is taken as float32")]
    public void Other_numbers_become_floats(string descr, string data, string expected, string? said)
    {
        NpyArray array = NpyReader.Parse("a.npy", File(1, $"{{'descr': '{descr}', 'fortran_order': False, 'shape': (2,), }}", Convert.FromHexString(data)));
        Assert.AreEqual(ElementType.Float32, array.ElementType);
        float[] values = [BitConverter.ToSingle(array.Data, 0), BitConverter.ToSingle(array.Data, 4)];
        Assert.AreEqual(expected, FormattableString.Invariant($"{values[0]},{values[1]}"));
        Assert.AreEqual(said, array.Conversion);
    }

    [TestMethod]
    public void Wide_integers_that_are_all_pixels_become_bytes()
    {
        NpyArray array = NpyReader.Parse("a.npy", File(1, "{'descr': '<i8', 'fortran_order': False, 'shape': (2,), }", [255, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0]));
        Assert.AreEqual(ElementType.UInt8, array.ElementType);
        CollectionAssert.AreEqual(new byte[] { 255, 7 }, array.Data);
        Assert.Contains("int64 is taken as uint8", array.Conversion!);
    }

    [TestMethod]
    public void Fortran_order_is_turned_into_C_order()
    {
        // [[[1,2],[3,4],[5,6]], [[7,8],[9,10],[11,12]]], first index fastest.
        NpyArray array = NpyReader.Parse("a.npy", File(1, "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3, 2), }", [1, 7, 3, 9, 5, 11, 2, 8, 4, 10, 6, 12]));
        CollectionAssert.AreEqual(Enumerable.Range(1, 12).Select(i => (byte)i).ToArray(), array.Data);
        Assert.AreEqual("Fortran order is taken as C order", array.Conversion);
    }

    [TestMethod]
    public void A_value_that_is_no_number_is_refused_with_its_place_in_the_array()
    {
        byte[] data = [.. new float[] { 1, 2, 3, float.PositiveInfinity, 5, float.NaN }.SelectMany(BitConverter.GetBytes)];
        NpyArray array = NpyReader.Parse("a.npy", File(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 3, 2), }", data));
        DiagnosticAssert.Throws(DiagnosticId.InputNotFinite, () => array.RequireFinite("a.npy"), "a.npy: the value at [0,1,1] of the shape 1x3x2");
    }

    [TestMethod]
    public void Damaged_files_are_refused()
    {
        byte[] file = File(1, "{'descr': '|u1', 'fortran_order': False, 'shape': (4,), }", new byte[4]);
        for (int length = 0; length < file.Length; length++)
        {
            DiagnosticAssert.Throws(DiagnosticId.NpyInvalid, () => NpyReader.Parse("a.npy", file[..length]));
        }

        file[6] = 9;
        DiagnosticAssert.Throws(DiagnosticId.NpyInvalid, () => NpyReader.Parse("a.npy", file));
    }

    [TestMethod]
    public void A_file_is_a_data_set()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.npy", File(1, "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 1, 2, 1), }", [1, 2, 3, 4]));
        var dataset = Dataset.Open(path, [1, 1, 2, 1]);
        Assert.AreEqual(2, dataset.Count);
        CollectionAssert.AreEqual(new[] { 3f, 4f }, dataset.ReadReal(1));
        string flat = folder.Write("b.npy", File(1, "{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }", [1, 2]));
        DiagnosticAssert.Throws(DiagnosticId.DatasetShapeMismatch, () => Dataset.Open(flat), "batch");
    }

    /// <summary>A file of version 1.</summary>
    internal static byte[] Array(string descr, string shape, byte[] data) => File(1, $"{{'descr': '{descr}', 'fortran_order': False, 'shape': ({shape}), }}", data);

    private static byte[] File(byte version, string header, byte[] data)
    {
        byte[] text = Encoding.Latin1.GetBytes(header + "\n");
        byte[] length = version == 1 ? BitConverter.GetBytes((ushort)text.Length) : BitConverter.GetBytes(text.Length);
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. text, .. data];
    }
}
