using System.Linq;
using Edge.ModelTools.Evaluation;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Evaluation;

/// <summary>Which layers a report says to look at first, and how many steps it says they use.</summary>
[TestClass]
public sealed class LayerRankingTests
{
    [TestMethod]
    public void Layer_that_is_as_good_as_8_bits_get_is_not_to_be_looked_at()
    {
        LayerError steps = Layer("steps", 20, LayerCause.Steps, LayerDiagnosis.AsGoodAsSteps);
        LayerError weights = Layer("weights", 30, LayerCause.Weights, "quantize in automatic mode");
        CollectionAssert.AreEqual(new[] { "weights" }, Names(steps, weights));
    }

    [TestMethod]
    public void Layers_that_inherit_only_such_errors_are_not_either()
    {
        LayerError steps = Layer("steps", 20, LayerCause.Steps, LayerDiagnosis.AsGoodAsSteps);
        LayerError heir = Layer("heir", 19, LayerCause.Inherited, "look at steps first");
        Assert.IsEmpty(Names(steps, heir));
        CollectionAssert.AreEqual(new[] { "cut", "heir" }, Names(steps, heir, Layer("cut", 25, LayerCause.Saturation, "calibrate")));
    }

    [TestMethod]
    public void Good_layers_are_not_named_whatever_their_cause()
    {
        Assert.IsEmpty(Names(Layer("weights", 45, LayerCause.Weights, "quantize in automatic mode")));
    }

    [TestMethod]
    public void Steps_used_are_at_most_those_that_there_are()
    {
        var histogram = new LayerHistogram();
        for (int step = -400; step <= 400; step++)
        {
            histogram.Add(step);
        }

        Assert.AreEqual(256, histogram.StepsOf(1));
        Assert.AreEqual(256, histogram.StepsOf(0.999));

        var beyond = new LayerHistogram();
        beyond.Add(300);
        beyond.Add(310);
        Assert.AreEqual(0, beyond.StepsOf(1), "all of it is cut off");

        var within = new LayerHistogram();
        for (int i = 0; i < 1000; i++)
        {
            within.Add(-10);
            within.Add(10);
        }

        Assert.AreEqual(21, within.StepsOf(0.999));
    }

    private static string[] Names(params LayerError[] layers) => [.. LayerRanking.Worst(layers).Select(layer => layer.Tensor)];

    private static LayerError Layer(string name, double decibels, LayerCause cause, string hint) => new()
    {
        Tensor = name,
        Kind = "Conv2D",
        SqnrDecibels = decibels,
        Cosine = 1,
        FloatRange = (0, 1),
        Int8Range = (0, 1),
        SaturationShare = 0,
        UsedSteps = 256,
        Channels = 1,
        DeadChannels = 0,
        LostChannels = 0,
        RescaledChannels = 0,
        Cause = cause,
        Reason = string.Empty,
        Hint = hint,
        FloatHistogram = [],
        Int8Histogram = [],
    };
}
