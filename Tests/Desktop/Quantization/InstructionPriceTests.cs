using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Quantization;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Quantization;

/// <summary>Weights chosen for generated code: what is given for an instruction, how the price is found, and what stops it.</summary>
[TestClass]
public sealed class InstructionPriceTests
{
    [TestMethod]
    public void An_instruction_is_worth_more_where_it_runs_often_and_matters_little()
    {
        var sketch = new GraphSketch(4, 1, 12, 12, 8);
        sketch.Conv(4, 1, 1);
        sketch.Depthwise(3, 1);
        sketch.Conv(4, 1, 2);
        ModelGraph graph = sketch.Done();
        CalibrationSet samples = TinyNetworks.Samples(graph, 32, 5);
        var workspace = QuantizationWorkspace.Plain(graph, samples, 1, 2, null);
        ModelGraph quantized = workspace.Build(workspace.Ranges(QuantizationRecipe.Naive));
        Operator[] layers = [.. workspace.Graph.Operators];
        var sensitivities = layers.ToDictionary(op => op.Output, op => new double[] { 1, 2, 4, 0 });
        var prices = new InstructionPrices(workspace.Graph, quantized, sensitivities, 0.5);
        double[] first = prices.Of(layers[0])!;
        double[] last = prices.Of(layers[2])!;

        Assert.IsNull(prices.Of(layers[1]), "weights of depthwise layers are arguments");
        Assert.AreEqual(first[0], 2 * first[1], first[0] * 1e-9);
        Assert.AreEqual(first[1], 2 * first[2], first[0] * 1e-9);
        Assert.AreEqual(first[0] / (1e-3 * 1.75), first[3], first[3] * 1e-9, "an estimate of 0 is not believed");
        Assert.AreEqual(4 * last[0], first[0], first[0] * 1e-9, "four times as many positions");
        Assert.AreEqual(2 * first[0], new InstructionPrices(workspace.Graph, quantized, sensitivities, 1).Of(layers[0])![0], first[0] * 1e-9);

        // All instructions of weights together: half of what the rounding of activations adds.
        double noise = layers.Sum(op => 7 * Math.Pow(quantized.Operators[Array.IndexOf(layers, op)].Output.Quantization!.Scale, 2) / 12);
        double calls = (144 * 8 * 4 / 3.0) + (36 * 4 * 4 / 3.0);
        Assert.AreEqual(0.5 * noise / (calls * 134) * 48, first[0], first[0] * 1e-6);
        Assert.IsNull(new InstructionPrices(workspace.Graph, quantized, sensitivities, 0).Of(layers[0]));
    }

    [TestMethod]
    public void The_highest_price_allowed_is_found()
    {
        Assert.AreEqual(64, InstructionPriceSearch.HighestAllowed(_ => true));
        Assert.AreEqual(0, InstructionPriceSearch.HighestAllowed(_ => false));
        for (double limit = 0.125; limit <= 64; limit *= 2)
        {
            var tried = new List<double>();
            Assert.AreEqual(limit, InstructionPriceSearch.HighestAllowed(price =>
            {
                tried.Add(price);
                return price <= limit * 1.5;
            }));
            Assert.IsLessThanOrEqualTo(4, tried.Count);
        }
    }

    [TestMethod]
    [DataRow(true, 0.025, 5, 0.02, 3)]
    [DataRow(false, 0.0251, 5, 0.02, 3)]
    [DataRow(false, 0.02, 6, 0.02, 3)]
    [DataRow(true, 0.001, 2, 0.0001, 0)]
    [DataRow(false, 0.0011, 0, 0.0001, 0)]
    public void An_option_that_costs_too_much_is_refused(bool isAllowed, double noise, int changed, double leastNoise, int leastChanged)
    {
        Assert.AreEqual(isAllowed, InstructionPriceSearch.IsAllowed(noise, changed, leastNoise, leastChanged, 200));
    }

