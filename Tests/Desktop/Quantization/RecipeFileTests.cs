using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Quantization;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Quantization;

[TestClass]
public class RecipeFileTests
{
    [TestMethod]
    public void A_recipe_survives_the_way_through_json()
    {
        var recipe = new QuantizationRecipe
        {
            Equalize = false,
            Ranges = CalibrationMethod.Entropy,
            Correction = CorrectionMethod.LeastSquares,
            Seed = 77,
            InstructionPrice = 0.125,
            TensorRanges = new Dictionary<string, RangeRule> { ["b"] = new(CalibrationMethod.MinMax), ["a/\"x\""] = new(CalibrationMethod.Percentile, 1.25) },
        };
        string json = RecipeFile.ToJson(recipe, true);
        QuantizationRecipe read = RecipeFile.Parse("recipe.json", json);
        Assert.AreEqual(json, RecipeFile.ToJson(read, true));
        Assert.AreEqual(recipe with { TensorRanges = read.TensorRanges }, read);
        CollectionAssert.AreEqual(recipe.TensorRanges.OrderBy(pair => pair.Key).ToArray(), read.TensorRanges.OrderBy(pair => pair.Key).ToArray());
        Assert.IsFalse(RecipeFile.ToJson(recipe, false).Contains('\n'));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("[]")]
    [DataRow("{}")]
    [DataRow("{\"version\":2}")]
    [DataRow("{\"version\":1,\"rangs\":\"minMax\"}")]
    [DataRow("{\"version\":1,\"ranges\":\"MinMax\"}")]
    [DataRow("{\"version\":1,\"ranges\":3}")]
    [DataRow("{\"version\":1,\"correction\":\"magic\"}")]
    [DataRow("{\"version\":1,\"equalize\":\"yes\"}")]
    [DataRow("{\"version\":1,\"seed\":1.5}")]
    [DataRow("{\"version\":1,\"instructionPrice\":-1}")]
    [DataRow("{\"version\":1,\"instructionPrice\":1e400}")]
    [DataRow("{\"version\":1,\"instructionPrice\":\"1\"}")]
    [DataRow("{\"version\":1,\"instructionPrice\":1,\"correction\":\"bias\"}")]
    [DataRow("{\"version\":1,\"powerOfTwoMultipliers\":1}")]
    [DataRow("{\"version\":1,\"powerOfTwoMultipliers\":\"true\"}")]
    [DataRow("{\"version\":1,\"powerOfTwoMultipliers\":true,\"instructionPrice\":1}")]
    [DataRow("{\"version\":1,\"tensorRanges\":{\"a\":{}}}")]
    [DataRow("{\"version\":1,\"tensorRanges\":{\"a\":5}}")]
    [DataRow("{\"version\":1,\"tensorRanges\":{\"a\":{\"method\":\"minMax\",\"widen\":0}}}")]
    [DataRow("{\"version\":1,\"tensorRanges\":{\"a\":{\"method\":\"minMax\",\"widen\":1e400}}}")]
    public void What_is_no_recipe_is_refused(string json)
    {
        DiagnosticAssert.Throws(DiagnosticId.RecipeInvalid, () => RecipeFile.Parse("recipe.json", json), "recipe.json");
    }

    [TestMethod]
    public void A_recipe_with_multipliers_that_are_powers_of_two_survives_and_says_so()
    {
        QuantizationRecipe recipe = new() { PowerOfTwoMultipliers = true };
        QuantizationRecipe read = RecipeFile.Parse("recipe.json", RecipeFile.ToJson(recipe, false));
        Assert.AreEqual(recipe with { TensorRanges = read.TensorRanges }, read);
        Assert.Contains("for packed kernels", recipe.ToString());
        Assert.IsFalse(RecipeFile.Parse("recipe.json", "{\"version\":1,\"powerOfTwoMultipliers\":false}").PowerOfTwoMultipliers);
    }

    [TestMethod]
    public void A_recipe_for_accuracy_alone_names_no_kernels()
    {
        string json = RecipeFile.ToJson(new QuantizationRecipe(), false);
        Assert.DoesNotContain("instructionPrice", json);
        Assert.DoesNotContain("powerOfTwoMultipliers", json);
        Assert.DoesNotContain("kernels", new QuantizationRecipe().ToString());
    }

    [TestMethod]
    public void A_recipe_for_another_model_is_refused()
    {
        ModelGraph graph = TinyNetworks.Relu(1);
        var recipe = new QuantizationRecipe { TensorRanges = new Dictionary<string, RangeRule> { ["nowhere"] = new(CalibrationMethod.MinMax) } };
        DiagnosticAssert.Throws(DiagnosticId.RecipeInvalid,
            () => Quantizer.Quantize(graph, TinyNetworks.Samples(graph, 16, 5), new QuantizerOptions { Recipe = recipe }), "nowhere");
    }
}
