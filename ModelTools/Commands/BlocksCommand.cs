using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Text;
using Edge.ModelTools.Blocks;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Profiling;

namespace Edge.ModelTools.Commands;

/// <summary><c>edge blocks</c>: what a convolution costs beside MBConv and its relatives.</summary>
internal static class BlocksCommand
{
    private const int MaxChannels = 1024;
    private const int MaxSize = 512;
    private const int MaxKernel = 15;

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        Option<int> Number(string name, string description, int fallback, int most)
        {
            var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => fallback, HelpName = "N" };
            option.Validators.Add(result =>
            {
                if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int value) && (value < 1 || value > most))
                {
                    result.AddError($"{name} {value} is not from 1 to {most}");
                }
            });
            return option;
        }

        Option<int> input = Number("--input", "Channels in.", 16, MaxChannels);
        Option<int> output = Number("--out", "Channels out.", 16, MaxChannels);
        Option<int> size = Number("--size", "Height and width of the input.", 32, MaxSize);
        Option<int> kernel = Number("--kernel", "Height and width of the window, odd.", 3, MaxKernel);
        Option<int> stride = Number("--stride", "Stride of the window.", 1, 4);
        Option<int> expansion = Number("--expansion", "Inner channels of MBConv, as a multiple of the input's.", 6, 16);
        Option<int> squeeze = Number("--squeeze", "Bottleneck of squeeze-excite: the inner channels divided by this.", 4, 64);
        Option<int> seed = Number("--seed", "Seed of the random weights.", 1, int.MaxValue);
        var sram = new Option<string>("--sram") { Description = "SRAM budget, min, or small: the smallest for at most twice the usual cost.", DefaultValueFactory = _ => "64KB", HelpName = "SIZE|min|small" };
        var board = new Option<string[]>("--board") { Description = "Boards to predict.", DefaultValueFactory = _ => ["esp32", "esp32s3"], HelpName = "NAME...", AllowMultipleArgumentsPerToken = true };
        var kernels = new Option<string[]>("--kernels") { Description = $"Kernel sets to count: {string.Join(", ", KernelSets.DeviceNames)}.", DefaultValueFactory = _ => [KernelSets.DeviceDefault], HelpName = "SET...", AllowMultipleArgumentsPerToken = true };
        var chart = new Option<string?>("--chart") { Description = "Also draw the predicted times.", HelpName = "FILE.svg" };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("blocks", "Compare a convolution, depthwise separable, MBConv, squeeze-excite and fused MBConv by parameters, memory, counted instructions, predicted time and energy.")
        {
            input, output, size, kernel, stride, expansion, squeeze, seed, sram, board, kernels, chart, json,
        };
        command.SetAction(parsed =>
        {
            int window = parsed.GetValue(kernel);
            if (window % 2 == 0)
            {
                throw new EdgeException(DiagnosticId.BadOption, "--kernel", $"{window} is even; a kernel has a middle", "use 1, 3, 5, ...");
            }

            OutputFile.Require([parsed.GetValue(chart)]);
            int pixels = parsed.GetValue(size);
            var request = new BlockRequest(
                parsed.GetValue(input), parsed.GetValue(output), pixels, pixels, window, parsed.GetValue(stride), parsed.GetValue(expansion), parsed.GetValue(squeeze), parsed.GetValue(seed));
            SramBudget budget = SramBudget.Read(parsed.GetValue(sram), null);
            List<Board> boards = [.. parsed.GetValue(board)!.Select(NfTools.Load().Find)];
            List<BlockFigures> figures = [.. BlockDesign.All.Select(design => BlockMeter.Measure(design, request, budget, parsed.GetValue(kernels)!, boards))];
            if (parsed.GetValue(chart) is string path)
            {
                OutputFile.Write(path, Encoding.UTF8.GetBytes(BlockChart.Draw(request, figures)));
            }

            Console.Write(parsed.GetValue(json) ? BlockTable.ToJson(request, figures) + "\n" : BlockTable.ToMarkdown(figures));
            if (!parsed.GetValue(json))
            {
                Console.WriteLine("Instructions are counted, times and energies estimated (docs/cost-model.md).");
            }

            return 0;
        });
        return command;
    }
}
