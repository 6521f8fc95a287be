using System.CommandLine;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Quantization;

namespace Edge.ModelTools.Commands;

/// <summary><c>--for</c>: the kernels that weights are chosen for.</summary>
internal static class PurposeOption
{
    private const string Name = "--for";

    /// <summary>Makes the option.</summary>
    public static Option<string> Create() => new(Name)
    {
        Description = "Float models: specialized rounds weights so that edge pack --specialize takes less code and fewer instructions for them, packed gives them scales with which the packed kernels shift results instead of multiplying them, both as far as the output error on held-out samples stays within bounds; none serves accuracy alone.",
        DefaultValueFactory = _ => "none",
        HelpName = "KERNELS",
    };

    /// <summary>Reads it.</summary>
    /// <param name="text">The value.</param>
    /// <param name="quantizer">Value of <c>--quantizer</c>.</param>
    /// <param name="recipe">Value of <c>--recipe</c>.</param>
    /// <exception cref="EdgeException">Not known, or another option leaves nothing to choose.</exception>
    public static WeightPurpose Parse(string text, string? quantizer, string? recipe)
    {
        WeightPurpose purpose = text switch
        {
            "none" => WeightPurpose.None,
            "specialized" => WeightPurpose.Specialized,
            "packed" => WeightPurpose.Packed,
            _ => throw new EdgeException(DiagnosticId.BadOption, Name, $"no weights are chosen for '{text}'", "use specialized, packed or none"),
        };
        return purpose == WeightPurpose.None
            ? purpose
            : recipe is not null
            ? throw new EdgeException(DiagnosticId.BadOption, Name, $"a recipe says for itself what weights are for ({FieldOf(purpose)})", "leave one of the two out")
            : quantizer == "naive"
            ? throw new EdgeException(DiagnosticId.BadOption, Name, "naive rounds each weight to nearest, there is nothing to choose", "leave --quantizer naive out")
            : purpose;
    }

    private static string FieldOf(WeightPurpose purpose) => purpose == WeightPurpose.Packed ? "powerOfTwoMultipliers" : "instructionPrice";
}
