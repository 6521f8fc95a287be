using System;
using System.CommandLine;
using System.Linq;
using Edge.ModelTools.Comparison;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Data;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Evaluation;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Profiling;
using Edge.ModelTools.Reporting;
using Edge.ModelTools.Terminal;
using Edge.Runtime.Int8;

namespace Edge.ModelTools.Commands;

/// <summary><c>edge eval</c>: accuracy over a labelled data set, beside the float reference.</summary>
internal static class EvalCommand
{
    private const int CheckedSamples = 16; // every layer of each; a wrong rounding showed in one of 1,280 values

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var model = new Argument<string>("MODEL") { Description = "Blob (.edge8), or an int8 or uint8 .tflite." };
        var data = new Option<string>("--data") { Description = "Labelled samples: images in one folder for each class (named as the model's classes, or in their order), or images.bin + labels.csv + dataset.json.", Required = true, HelpName = "DIR" };
        var reference = new Option<string?>("--reference") { Description = "Float model to compare with, layer by layer.", HelpName = "MODEL" };
        var inputShape = new Option<string?>("--input-shape") { Description = "Settles symbolic dimensions of the reference.", HelpName = "SHAPE" };
        var unlabelled = new Option<bool>("--unlabelled") { Description = "The samples need no labels: measure the agreement with the reference only." };
        var kernels = new Option<string>("--kernels") { Description = $"Kernel set: {string.Join(", ", KernelSets.Names)}.", DefaultValueFactory = _ => KernelSets.Default };
        var confusion = new Option<bool>("--confusion") { Description = "Also print how often each class was taken for each (JSON: confusion, [label][prediction])." };
        var report = new Option<string?>("--report") { Description = "Also write a report: one HTML file that needs nothing else.", HelpName = "OUT.html" };
        var board = new Option<string>("--board") { Description = "Board that the report predicts.", DefaultValueFactory = _ => RunCommand.DefaultBoard, HelpName = "NAME" };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        Option<string?> architecture = ArchitectureOption.Create();
        Option<string?> stateDict = StateDictOption.Create();
        Option<string?> normalisation = NormalisationOption.Create();
        Option<string?> layout = LayoutOption.Create();
        var command = new Command("eval", "Measure accuracy on labelled data.") { model, data, reference, inputShape, architecture, stateDict, unlabelled, kernels, confusion, report, board, json, normalisation, layout };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(model)!;
            Board reportBoard = NfTools.Load().Find(parsed.GetValue(board)!);
            OutputFile.Require([parsed.GetValue(report)], path, parsed.GetValue(reference), parsed.GetValue(data), parsed.GetValue(architecture));

            byte[] blob = ReadModel(path);
            string kernelName = parsed.GetValue(kernels)!;
            Int8Model Load() => BlobFile.Load(path, blob, KernelSets.Create(kernelName));
            Int8Model first = Load();
            Dataset dataset = OpenData(parsed.GetValue(data)!, first.Input, BlobLabels.Read(first, blob), NormalisationOption.Parse(parsed.GetValue(normalisation)), LayoutOption.Parse(parsed.GetValue(layout)));
            ModelGraph? graph = parsed.GetValue(reference) is string referencePath ? ReadReference(referencePath, parsed.GetValue(inputShape), parsed.GetValue(architecture), parsed.GetValue(stateDict), path, first.Input) : null;
            RequireLabels(dataset, first, graph, parsed.GetValue(unlabelled));
            EvaluationResult result = ProgressReporter.Run(progress => Evaluator.Run(Load, blob, dataset, dataset.HasLabels, graph, null, progress));
            Check(result, path, blob, dataset, kernelName);
            Warn(result, dataset, first);
            if (parsed.GetValue(report) is string reportPath)
            {
                OutputFile.Write(reportPath, HtmlReport.Write(ReportBuilder.OfEvaluation(path, blob, result, dataset, graph, reportBoard)));
            }

            if (parsed.GetValue(json))
            {
                EvaluationJson.Write(result, parsed.GetValue(confusion), Console.Out);
            }
            else
            {
                EvaluationText.Print(result, CommandConsole.Create());
                if (parsed.GetValue(confusion) && result.Confusion is not null)
                {
                    ConfusionText.Print(result.Confusion, dataset.ClassNames, Console.Out);
                }
            }

