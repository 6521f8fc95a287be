using System;
using Edge.MeterDigits.Generator;
using Edge.MeterDigits.Trainer.Native;
using Edge.MeterDigits.Trainer.Training;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using TorchSharp;

namespace Edge.MeterDigits.Tests.Trainer;

/// <summary>What a step lowers: labels as people give them, and a teacher where it is right.</summary>
[TestClass]
public sealed class TrainingLossTests
{
    [ClassInitialize]
    public static void Prepare(TestContext _) => NativeTorch.Prepare();

    [TestMethod]
    [DataRow(7, float.NaN, 7, 1f, 0, 0f)]
    [DataRow(10, float.NaN, 10, 1f, 0, 0f)]
    [DataRow(10, 3.4f, 3, 0.12f, 4, 0.08f)]
    [DataRow(10, 9.95f, 9, 0.05f, 0, 0.15f)]
    [DataRow(10, 0.1f, 0, 0.15f, 1, 0.05f)]
    public void A_turned_wheel_lends_a_fifth_to_its_two_digits(int label, float turned, int first, float firstPart, int second, float secondPart)
    {
        var target = new float[DigitSample.ClassCount];
        TrainingLoss.PutTarget(label, turned, 0.2, target);
        Assert.AreEqual(firstPart, target[first], 1e-6f);
        Assert.AreEqual(secondPart, target[second], 1e-6f);
        float sum = 0;
        foreach (float part in target)
        {
            sum += part;
        }
        Assert.AreEqual(1f, sum, 1e-6f);
    }

    [TestMethod]
    public void The_loss_is_the_smoothed_cross_entropy_and_only_a_right_teacher_counts()
    {
        // Two classes of equal score, the others far below, would be ln 2; all equal: ln 11 whatever the target.
        SampleSet crops = Crops(3, 10, 3);
        int[] order = [0, 1, 2];
        using torch.Tensor equal = torch.zeros(3, DigitSample.ClassCount);
        var options = new TrainingOptions();
        Assert.AreEqual(MathF.Log(DigitSample.ClassCount), new TrainingLoss(options, crops, null).Of(equal, order, 0).item<float>(), 1e-5f);

        // The teacher is sure and right of crop 0, sure and wrong of crop 2; crop 1 is a turned wheel.
        var logits = new float[3 * DigitSample.ClassCount];
        logits[3] = 40;
        logits[DigitSample.ClassCount + 10] = 40;
        logits[(2 * DigitSample.ClassCount) + 8] = 40;
        float taught = new TrainingLoss(options, crops, new Teacher(logits, 3)).Of(equal, order, 0).item<float>();

        // Crop 0: 0.3 ln 11 + 0.7 * 4 * ln 11, for the teacher's softmax at temperature 2 is one class to within 1e-8.
        float ln = MathF.Log(DigitSample.ClassCount);
        Assert.AreEqual(((0.3f + 2.8f) * ln + 2 * ln) / 3, taught, 1e-4f);

        // One that has learnt these labels counts everywhere.
        float trusted = new TrainingLoss(options with { IsTeacherTrusted = true }, crops, new Teacher(logits, 3)).Of(equal, order, 0).item<float>();
        Assert.AreEqual((0.3f + 2.8f) * ln, trusted, 1e-4f);
    }

    [TestMethod]
    public void A_turned_wheel_weighs_what_the_option_says()
    {
        SampleSet crops = Crops(3, 10, 3);
        int[] order = [0, 1, 2];
        using torch.Tensor logits = torch.zeros(3, DigitSample.ClassCount);
        logits[1][10] = 5;
        float even = new TrainingLoss(new TrainingOptions(), crops, null).Of(logits, order, 0).item<float>();
        float heavy = new TrainingLoss(new TrainingOptions { TurnedWeight = 4 }, crops, null).Of(logits, order, 0).item<float>();

        // The two digits have ln 11 each, the wheel what is left of three times the mean.
        float ln = MathF.Log(DigitSample.ClassCount);
        float wheel = (3 * even) - (2 * ln);
        Assert.AreEqual(((2 * ln) + (4 * wheel)) / 6, heavy, 1e-5f);
        Assert.AreNotEqual(even, heavy, 0.01f);
    }

    private static SampleSet Crops(params byte[] labels)
    {
        var pixels = new byte[labels.Length][];
        Array.Fill(pixels, new byte[DigitSample.ByteCount]);
        return new SampleSet(SampleSet.Rendered, pixels, labels, [float.NaN, 4.5f, float.NaN]);
    }
}
