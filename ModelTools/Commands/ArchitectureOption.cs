using System.CommandLine;

namespace Edge.ModelTools.Commands;

/// <summary>The option <c>--arch</c> of the commands that read trained weights.</summary>
internal static class ArchitectureOption
{
    /// <summary>Makes the option.</summary>
    public static Option<string?> Create()
    {
        return new Option<string?>("--arch") { Description = "Architecture of weights that come without a graph. Default: NAME.arch.json or arch.json beside them.", HelpName = "ARCH.json" };
    }
}