            return 0;
        });
        return command;
    }

    /// <summary>A blob, or an int8 model turned into one that holds whole tensors: the same bytes, whatever the schedule.</summary>
    private static byte[] ReadModel(string path)
    {
        if (!path.EndsWith(".tflite", StringComparison.OrdinalIgnoreCase) && !path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase))
        {
            return BlobFile.Read(path);
        }

        ModelGraph graph = SourceModel.Read(path, null);
        return SourceModel.IsQuantized(graph)
            ? ModelConverter.Convert(graph, new ConversionOptions { IsPlain = true }).Blob
            : throw new EdgeException(
                DiagnosticId.NotQuantized,
                path,
                "a float model has no int8 to evaluate",
                "run edge convert first, then eval the blob with --reference " + path);
    }

    /// <summary>Runs evenly spread samples with the kernels of boards, too, so that the accuracy is theirs.</summary>
    private static void Check(EvaluationResult result, string path, byte[] blob, Dataset dataset, string kernels)
    {
        result.Kernels = kernels;
        result.CheckedKernels = KernelSets.CheckOf(kernels);
        result.CheckedSamples = Math.Min(CheckedSamples, dataset.Count);
        var check = new KernelCheck(path, blob, kernels, result.CheckedKernels);
        for (int i = 0; i < result.CheckedSamples; i++)
        {
            int index = (int)((long)i * dataset.Count / result.CheckedSamples);
            check.Require($"sample {index}", InputReader.FromDataset(check.Input, dataset, index));
        }
    }

    /// <summary>Opens the samples. What pixels stand for is said by the option, the data or the blob, in this order.</summary>
    private static Dataset OpenData(string path, TensorInfo input, string[] classes, Normalisation? normalisation, bool? isChannelsFirst)
    {
        int[] shape = [1, input.Height, input.Width, input.Channels];
        var layout = new SampleLayout(input.IsChannelsFirst, isChannelsFirst);
        Dataset dataset = Dataset.Open(path, shape, normalisation, layout, classes, input.IsBlueFirst);
        return dataset is { ElementType: ElementType.UInt8, IsNormalisationStated: false } && input.PixelScale is not null
            ? Dataset.Open(path, shape, PixelsOf(input), layout, classes, input.IsBlueFirst)
            : dataset;
    }

    /// <summary>The blob's normalisation of pixels, red first as the samples are.</summary>
    private static Normalisation PixelsOf(TensorInfo input)
    {
        var stored = new Normalisation(input.PixelScale, input.PixelOffset);
        return input.IsBlueFirst ? stored.BlueFirst : stored; // exchanging twice is exchanging back
    }

    /// <summary>Reads the float model; the blob's input settles what it leaves open.</summary>
    private static ModelGraph ReadReference(string path, string? inputShape, string? architecture, string? stateDict, string blobPath, TensorInfo input)
    {
        var shape = new SampleShape(blobPath, [input.Height, input.Width, input.Channels], IsSample: true);
        return SourceModel.Read(path, inputShape, architecture, new SampleShapeSource(() => shape), stateDict);
    }

    private static void RequireLabels(Dataset dataset, Int8Model model, ModelGraph? reference, bool isUnlabelled)
    {
        if (!isUnlabelled)
        {
            dataset.RequireLabels(model.GetOutput(0).Length);
        }
        else if (reference is null)
        {
            throw new EdgeException(DiagnosticId.BadOption, "--unlabelled", "without labels there is only the agreement with a float model to measure", "add --reference MODEL");
        }
        else if (dataset.HasLabels)
        {
            dataset.RequireLabels(model.GetOutput(0).Length);
        }
    }

    private static void Warn(EvaluationResult result, Dataset dataset, Int8Model model)
    {
        if (result.Input?.Complaint is string complaint)
        {
            Notice.Warn($"{dataset.Path}: {complaint}");
        }

        foreach (string remark in dataset.Remarks)
        {
            Notice.Say(remark);
        }

        int labels = model.CountLabels();
        int different = Enumerable.Range(0, Math.Min(labels, dataset.ClassNames.Length)).Count(i => model.ReadLabel(i) != dataset.ClassNames[i]);
        if (different > 0)
        {
            int which = Enumerable.Range(0, labels).First(i => model.ReadLabel(i) != dataset.ClassNames[i]);
            Notice.Warn($"{dataset.Path}: {different} class names differ from the model's: class {which} is '{dataset.ClassNames[which]}' here and '{model.ReadLabel(which)}' there");
        }
    }
}
