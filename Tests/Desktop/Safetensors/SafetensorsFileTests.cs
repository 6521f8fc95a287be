using System;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Safetensors;
using Edge.Tests.Desktop.Images;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Safetensors;

[TestClass]
public sealed class SafetensorsFileTests
{
    [TestMethod]
    public void F32_F16_and_BF16_values_are_read()
    {
        byte[] halves = [0x00, 0x3C, 0x00, 0xC1, 0x01, 0x00]; // 1, -2.5, the smallest subnormal
        byte[] brains = [0x80, 0x3F, 0x20, 0xC0]; // 1, -2.5
        using var folder = new TemporaryFolder();
        using var file = SafetensorsFile.Open(folder.Write(
            "w.safetensors",
            new SafetensorsBuilder().Add("a", [2, 1], 1.5f, -3e-20f).AddRaw("b", "F16", [3], halves).AddRaw("c", "BF16", [2], brains).Add("s", [], 7).ToBytes()));
        CollectionAssert.AreEqual(new[] { "a", "b", "c", "s" }, file.Entries.Select(entry => entry.Name).ToArray());
        CollectionAssert.AreEqual(new[] { 1.5f, -3e-20f }, file.ReadFloats(file.Entries[0]));
        CollectionAssert.AreEqual(new[] { 1f, -2.5f, 5.9604645e-8f }, file.ReadFloats(file.Entries[1]));
        CollectionAssert.AreEqual(new[] { 1f, -2.5f }, file.ReadFloats(file.Entries[2]));
        CollectionAssert.AreEqual(new[] { 7f }, file.ReadFloats(file.Entries[3]));
    }

    [TestMethod]
    public void A_header_padded_with_blanks_is_read()
    {
        using var folder = new TemporaryFolder();
        byte[] bytes = SafetensorsBuilder.WithHeader("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}       """, new byte[4]);
        using var file = SafetensorsFile.Open(folder.Write("w.safetensors", bytes));
        Assert.HasCount(1, file.Entries);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(7)]
    [DataRow(8)]
    [DataRow(40)]
    public void A_file_that_ends_in_its_header_is_refused(int length)
    {
        byte[] bytes = new SafetensorsBuilder().Add("a", [2], 1, 2).ToBytes();
        Refuse(DiagnosticId.SafetensorsTruncated, bytes[..length]);
    }

    [TestMethod]
    public void Data_beyond_the_end_of_the_file_are_refused_by_name()
    {
        byte[] bytes = new SafetensorsBuilder().Add("a", [2], 1, 2).Add("b", [2], 3, 4).ToBytes();
        Refuse(DiagnosticId.SafetensorsBadOffset, bytes[..^1], "'b'", "[8,16]", "15 bytes");
    }

    [TestMethod]
    [DataRow("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""")]
    [DataRow("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""")]
    [DataRow("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,9223372036854775807]}}""")]
    [DataRow("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,1e99]}}""")]
    [DataRow("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,"4"]}}""")]
    [DataRow("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""")]
    [DataRow("""{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,8]}}""")]
    public void Offsets_that_do_not_fit_the_file_or_the_shape_are_refused(string header)
    {
        Refuse(DiagnosticId.SafetensorsBadOffset, SafetensorsBuilder.WithHeader(header, new byte[8]), "'a'");
    }

    [TestMethod]
    [DataRow("0,8", "4,12", "overlap")]
    [DataRow("0,4", "8,12", "belong to no tensor")]
    [DataRow("0,4", "4,8", "after 'b' belong to no tensor")]
    [DataRow("0,4", "0,4", "overlap")]
    public void Overlapping_data_and_gaps_are_refused(string first, string second, string part)
    {
        int[] sizes = [.. new[] { first, second }.Select(text => (int.Parse(text.Split(',')[1]) - int.Parse(text.Split(',')[0])) / 4)];
        string header = $"{{{Entry("a", sizes[0], first)},{Entry("b", sizes[1], second)}}}";
        Refuse(DiagnosticId.SafetensorsOverlap, SafetensorsBuilder.WithHeader(header, new byte[12]), part);
    }

