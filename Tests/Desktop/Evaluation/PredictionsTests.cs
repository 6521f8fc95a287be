using Edge.ModelTools.Data;
using Edge.ModelTools.Evaluation;
using Edge.Tests.Desktop.Images;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Evaluation;

/// <summary>Ranks of labels among scores.</summary>
[TestClass]
public sealed class PredictionsTests
{
    [TestMethod]
    public void Of_equal_scores_the_first_class_is_better()
    {
        using TemporaryFolder folder = Samples("0,3\n1,1\n2,7\n3,0\n");
        var predictions = new Predictions(Dataset.Open(folder.Path), isLabelled: true);
        predictions.Set<sbyte>(0, [1, 5, 5, 5, 0, 0, 0, 0]); // label 3 is third
        predictions.Set<sbyte>(1, [1, 5, 5, 5, 0, 0, 0, 0]); // label 1 is first
        predictions.Set<sbyte>(2, [9, 8, 7, 6, 5, 4, 3, 2]); // label 7 is last
        predictions.Set<sbyte>(3, [-128, -128, -128, -128, -128, -128, -128, -128]);
        Assert.AreEqual(new Accuracy(4, 2, 3), predictions.Score());
    }

    [TestMethod]
    public void Agreement_counts_equal_best_classes()
    {
        using TemporaryFolder folder = Samples("0,0\n1,0\n");
        Dataset dataset = Dataset.Open(folder.Path);
        var a = new Predictions(dataset, isLabelled: true);
        var b = new Predictions(dataset, isLabelled: true);
        a.Set<float>(0, [0.1f, 0.9f]);
        b.Set<sbyte>(0, [-3, 4]);
        a.Set<float>(1, [0.6f, 0.4f]);
        b.Set<sbyte>(1, [-3, 4]);
        Assert.AreEqual(1, a.CountAgreeing(b));
    }

    [TestMethod]
    public void Without_labels_there_is_no_accuracy()
    {
        using TemporaryFolder folder = Samples(null);
        var predictions = new Predictions(Dataset.Open(folder.Path), isLabelled: false);
        predictions.Set<sbyte>(0, [1, 2]);
        Assert.IsNull(predictions.Score());
    }

    private static TemporaryFolder Samples(string? labels)
    {
        var folder = new TemporaryFolder();
        int count = labels is null ? 1 : labels.Split('\n').Length - 1;
        folder.Write("dataset.json", "{\"shape\":[1,1,1],\"layout\":\"NHWC\",\"dtype\":\"uint8\"}");
        folder.Write("images.bin", new byte[count]);
        if (labels is not null)
        {
            folder.Write("labels.csv", "index,label\n" + labels);
        }

        return folder;
    }
}
