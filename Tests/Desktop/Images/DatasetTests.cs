using System;
using System.Linq;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using SkiaSharp;

namespace Edge.Tests.Desktop.Images;

[TestClass]
public class DatasetTests
{
    private const string TwoByOne = """{"count":2,"shape":[1,2,1],"layout":"NHWC","dtype":"uint8","classes":["a","b"],"normalisation":{"scale":[0.5],"offset":[-1]}}""";

    [TestMethod]
    public void A_packed_folder_gives_bytes_real_values_labels_and_names()
    {
        using TemporaryFolder folder = Packed(TwoByOne, [0, 2, 4, 255], "index,label\n1,0\n0,1\n");
        var dataset = Dataset.Open(folder.Path, [1, 1, 2, 1]);
        Assert.AreEqual(2, dataset.Count);
        CollectionAssert.AreEqual(new[] { 1, 2, 1 }, dataset.Shape);
        CollectionAssert.AreEqual(new byte[] { 4, 255 }, dataset.ReadRaw(1));
        CollectionAssert.AreEqual(new[] { -1f, 0f }, dataset.ReadReal(0));
        CollectionAssert.AreEqual(new[] { 1f, 126.5f }, dataset.ReadReal(1));
        Assert.AreEqual(1, dataset.Label(0));
        Assert.AreEqual(0, dataset.Label(1));
        CollectionAssert.AreEqual(new[] { "a", "b" }, dataset.ClassNames);
        Assert.IsTrue(dataset.IsNormalisationStated);
        dataset.RequireLabels(2);
    }

    [TestMethod]
    public void Int8_samples_keep_their_bytes_and_their_sign()
    {
        using TemporaryFolder folder = Packed("""{"shape":[2],"dtype":"int8","normalisation":{"scale":2,"offset":1}}""", [0x80, 0x7F], null);
        var dataset = Dataset.Open(folder.Path, [1, 2]);
        Assert.AreEqual(ElementType.Int8, dataset.ElementType);
        CollectionAssert.AreEqual(new byte[] { 0x80, 0x7F }, dataset.ReadRaw(0));
        CollectionAssert.AreEqual(new[] { -255f, 255f }, dataset.ReadReal(0));
        Assert.IsFalse(dataset.HasLabels);
        Assert.AreEqual(-1, dataset.Label(0));
    }

    [TestMethod]
    public void Each_channel_has_its_own_normalisation()
    {
        using TemporaryFolder folder = Packed("""{"shape":[1,1,3],"dtype":"uint8","normalisation":{"scale":[1,2,3],"offset":[0,10,20]}}""", [1, 1, 1], null);
        CollectionAssert.AreEqual(new[] { 1f, 12f, 23f }, Dataset.Open(folder.Path).ReadReal(0));
    }

    [TestMethod]
    public void Class_folders_are_labelled_by_their_order()
    {
        using var folder = new TemporaryFolder();
        TestImages.Write(folder.File("dog/1.png"), 4, 4, SKColors.Red);
        TestImages.Write(folder.File("cat/1.png"), 4, 4, SKColors.Lime);
        TestImages.Write(folder.File("cat/2.jpg"), 4, 4, SKColors.Lime, SKEncodedImageFormat.Jpeg);
        var dataset = Dataset.Open(folder.Path, [1, 2, 2, 3]);
        CollectionAssert.AreEqual(new[] { "cat", "dog" }, dataset.ClassNames);
        CollectionAssert.AreEqual(new[] { 0, 0, 1 }, Enumerable.Range(0, 3).Select(dataset.Label).ToArray());
        CollectionAssert.AreEqual(new byte[] { 255, 0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0 }, dataset.ReadRaw(2));
        Assert.IsFalse(dataset.IsNormalisationStated);
        Assert.AreEqual(1f, dataset.ReadReal(2)[0], 1e-6f);
    }

    [TestMethod]
    public void Class_folders_with_numbers_are_labelled_by_them()
    {
        using var folder = new TemporaryFolder();
        TestImages.Write(folder.File("10/a.png"), 2, 2, SKColors.Red);
        TestImages.Write(folder.File("2/a.png"), 2, 2, SKColors.Red);
        var dataset = Dataset.Open(folder.Path);
        CollectionAssert.AreEqual(new[] { 10, 2 }, new[] { dataset.Label(0), dataset.Label(1) });
    }

