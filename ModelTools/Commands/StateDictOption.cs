using System.CommandLine;

namespace Edge.ModelTools.Commands;

/// <summary>The option <c>--state-dict</c> of the commands that read trained weights.</summary>
internal static class StateDictOption
{
    /// <summary>Makes the option.</summary>
    public static Option<string?> Create()
    {
        return new Option<string?>("--state-dict") { Description = "Which state dict of a PyTorch checkpoint that has several, for example ema.", HelpName = "KEY" };
    }
}
