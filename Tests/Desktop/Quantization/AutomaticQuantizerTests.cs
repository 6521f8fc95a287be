using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.Benchmarks;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Data;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Quantization;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Quantization;

[TestClass]
public class AutomaticQuantizerTests
{
    [TestMethod]
    public void Without_options_the_output_is_closer_to_float_than_with_min_max()
    {
        string demo = Path.Combine(AppContext.BaseDirectory, "Demo");
        ModelGraph graph = SourceModel.Read(Path.Combine(demo, "model", "digits_mbv3se.onnx"), null);
        var all = CalibrationSet.From(Dataset.Open(Path.Combine(demo, "calibration"), graph.Inputs[0].Shape));
        CalibrationSet calibration = all.Part(0, 2).Limit(96);
        var error = new OutputError(graph, all.Part(1, 2), 2);
        double naive = error.Measure(Quantizer.Quantize(graph, calibration, new QuantizerOptions { Recipe = QuantizationRecipe.Naive })).Sum();
        double automatic = error.Measure(Quantizer.Quantize(graph, calibration)).Sum();
        Assert.IsLessThan(naive, automatic);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void Unbalanced_channels_cost_nearly_nothing(int seed)
    {
        ModelGraph balanced = TinyNetworks.SqueezedRelu(seed);
        ModelGraph graph = ChannelImbalance.Apply(balanced, 100, seed);
        var error = new OutputError(graph, TinyNetworks.Samples(graph, 64, 12), 2);
        CalibrationSet calibration = TinyNetworks.Samples(graph, 64, 13);
        double naive = error.Measure(Quantizer.Quantize(graph, calibration, new QuantizerOptions { Recipe = QuantizationRecipe.Naive })).Sum();
        QuantizationResult automatic = Quantizer.Run(graph, calibration, new QuantizerOptions());
        double without = error.Measure(Quantizer.Quantize(balanced, calibration)).Sum();
        Assert.IsTrue(automatic.Recipe.Equalize);
        Assert.IsLessThan(without + ((naive - without) * 0.05), error.Measure(automatic.Graph).Sum());
    }

    [TestMethod]
    public void The_recipe_found_gives_the_same_bytes_again()
    {
        ModelGraph graph = TinyNetworks.MobileNetV3(2);
        CalibrationSet samples = TinyNetworks.Samples(graph, 64, 5);
        QuantizationResult found = Quantizer.Run(graph, samples, new QuantizerOptions());
        QuantizationRecipe pinned = RecipeFile.Parse("recipe", RecipeFile.ToJson(found.Recipe, true));
        Assert.AreEqual(GraphText.Of(found.Graph), GraphText.Of(Quantizer.Quantize(graph, samples, new QuantizerOptions { Recipe = pinned })));
        Assert.AreNotEqual(0, found.Trials.Count);
    }

    [TestMethod]
    public void A_step_that_helps_no_more_than_luck_is_not_taken()
    {
        double[] best = [1, 2, 3, 4, 5, 6, 7, 8];
        Assert.IsFalse(OutputError.IsBelow([2, 1, 4, 3, 6, 5, 7, 7.9], best, 1));
        Assert.IsTrue(OutputError.IsBelow([0.9, 1.9, 2.8, 3.9, 4.9, 5.8, 6.9, 7.9], best, 2));
        Assert.IsFalse(OutputError.IsBelow(best, best, 1));
    }

    [TestMethod]
    public void With_a_few_samples_nothing_is_chosen_that_could_fit_them_alone()
    {
        ModelGraph graph = TinyNetworks.MobileNetV3(2);
        QuantizationResult result = Quantizer.Run(graph, TinyNetworks.Samples(graph, 20, 5), new QuantizerOptions());
        Assert.IsTrue(result.Recipe.Correction <= CorrectionMethod.Bias && result.Recipe.TensorRanges.Count == 0);
    }

    [TestMethod]
    public void Quantizing_tells_what_it_does()
    {
        ModelGraph graph = TinyNetworks.Relu(2);
        var activities = new HashSet<string>();
        Quantizer.Run(graph, TinyNetworks.Samples(graph, 40, 5), new QuantizerOptions
        {
            Progress = (activity, share) =>
            {
                Assert.IsTrue(share is >= 0 and <= 1);
                lock (activities)
                {
                    activities.Add(activity);
                }
            },
        });
        CollectionAssert.IsSubsetOf(new[] { "calibrating", "trying bias correction", "choosing ranges" }, activities.ToArray());
    }
}