    [TestMethod]
    public void Folders_of_some_of_the_models_classes_are_found_by_name()
    {
        using var folder = new TemporaryFolder();
        TestImages.Write(folder.File("dog/1.png"), 2, 2, SKColors.Red);
        TestImages.Write(folder.File("ant/1.png"), 2, 2, SKColors.Red);
        var dataset = Dataset.Open(folder.Path, classes: ["dog", "cat", "ant"]);
        CollectionAssert.AreEqual(new[] { 2, 0 }, new[] { dataset.Label(0), dataset.Label(1) });
        dataset.RequireLabels(3);
        TestImages.Write(folder.File("zebra/1.png"), 2, 2, SKColors.Red);
        DiagnosticAssert.Throws(DiagnosticId.LabelOutOfRange, () => Dataset.Open(folder.Path, classes: ["dog", "cat", "ant"]), "zebra", "classes of the model");
    }

    [TestMethod]
    public void Numbers_are_the_models_names_before_they_are_places()
    {
        using var folder = new TemporaryFolder();
        TestImages.Write(folder.File("10/1.png"), 2, 2, SKColors.Red);
        Assert.AreEqual(0, Dataset.Open(folder.Path, classes: ["10", "20"]).Label(0));
        Assert.AreEqual(10, Dataset.Open(folder.Path, classes: ["zero", "one"]).Label(0));
    }

    [TestMethod]
    public void Folders_with_none_of_the_models_names_are_labelled_by_their_order()
    {
        using var folder = new TemporaryFolder();
        TestImages.Write(folder.File("chat/1.png"), 2, 2, SKColors.Red);
        TestImages.Write(folder.File("chien/1.png"), 2, 2, SKColors.Red);
        CollectionAssert.AreEqual(new[] { "chat", "chien" }, Dataset.Open(folder.Path, classes: ["dog", "cat"]).ClassNames);
    }

    [TestMethod]
    public void A_description_in_an_image_folder_orders_the_classes_and_normalises()
    {
        using var folder = new TemporaryFolder();
        folder.Write("dataset.json", """{"classes":["z","a"],"normalisation":{"scale":1,"offset":0}}""");
        TestImages.Write(folder.File("a/1.png"), 2, 2, SKColors.White);
        var dataset = Dataset.Open(folder.Path);
        Assert.AreEqual(1, dataset.Label(0));
        Assert.AreEqual(255f, dataset.ReadReal(0)[0]);
    }

    [TestMethod]
    public void A_flat_folder_and_a_single_image_have_no_labels()
    {
        using var folder = new TemporaryFolder();
        TestImages.Write(folder.File("a.png"), 2, 3, SKColors.Red);
        Assert.IsFalse(Dataset.Open(folder.Path).HasLabels);
        var single = Dataset.Open(folder.File("a.png"));
        CollectionAssert.AreEqual(new[] { 2, 3, 3 }, single.Shape);
        Assert.AreEqual(1, single.Count);
    }

    [TestMethod]
    public void Missing_and_empty_folders_are_refused()
    {
        using var folder = new TemporaryFolder();
        DiagnosticAssert.Throws(DiagnosticId.FileNotFound, () => Dataset.Open(folder.Path + "/none"));
        DiagnosticAssert.Throws(DiagnosticId.DatasetEmpty, () => Dataset.Open(folder.Path));
        folder.Write("images.bin", Array.Empty<byte>());
        folder.Write("dataset.json", """{"shape":[1,1,1]}""");
        DiagnosticAssert.Throws(DiagnosticId.DatasetEmpty, () => Dataset.Open(folder.Path));
    }

    [TestMethod]
    public void Images_beside_class_folders_are_refused()
    {
        using var folder = new TemporaryFolder();
        TestImages.Write(folder.File("a/1.png"), 2, 2, SKColors.Red);
        TestImages.Write(folder.File("1.png"), 2, 2, SKColors.Red);
        DiagnosticAssert.Throws(DiagnosticId.LabelsMissing, () => Dataset.Open(folder.Path), "1.png");
    }

    [TestMethod]
    public void A_class_that_the_description_does_not_name_is_refused()
    {
        using var folder = new TemporaryFolder();
        folder.Write("dataset.json", """{"classes":["a"]}""");
        TestImages.Write(folder.File("b/1.png"), 2, 2, SKColors.White);
        DiagnosticAssert.Throws(DiagnosticId.LabelOutOfRange, () => Dataset.Open(folder.Path), "b");
    }

