using System;
using System.Linq;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Images;

/// <summary>Arrays of samples with their channels first or last, with and without a batch, in one file or several.</summary>
[TestClass]
public class ArrayLayoutTests
{
    private static readonly int[] s_input = [1, 2, 3, 4];
    private static readonly SampleLayout s_onnx = new(IsModelChannelsFirst: true);

    [TestMethod]
    [DataRow("2,3,4", false)]
    [DataRow("4,2,3", true)]
    [DataRow("1,2,3,4", false)]
    [DataRow("1,4,2,3", true)]
    [DataRow("3,2,4", null)]
    [DataRow("24", null)]
    public void The_shape_tells_the_layout(string shape, bool? isChannelsFirst)
    {
        Assert.AreEqual(isChannelsFirst, s_onnx.Find("a.npy", [.. shape.Split(',').Select(int.Parse)], [2, 3, 4]));
    }

    [TestMethod]
    public void Only_a_shape_that_fits_both_layouts_is_asked_for()
    {
        int[] cube = [3, 3, 3];
        DiagnosticAssert.Throws(DiagnosticId.LayoutAmbiguous, () => s_onnx.Find("a.npy", cube, cube), "a.npy", "--layout");
        DiagnosticAssert.Throws(DiagnosticId.LayoutAmbiguous, () => s_onnx.Find("a.npy", [5, 5], [1, 5, 5]), "--layout");
        Assert.IsTrue((s_onnx with { IsChannelsFirst = true }).Find("a.npy", cube, cube));
        Assert.IsFalse((s_onnx with { IsChannelsFirst = false }).Find("a.npy", cube, cube));
        Assert.IsFalse(SampleLayout.Default.Find("a.npy", cube, cube), "a model with its channels last has one layout only");
        Assert.IsFalse(s_onnx.Find("a.npy", [5, 5], [5, 5, 1]), "one channel has one order");
        Assert.IsFalse(s_onnx.Find("a.npy", [7], [1, 1, 7]), "one pixel has one order");
    }

    [TestMethod]
    public void What_is_asked_for_has_to_fit()
    {
        Assert.IsNull((s_onnx with { IsChannelsFirst = true }).Find("a.npy", [2, 3, 4], [2, 3, 4]));
        Assert.IsNull((s_onnx with { IsChannelsFirst = false }).Find("a.npy", [4, 2, 3], [2, 3, 4]));
    }

    [TestMethod]
    public void Channels_first_and_last_give_the_same_samples()
    {
        using var folder = new TemporaryFolder();
        float[] last = [.. Enumerable.Range(0, 48).Select(i => (float)i)];
        string lastPath = folder.Write("last.npy", Floats("2, 2, 3, 4", last));
        string firstPath = folder.Write("first.npy", Floats("2, 4, 2, 3", ToFirst(last)));
        foreach (string path in new[] { lastPath, firstPath })
        {
            var dataset = Dataset.Open(path, s_input, null, s_onnx);
            Assert.AreEqual(2, dataset.Count);
            Assert.IsTrue(dataset.IsNormalisationStated, "floats are the model's own numbers");
            CollectionAssert.AreEqual(last[..24], dataset.ReadReal(0));
            CollectionAssert.AreEqual(last[24..], dataset.ReadReal(1));
        }
    }

    [TestMethod]
    public void A_folder_of_arrays_is_a_data_set_of_all_their_samples()
    {
        using var folder = new TemporaryFolder();
        float[] values = [.. Enumerable.Range(0, 96).Select(i => (float)i)];
        folder.Write("a.npy", Floats("2, 3, 4", values[..24])); // one sample without a batch
        folder.Write("b.npy", Floats("2, 4, 2, 3", ToFirst(values[24..72]))); // two
        folder.Write("c.npy", Floats("1, 2, 3, 4", values[72..]));
        folder.Write("notes.txt", "ignored");
        var dataset = Dataset.Open(folder.Path, s_input, null, s_onnx);
        Assert.AreEqual(4, dataset.Count);
        foreach (int i in new[] { 3, 1, 0, 2, 2 })
        {
            CollectionAssert.AreEqual(values[(24 * i)..(24 * (i + 1))], dataset.ReadReal(i));
        }
    }

