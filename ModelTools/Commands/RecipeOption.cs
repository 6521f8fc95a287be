using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Quantization;

namespace Edge.ModelTools.Commands;

/// <summary>Reads <c>--quantizer</c> and <c>--recipe</c>.</summary>
internal static class RecipeOption
{
    /// <summary>Turns the two options into a recipe.</summary>
    /// <returns>A recipe, or null to look for the best.</returns>
    /// <exception cref="EdgeException">An unknown mode, both options at once, or a file that is no recipe.</exception>
    public static QuantizationRecipe? Parse(string? mode, string? path)
    {
        if (mode is not null && path is not null)
        {
            throw new EdgeException(DiagnosticId.BadOption, "--recipe", "a recipe leaves --quantizer nothing to decide", "give one of the two");
        }

        return mode switch
        {
            null => path is null ? null : RecipeFile.Read(path),
            "auto" => null,
            "naive" => QuantizationRecipe.Naive,
            _ => throw new EdgeException(DiagnosticId.BadOption, "--quantizer", $"'{mode}' is not a quantizer", "use auto or naive"),
        };
    }
}
