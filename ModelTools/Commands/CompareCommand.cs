using System;
using System.CommandLine;
using System.IO;
using Edge.ModelTools.Comparison;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Graph;
using Edge.Runtime.Int8;

namespace Edge.ModelTools.Commands;

/// <summary><c>edge compare</c>: two dumps, or a model against recorded results.</summary>
internal static class CompareCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var first = new Argument<string>("A") { Description = "The reference dump, or a model (.tflite, .edge8)." };
        var second = new Argument<string>("B") { Description = "Another dump, or a folder of recorded results (layer_hashes.json)." };
        var kernels = new Option<string>("--kernels") { Description = $"Kernel set: {string.Join(", ", KernelSets.Names)}.", DefaultValueFactory = _ => KernelSets.Default };
        var command = new Command("compare", "Compare layers byte by byte; exit code 1 when any differs.") { first, second, kernels };
        command.SetAction(parsed =>
        {
            ComparisonReport report = Compare(parsed.GetValue(first)!, parsed.GetValue(second)!, parsed.GetValue(kernels)!);
            return Print(report);
        });
        return command;
    }

    private static ComparisonReport Compare(string first, string second, string kernels)
    {
        if (Directory.Exists(first) && Directory.Exists(second))
        {
            return DumpComparer.Compare(LayerDump.Read(first), LayerDump.Read(second));
        }

        if (!GoldenFolder.IsGolden(second))
        {
            throw new EdgeException(DiagnosticId.GoldenInvalid, second, "this is no folder of recorded results", "give two dumps, or a model and a folder with layer_hashes.json");
        }

        byte[] blob = first.EndsWith(".edge8", StringComparison.OrdinalIgnoreCase) ? BlobFile.Read(first) : Convert(first);
        Int8Model model = BlobFile.Load(first, blob, KernelSets.Create(kernels));
        return GoldenComparer.Compare(model, BlobInfo.Read(model, blob), GoldenFolder.Read(second));
    }

    /// <summary>Converts a quantized model without folding anything, so that every operator's result exists.</summary>
    private static byte[] Convert(string path)
    {
        ModelGraph graph = SourceModel.Read(path, null);
        return ModelConverter.Convert(graph, new ConversionOptions { Fuse = false, IsPlain = true }).Blob;
    }

    private static int Print(ComparisonReport report)
    {
        foreach (string missing in report.Missing)
        {
            Console.WriteLine($"not in both: {missing}");
        }

        if (report.Differences.Count > 0)
        {
            Console.WriteLine($"first difference: {report.Differences[0]}");
        }

        Console.WriteLine($"{report.Compared} tensors compared, {report.Differences.Count} differ, {report.Missing.Count} not in both");
        return report.IsEqual ? 0 : 1;
    }
}
