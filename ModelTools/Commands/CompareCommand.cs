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

/// <summary><c>edge compare</c>: two dumps, or a model against recorded results with every kernel set.</summary>
internal static class CompareCommand
{
    private const string AllKernels = "all";

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var first = new Argument<string>("A") { Description = "The reference dump, or a model (.tflite, .edge8)." };
        var second = new Argument<string>("B") { Description = "Another dump, or a folder of recorded results (layer_hashes.json)." };
        var kernels = new Option<string>("--kernels")
        {
            Description = $"Kernel set that runs a model: {AllKernels}, {string.Join(", ", KernelSets.Names)}.",
            DefaultValueFactory = _ => AllKernels,
        };
        var command = new Command("compare", "Compare layers byte by byte; exit code 1 when any differs.") { first, second, kernels };
        command.SetAction(parsed =>
        {
            string a = parsed.GetValue(first)!;
            string b = parsed.GetValue(second)!;
            return Directory.Exists(a) && Directory.Exists(b)
                ? Print(DumpComparer.Compare(LayerDump.Read(a), LayerDump.Read(b)), null)
                : CompareModel(a, b, parsed.GetValue(kernels)!);
        });
        return command;
    }

    private static int CompareModel(string path, string folder, string kernels)
    {
        if (!GoldenFolder.IsGolden(folder))
        {
            throw new EdgeException(DiagnosticId.GoldenInvalid, folder, "this is no folder of recorded results", "give two dumps, or a model and a folder with layer_hashes.json");
        }

        byte[] blob = path.EndsWith(".edge8", StringComparison.OrdinalIgnoreCase) ? BlobFile.Read(path) : Convert(path);
        GoldenFolder golden = GoldenFolder.Read(folder);
        int code = 0;
        foreach (string name in kernels == AllKernels ? KernelSets.Names : [kernels])
        {
            Int8Model model = BlobFile.Load(path, blob, KernelSets.Create(name));
            ComparisonReport report = GoldenComparer.Compare(model, BlobInfo.Read(model, blob, path), golden);
            if (report.Compared == 0)
            {
                throw new EdgeException(
                    DiagnosticId.GoldenInvalid,
                    folder,
                    $"none of its {golden.Layers.Count} tensors for {golden.Vectors.Count} vectors is one of {path}",
                    "give the folder that was recorded with this model");
            }

            code = Math.Max(code, Print(report, name));
        }

        return code;
    }

    /// <summary>Converts a quantized model without folding anything, so that every operator's result exists.</summary>
    private static byte[] Convert(string path)
    {
        ModelGraph graph = SourceModel.Read(path, null);
        return SourceModel.IsQuantized(graph)
            ? ModelConverter.Convert(graph, new ConversionOptions { Fuse = false, IsPlain = true }).Blob
            : throw new EdgeException(DiagnosticId.NotQuantized, path, "a float model has no int8 layers to compare", "run edge convert first, then compare the blob");
    }

    /// <summary>Prints what a kernel set gave, or what two dumps are like.</summary>
    private static int Print(ComparisonReport report, string? kernels)
    {
        string prefix = kernels is null ? string.Empty : $"{kernels} kernels: ";
        foreach (string missing in report.Missing)
        {
            Console.WriteLine(OneLine.Of($"{prefix}not in both: {missing}"));
        }

        if (report.Differences.Count > 0)
        {
            Console.WriteLine(OneLine.Of($"{prefix}first difference: {report.Differences[0]}"));
        }

        Console.WriteLine($"{prefix}{report.Compared} tensors compared, {report.Differences.Count} differ, {report.Missing.Count} not in both");
        return report.IsEqual ? 0 : 1;
    }
}
