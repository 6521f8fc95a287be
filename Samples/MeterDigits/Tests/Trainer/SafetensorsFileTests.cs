using System.Collections.Generic;
using System.IO;
using Edge.MeterDigits.Trainer.Export;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.MeterDigits.Tests.Trainer;

[TestClass]
public sealed class SafetensorsFileTests
{
    private readonly string _file = Path.GetTempFileName();

    [TestCleanup]
    public void Delete() => File.Delete(_file);

    [TestMethod]
    public void Tensors_come_back_as_written()
    {
        SafetensorsFile.Write(_file, new[] { ("a", new long[] { 2, 3 }, new float[] { 1, 2, 3, 4, 5, -0.5f }), ("b.c", new long[] { 1 }, new[] { 7f }) });
        Dictionary<string, (long[] Shape, float[] Values)> tensors = SafetensorsFile.Read(_file);
        CollectionAssert.AreEqual(new long[] { 2, 3 }, tensors["a"].Shape);
        CollectionAssert.AreEqual(new float[] { 1, 2, 3, 4, 5, -0.5f }, tensors["a"].Values);
        CollectionAssert.AreEqual(new[] { 7f }, tensors["b.c"].Values);
    }

    [TestMethod]
    public void A_file_cut_short_is_refused()
    {
        SafetensorsFile.Write(_file, new[] { ("a", new long[] { 4 }, new float[4]) });
        byte[] whole = File.ReadAllBytes(_file);
        foreach (int length in new[] { 0, 7, 20, whole.Length - 1 })
        {
            File.WriteAllBytes(_file, whole[..length]);
            Assert.ThrowsExactly<InvalidDataException>(() => SafetensorsFile.Read(_file), $"{length} bytes");
        }
    }
}
