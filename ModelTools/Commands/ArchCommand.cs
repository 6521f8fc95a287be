using System;
using System.CommandLine;
using System.Text;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Formats.Architecture.Drafting;

namespace Edge.ModelTools.Commands;

/// <summary><c>edge arch</c>: drafts the architecture file of trained weights.</summary>
internal static class ArchCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var weights = new Argument<string>("WEIGHTS") { Description = "Trained weights: .safetensors, or a state dict of PyTorch (.pth, .pt, .bin)." };
        var output = new Option<string?>("--output", "-o") { Description = "File to write. Default: print it.", HelpName = "ARCH.json" };
        Option<string?> stateDict = StateDictOption.Create();
        var command = new Command("arch", "Draft arch.json from the names and shapes of trained weights; what they cannot tell is assumed, and listed.") { weights, output, stateDict };
        command.SetAction(parsed =>
        {
            OutputFile.Require([parsed.GetValue(output)], parsed.GetValue(weights));
            string text = ArchitectureDrafter.Draft(parsed.GetValue(weights)!, parsed.GetValue(stateDict));
            if (parsed.GetValue(output) is not string path)
            {
                Console.Write(text);
                return 0;
            }

            OutputFile.Write(path, Encoding.UTF8.GetBytes(text));
            Console.WriteLine($"{path}: check what the field \"assumed\" lists, then: edge convert {parsed.GetValue(weights)} --arch {path}");
            return 0;
        });
        return command;
    }
}