    [TestMethod]
    [DataRow("not json", "not the JSON")]
    [DataRow("[1]", "not the JSON")]
    [DataRow("{}", "shape is missing")]
    [DataRow("""{"shape":[0]}""", "dimension below 1")]
    [DataRow("""{"shape":[]}""", "shape is empty")]
    [DataRow("""{"shape":[65536,65536,3]}""", "too large")]
    [DataRow("""{"shape":[1],"dtype":"float16"}""", "float16")]
    [DataRow("""{"shape":[1],"layout":"NCHW"}""", "NCHW")]
    [DataRow("""{"shape":[1,1,3],"normalisation":{"scale":[1,2],"offset":0}}""", "2 scales")]
    [DataRow("""{"shape":[1],"normalisation":{"scale":0}}""", "is 0")]
    public void A_wrong_description_is_refused(string json, string message)
    {
        using TemporaryFolder folder = Packed(json, [1], null);
        DiagnosticAssert.Throws(DiagnosticId.DatasetDescriptionInvalid, () => Dataset.Open(folder.Path), message);
    }

    [TestMethod]
    public void Packed_samples_without_a_description_are_refused()
    {
        using var folder = new TemporaryFolder();
        folder.Write("images.bin", new byte[4]);
        DiagnosticAssert.Throws(DiagnosticId.DatasetDescriptionInvalid, () => Dataset.Open(folder.Path), "dataset.json");
    }

    [TestMethod]
    public void A_file_of_the_wrong_length_is_refused()
    {
        using TemporaryFolder folder = Packed(TwoByOne, [1, 2, 3], null);
        DiagnosticAssert.Throws(DiagnosticId.DatasetSizeMismatch, () => Dataset.Open(folder.Path), "3 bytes");
    }

    [TestMethod]
    [DataRow("index,label\n0,1\n")]
    [DataRow("index,label\n0,1\n0,1\n1,0\n")]
    [DataRow("index,label\n0,1\n2,1\n")]
    [DataRow("index,label\n0,1\n1,cat\n")]
    public void Labels_that_do_not_fit_the_samples_are_refused(string csv)
    {
        using TemporaryFolder folder = Packed(TwoByOne, [1, 2, 3, 4], csv);
        DiagnosticAssert.Throws(DiagnosticId.LabelFileInvalid, () => Dataset.Open(folder.Path));
    }

    [TestMethod]
    [DataRow(new[] { 1, 20, 32, 3 }, "height and width")]
    [DataRow(new[] { 1, 20, 3, 32 }, "NHWC")]
    [DataRow(new[] { 1, 96, 96, 3 }, "resize")]
    public void Samples_of_another_shape_than_the_input_are_refused(int[] inputShape, string message)
    {
        using TemporaryFolder folder = Packed("""{"shape":[32,20,3]}""", new byte[1920], null);
        DiagnosticAssert.Throws(DiagnosticId.DatasetShapeMismatch, () => Dataset.Open(folder.Path, inputShape), "32x20x3", message);
    }

    [TestMethod]
    public void Scoring_needs_labels_of_the_models_classes()
    {
        using TemporaryFolder unlabelled = Packed(TwoByOne, [1, 2, 3, 4], null);
        DiagnosticAssert.Throws(DiagnosticId.LabelsMissing, () => Dataset.Open(unlabelled.Path).RequireLabels(2));
        using TemporaryFolder named = Packed(TwoByOne, [1, 2, 3, 4], "0,0\n1,1\n");
        DiagnosticAssert.Throws(DiagnosticId.ClassCountMismatch, () => Dataset.Open(named.Path).RequireLabels(10), "2 classes", "10");
        using TemporaryFolder high = Packed("""{"shape":[1,2,1]}""", [1, 2, 3, 4], "0,0\n1,7\n");
        DiagnosticAssert.Throws(DiagnosticId.LabelOutOfRange, () => Dataset.Open(high.Path).RequireLabels(7), "sample 1", "label 7");
    }

    private static TemporaryFolder Packed(string description, byte[] images, string? labels)
    {
        var folder = new TemporaryFolder();
        folder.Write("dataset.json", description);
        folder.Write("images.bin", images);
        if (labels is not null)
        {
            folder.Write("labels.csv", labels);
        }

        return folder;
    }
}
