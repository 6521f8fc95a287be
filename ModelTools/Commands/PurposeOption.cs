using System;
using System.CommandLine;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Commands;

/// <summary><c>--for</c>: the kernels that weights are chosen for.</summary>
internal static class PurposeOption
{
    private const string Name = "--for";

    /// <summary>Makes the option.</summary>
    public static Option<string> Create() => new(Name)
    {
        Description = "Float models: specialized rounds weights so that edge pack --specialize takes less code and fewer instructions for them, as far as the output error on held-out samples stays within bounds; none serves accuracy alone, and so does packed: those kernels take the same with any weights.",
        DefaultValueFactory = _ => "none",
        HelpName = "KERNELS",
    };

    /// <summary>Reads it.</summary>
    /// <param name="text">The value.</param>
    /// <param name="quantizer">Value of <c>--quantizer</c>.</param>
    /// <param name="recipe">Value of <c>--recipe</c>.</param>
    /// <param name="note">Receives what the value does not do.</param>
    /// <returns>Whether weights are chosen for specialized code.</returns>
    /// <exception cref="EdgeException">Not known, or another option leaves nothing to choose.</exception>
    public static bool Parse(string text, string? quantizer, string? recipe, Action<string> note)
    {
        switch (text)
        {
            case "none":
                return false;
            case "packed":
                note("--for packed: the packed kernels take the same with any weights, so they serve accuracy alone, as with none");
                return false;
            case "specialized" when recipe is not null:
                throw new EdgeException(DiagnosticId.BadOption, Name, "a recipe says for itself what weights are for (instructionPrice)", "leave one of the two out");
            case "specialized" when quantizer == "naive":
                throw new EdgeException(DiagnosticId.BadOption, Name, "naive rounds each weight to nearest, there is nothing to choose", "leave --quantizer naive out");
            case "specialized":
                return true;
            default:
                throw new EdgeException(DiagnosticId.BadOption, Name, $"no weights are chosen for '{text}'", "use specialized, packed or none");
        }
    }
}