    [TestMethod]
    public void A_network_for_specialized_code_costs_less_within_the_bounds_and_its_recipe_repeats_it()
    {
        ModelGraph graph = TinyNetworks.Relu(3);
        CalibrationSet samples = TinyNetworks.Samples(graph, 64, 5);
        QuantizationResult accurate = Quantizer.Run(graph, samples, new QuantizerOptions());
        QuantizationResult thrifty = Quantizer.Run(graph, samples, new QuantizerOptions { Purpose = WeightPurpose.Specialized });

        Assert.AreEqual(0, accurate.Recipe.InstructionPrice);
        Assert.IsGreaterThan(0, thrifty.Recipe.InstructionPrice);
        Assert.IsLessThan(Instructions(accurate) * 0.95, Instructions(thrifty));
        QuantizationTrial taken = thrifty.Trials.Last(trial => trial.Name == thrifty.Recipe.ToString());
        Assert.IsLessThanOrEqualTo(Math.Max(InstructionPriceSearch.FreeNoise, InstructionPriceSearch.MostNoise * thrifty.Trials.Min(trial => trial.OutputError)) * 1.5, taken.OutputError);
        QuantizationRecipe pinned = RecipeFile.Parse("recipe", RecipeFile.ToJson(thrifty.Recipe, true));
        Assert.AreEqual(GraphText.Of(thrifty.Graph), GraphText.Of(Quantizer.Quantize(graph, samples, new QuantizerOptions { Recipe = pinned })));
    }

    [TestMethod]
    public void With_a_few_samples_weights_serve_accuracy_alone_and_the_user_is_told()
    {
        ModelGraph graph = TinyNetworks.Relu(3);
        var warnings = new List<string>();
        QuantizationResult result = Quantizer.Run(graph, TinyNetworks.Samples(graph, 31, 5), new QuantizerOptions { Purpose = WeightPurpose.Specialized, Warn = warnings.Add });
        Assert.AreEqual(0, result.Recipe.InstructionPrice);
        Assert.IsTrue(warnings.Any(warning => warning.Contains("--for specialized") && warning.Contains("31 samples")), string.Join('\n', warnings));
    }

    [TestMethod]
    public void Where_nothing_says_which_weights_matter_they_serve_accuracy_alone_and_the_user_is_told()
    {
        var sketch = new GraphSketch(4, 1, 6, 6, 3);
        sketch.Conv(4, 3, 1);
        sketch.Add(OperatorKind.ResizeBilinear, [1, 12, 12, 4], new ResizeAttributes(false, true), sketch.Last); // has no backward pass
        ModelGraph graph = sketch.Done();
        CalibrationSet samples = TinyNetworks.Samples(graph, 40, 5);
        QuantizationRecipe priced = QuantizationRecipe.Naive with { Correction = CorrectionMethod.Rounding, InstructionPrice = 8 };
        foreach (QuantizationRecipe? recipe in new[] { null, priced })
        {
            var warnings = new List<string>();
            QuantizationResult result = Quantizer.Run(graph, samples, new QuantizerOptions { Purpose = recipe is null ? WeightPurpose.Specialized : WeightPurpose.None, Recipe = recipe, Warn = warnings.Add });
            Assert.AreEqual(0, result.Recipe.InstructionPrice);
            Assert.IsTrue(warnings.Any(warning => warning.Contains("no backward pass")), string.Join('\n', warnings));
        }
    }

    [TestMethod]
    public void A_model_that_came_quantized_keeps_its_weights_and_the_option_is_refused()
    {
        ModelGraph graph = TinyNetworks.Relu(3);
        ModelGraph quantized = Quantizer.Quantize(graph, TinyNetworks.Samples(graph, 8, 5), new QuantizerOptions { Recipe = QuantizationRecipe.Naive });
        var options = new ConversionOptions { Quantizer = new QuantizerOptions { Purpose = WeightPurpose.Specialized } };
        DiagnosticAssert.Throws(DiagnosticId.BadOption, () => ModelConverter.Convert(quantized, options), "--for specialized", "int8 already");
    }

    private static double Instructions(QuantizationResult result) => result.Graph.Operators.Where(InstructionPrices.BecomesCode).Sum(op =>
        op.Inputs[1].Int8s.Chunk(op.Inputs[1].ElementCount / op.Inputs[1].Shape[0]).Sum(row => CodeCost.Instructions(Array.ConvertAll(row, q => (double)q))));
}