    [TestMethod]
    public void Conversions_of_a_folder_are_said_once()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.npy", NpyReaderTests.Array("<f8", "1, 1", BitConverter.GetBytes(1.5)));
        folder.Write("b.npy", NpyReaderTests.Array("<f8", "1, 1", BitConverter.GetBytes(2.5)));
        folder.Write("c.npy", Floats("1, 1", [3]));
        Assert.AreEqual($"{folder.Path}: float64 is taken as float32 in 2 of 3 files", Dataset.Open(folder.Path).Remarks.Single());
    }

    [TestMethod]
    public void One_file_of_large_integers_makes_numbers_of_all()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.npy", NpyReaderTests.Array("<i2", "1, 2", [1, 0, 255, 0]));
        folder.Write("b.npy", NpyReaderTests.Array("<i2", "1, 2", [0, 1, 0xFF, 0xFF]));
        var dataset = Dataset.Open(folder.Path);
        CollectionAssert.AreEqual(new[] { 1f, 255f }, dataset.ReadReal(0));
        CollectionAssert.AreEqual(new[] { 256f, -1f }, dataset.ReadReal(1));
    }

    [TestMethod]
    public void Arrays_of_other_shapes_and_types_are_named()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.npy", Floats("1, 2", [1, 2]));
        string other = folder.Write("b.npy", Floats("1, 3", [1, 2, 3]));
        DiagnosticAssert.Throws(DiagnosticId.DatasetShapeMismatch, () => Dataset.Open(folder.Path), "b.npy");
        System.IO.File.Delete(other);
        folder.Write("c.npy", NpyReaderTests.Array("|u1", "1, 2", [1, 2]));
        DiagnosticAssert.Throws(DiagnosticId.NpyInvalid, () => Dataset.Open(folder.Path), "c.npy");
        DiagnosticAssert.Throws(DiagnosticId.InputNotFinite, () => Dataset.Open(folder.Write("d.npy", Floats("2, 2", [1, 2, 3, float.NaN]))), "d.npy", "[1,1]");
    }

    [TestMethod]
    [DataRow("1,3,0,0", "5,3,7,9", "1,3,7,9")] // the model's own layout, with a batch
    [DataRow("1,3,0,0", "3,7,9", "1,3,7,9")]
    [DataRow("1,3,0,0", "7,9,3", "1,3,7,9")] // channels last
    [DataRow("1,0,0,0", "5,3,7,9", "")] // anything would fit
    [DataRow("1,3,0,0", "7,9,4", null)]
    [DataRow("1,3,8,0", "3,7,9", null)] // what is known contradicts
    [DataRow("1,3,0,0", "9", null)]
    public void Symbolic_dimensions_are_settled_by_the_samples_shape(string declared, string stored, string? settled)
    {
        int[]? Settle() => new SampleShape("a.npy", Numbers(stored), IsSample: false).Settle(Numbers(declared), s_onnx);
        if (settled == string.Empty)
        {
            DiagnosticAssert.Throws(DiagnosticId.LayoutAmbiguous, () => Settle(), "--layout");
            return;
        }

        Assert.AreEqual(settled, Settle() is int[] shape ? string.Join(',', shape) : null);
    }

    [TestMethod]
    public void Pictures_of_one_size_have_a_shape_and_pictures_of_several_have_none()
    {
        using var folder = new TemporaryFolder();
        TestImages.Write(folder.File("a.png"), 4, 6, SkiaSharp.SKColors.Red);
        TestImages.Write(folder.File("b.png"), 4, 6, SkiaSharp.SKColors.Red);
        CollectionAssert.AreEqual(new[] { 1, 3, 4, 6 }, SampleShape.Of(folder.Path)!.Settle([1, 3, 0, 0], s_onnx));
        CollectionAssert.AreEqual(new[] { 1, 1, 4, 6 }, SampleShape.Of(folder.Path)!.Settle([1, 1, 0, 0], s_onnx));
        TestImages.Write(folder.File("c.png"), 6, 4, SkiaSharp.SKColors.Red);
        Assert.IsNull(SampleShape.Of(folder.Path));
    }

    private static int[] Numbers(string text) => [.. text.Split(',').Select(int.Parse)];

    private static byte[] Floats(string shape, float[] values) => NpyReaderTests.Array("<f4", shape, [.. values.SelectMany(BitConverter.GetBytes)]);

    /// <summary>Samples of 2x3x4 with their channels first.</summary>
    private static float[] ToFirst(float[] last)
    {
        var first = new float[last.Length];
        for (int i = 0; i < last.Length; i++)
        {
            int sample = i / 24;
            int pixel = i % 24 / 4;
            first[(24 * sample) + (i % 4 * 6) + pixel] = last[i];
        }

        return first;
    }
}
