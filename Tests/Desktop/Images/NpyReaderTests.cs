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
    [DataRow("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", "<f8")]
    [DataRow("{'descr': '|u1', 'fortran_order': True, 'shape': (4,), }", "C order")]
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

    private static byte[] File(byte version, string header, byte[] data)
    {
        byte[] text = Encoding.Latin1.GetBytes(header + "\n");
        byte[] length = version == 1 ? BitConverter.GetBytes((ushort)text.Length) : BitConverter.GetBytes(text.Length);
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. text, .. data];
    }
}
