using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Data;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Evaluation;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Inspection;
using Edge.ModelTools.Profiling;
using Edge.Runtime.Int8;

namespace Edge.ModelTools.Reporting;

/// <summary>Collects what a report shows.</summary>
internal static class ReportBuilder
{
    private const int MostMisread = 48; // pictures

    /// <summary>Of a blob that was evaluated.</summary>
    /// <param name="path">Path of the blob, for messages.</param>
    /// <param name="blob">Its bytes.</param>
    /// <param name="evaluation">What came out.</param>
    /// <param name="dataset">The samples.</param>
    /// <param name="reference">Float model, or null.</param>
    /// <param name="board">Board to predict.</param>
    public static ReportContent OfEvaluation(string path, byte[] blob, EvaluationResult evaluation, Dataset dataset, ModelGraph? reference, Board board)
    {
        return OfBlob(path, blob, board) with
        {
            Evaluation = evaluation,
            DataName = $"samples of '{NameOf(dataset)}'",
            ClassNames = dataset.ClassNames,
            Misread = Picture(dataset, evaluation.Misread),
            Weights = reference is null ? [] : WeightChannels.Of(reference, null),
        };
    }

    /// <summary>Of a conversion; a float model is evaluated on its calibration samples.</summary>
    /// <param name="path">Path of the blob, for messages.</param>
    /// <param name="conversion">The conversion.</param>
    /// <param name="options">Its settings.</param>
    /// <param name="board">Board to predict.</param>
    /// <param name="progress">Called with what is done and its share.</param>
    public static ReportContent OfConversion(string path, ConversionResult conversion, ConversionOptions options, Board board, Action<string, double> progress)
    {
        byte[] blob = conversion.Blob;
        ReportContent content = OfBlob(path, blob, board) with
        {
            Weights = WeightChannels.Of(conversion.Source, conversion.Quantization?.Float),
            Trials = conversion.Quantization?.Trials ?? [],
        };
        if (conversion.Quantization is null || options.CalibrationPath is null)
        {
            return content;
        }

        Dataset dataset = ModelConverter.OpenCalibration(conversion.Source, options);
        Int8Model Load() => BlobFile.Load(path, blob, KernelSets.Create(KernelSets.Default));
        bool isLabelled = IsLabelled(dataset, conversion.Program.Outputs[0].Bytes);
        EvaluationResult evaluation = Evaluator.Run(Load, blob, dataset, isLabelled, conversion.Source, conversion.Quantization.Float, progress);
        return content with
        {
            Evaluation = evaluation,
            Misread = Picture(dataset, evaluation.Misread),
            DataName = $"calibration samples of '{NameOf(dataset)}'",
            IsCalibrationData = true,
            ClassNames = isLabelled ? dataset.ClassNames : [],
        };
    }

    private static ReportContent OfBlob(string path, byte[] blob, Board board)
    {
        Int8Model model = BlobFile.Load(path, blob, KernelSets.Create(KernelSets.Default));
        return new ReportContent
        {
            Blob = BlobInspector.Describe(model, blob, path),
            Profile = new ProfileReport(model.Name, KernelSets.DeviceDefault, ModelProfiler.Profile(path, blob, KernelSets.DeviceDefault), board),
            RecipeJson = BlobInfo.Read(model, blob, path).RecipeJson,
        };
    }

    private static SamplePicture[] Picture(Dataset dataset, IReadOnlyList<Misreading> misread)
    {
        string Name(int index) => index < dataset.ClassNames.Length ? dataset.ClassNames[index] : $"class {index}";
        return SamplePicture.IsPicture(dataset)
            ? [.. misread.Take(MostMisread).Select(each => SamplePicture.Of(dataset, each.Index, $"sample {each.Index}: {Name(each.Label)}, read as {Name(each.Prediction)}"))]
            : [];
    }

    /// <summary>The last part of the path: reports are passed on, and folders are nobody's business.</summary>
    private static string NameOf(Dataset dataset) => Path.GetFileName(Path.TrimEndingDirectorySeparator(dataset.Path));

    /// <summary>Calibration samples may have labels, which need not be this model's.</summary>
    private static bool IsLabelled(Dataset dataset, int classes)
    {
        try
        {
            dataset.RequireLabels(classes);
            return true;
        }
        catch (EdgeException exception) when (exception.Id is DiagnosticId.LabelsMissing or DiagnosticId.LabelOutOfRange or DiagnosticId.ClassCountMismatch)
        {
            return false;
        }
    }
}