    [TestMethod]
    [DataRow("not json")]
    [DataRow("[]")]
    [DataRow("{}}")]
    [DataRow("""{"a":1}""")]
    [DataRow("""{"a":{"dtype":"F32","shape":[1]}}""")]
    [DataRow("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,0]}}""")]
    [DataRow("""{"a":{"dtype":"F32","shape":[65536,65536],"data_offsets":[0,0]}}""")]
    [DataRow("""{"a":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}""")]
    [DataRow("""{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}}""")]
    public void A_header_that_is_not_what_the_format_asks_for_is_refused(string header)
    {
        Refuse(DiagnosticId.SafetensorsHeaderInvalid, SafetensorsBuilder.WithHeader(header, new byte[4]));
    }

    [TestMethod]
    public void A_header_length_that_is_not_credible_is_refused()
    {
        Refuse(DiagnosticId.SafetensorsHeaderInvalid, [255, 255, 255, 255, 255, 255, 255, 255, 1, 2, 3]);
    }

    [TestMethod]
    public void Two_tensors_of_one_name_are_refused()
    {
        Refuse(DiagnosticId.SafetensorsDuplicate, new SafetensorsBuilder().Add("a", [1], 1).Add("a", [1], 2).ToBytes(), "'a'");
    }

    [TestMethod]
    public void Unknown_and_integer_types_are_refused()
    {
        Refuse(DiagnosticId.WeightTypeUnsupported, new SafetensorsBuilder().AddRaw("a", "F7", [1], [0]).ToBytes(), "F7");
        using var folder = new TemporaryFolder();
        using var file = SafetensorsFile.Open(folder.Write("w.safetensors", new SafetensorsBuilder().AddRaw("a", "I8", [1], [0]).ToBytes()));
        DiagnosticAssert.Throws(DiagnosticId.WeightTypeUnsupported, () => file.ReadFloats(file.Entries[0]), "'a'", "I8", "F32, F16, BF16");
    }

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.NegativeInfinity)]
    public void Values_that_are_not_finite_are_refused(float value)
    {
        using var folder = new TemporaryFolder();
        using var file = SafetensorsFile.Open(folder.Write("w.safetensors", new SafetensorsBuilder().Add("a", [3], 0, value, 1).ToBytes()));
        DiagnosticAssert.Throws(DiagnosticId.WeightValueNotFinite, () => file.ReadFloats(file.Entries[0]), "'a'", "value 1");
    }

    [TestMethod]
    public void A_missing_file_and_a_folder_are_refused()
    {
        using var folder = new TemporaryFolder();
        DiagnosticAssert.Throws(DiagnosticId.FileNotFound, () => SafetensorsFile.Open(folder.File("none.safetensors")));
        DiagnosticAssert.Throws(DiagnosticId.FileNotReadable, () => SafetensorsFile.Open(folder.Path));
    }

    [TestMethod]
    public void Damaged_files_are_refused_with_a_diagnostic_or_read()
    {
        byte[] intact = new SafetensorsBuilder().Add("alpha", [2, 3], 1, 2, 3, 4, 5, 6).AddRaw("beta", "F16", [4], new byte[8]).Add("gamma", [1], 1).ToBytes();
        using var folder = new TemporaryFolder();
        var random = new Random(5);
        int refused = 0;
        for (int mutant = 0; mutant < 3000; mutant++)
        {
            byte[] bytes = [.. intact];
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            string path = folder.Write("w.safetensors", bytes);
            try
            {
                using var file = SafetensorsFile.Open(path);
                foreach (SafetensorsEntry entry in file.Entries)
                {
                    file.ReadFloats(entry);
                }
            }
            catch (EdgeException error)
            {
                Assert.DoesNotContain("\n", error.Message, $"mutant {mutant}");
                refused++;
            }
        }

        Assert.IsGreaterThan(1000, refused);
    }

    private static string Entry(string name, int size, string offsets) => $$"""
        "{{name}}": { "dtype": "F32", "shape": [{{size}}], "data_offsets": [{{offsets}}] }
        """;

    private static void Refuse(DiagnosticId id, byte[] bytes, params string[] parts)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("w.safetensors", bytes);
        DiagnosticAssert.Throws(id, () => SafetensorsFile.Open(path).Dispose(), parts);
    }
}
