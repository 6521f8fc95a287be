using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Quantization;

/// <summary>Post-training quantization: a float graph and calibration samples in, an int8 graph out. docs/quantization.md tells how.</summary>
internal static class Quantizer
{
    /// <summary>Quantizes a float graph; see <see cref="Run"/>.</summary>
    public static ModelGraph Quantize(ModelGraph floatGraph, CalibrationSet data, QuantizerOptions? options = null) =>
        Run(floatGraph, data, options ?? new QuantizerOptions()).Graph;

    /// <summary>Quantizes a float graph and says how.</summary>
    /// <param name="floatGraph">Float NHWC graph after the float passes; it is not changed.</param>
    /// <param name="data">Calibration samples.</param>
    /// <param name="options">Settings; without a recipe the best one is looked for.</param>
    /// <returns>Int8 activations and weights, int32 biases; the same bytes for the same arguments, whatever the number of threads.</returns>
    /// <exception cref="EdgeException">The data do not fit the model, or an operator has no int8 form.</exception>
    public static QuantizationResult Run(ModelGraph floatGraph, CalibrationSet data, QuantizerOptions options)
    {
        InputChecks.Run(floatGraph, data, options.Warn);
        if (options.Recipe is null)
        {
            return AutomaticQuantizer.Run(floatGraph, data, options);
        }

        RecipeFile.RequireTensors(options.Recipe, floatGraph);
        return RunRecipe(floatGraph, data, options, options.Recipe);
    }

    /// <summary>Quantizes a float graph as a recipe says.</summary>
    public static QuantizationResult RunRecipe(ModelGraph floatGraph, CalibrationSet data, QuantizerOptions options, QuantizationRecipe recipe)
    {
        var workspace = QuantizationWorkspace.Plain(floatGraph, data, recipe.Seed, options.Threads, options.Report("calibrating"));
        if (recipe.Equalize)
        {
            workspace = workspace.Equalized(options.Report("equalizing")) ?? workspace;
        }

        if (recipe.InstructionPrice > 0 && workspace.Sensitivities.Count == 0)
        {
            options.Warn?.Invoke($"instructionPrice: {InstructionPrices.Unknown}");
            recipe = recipe with { InstructionPrice = 0 };
        }

        ModelGraph quantized = workspace.Build(workspace.Ranges(recipe), recipe.PowerOfTwoMultipliers);
        workspace.Correct(quantized, recipe, options.Report("correcting"));
        return new QuantizationResult(quantized, workspace.Graph, recipe, [], workspace.Statistics);
    }
}
