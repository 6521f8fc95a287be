using System.Linq;
using System.Text.Json;
using Edge.ModelTools.Evaluation;
using Edge.ModelTools.Inspection;
using Edge.ModelTools.Profiling;
using Edge.ModelTools.Reporting;
using Edge.ModelTools.Studio.Jobs;

namespace Edge.ModelTools.Studio.Views;

/// <summary>A conversion as the page shows it.</summary>
internal static class ConversionView
{
    /// <summary>What lists of conversions say.</summary>
    public static object Summary(FinishedConversion conversion)
    {
        BlobDescription blob = conversion.Report.Blob;
        ProfileReport profile = conversion.Report.Profile;
        EvaluationResult? evaluation = conversion.Report.Evaluation;
        return new
        {
            id = conversion.Id,
            name = conversion.BaseName,
            fileName = conversion.FileName,
            request = new { conversion.Request.Sram, conversion.Request.Board, conversion.Request.Quantizer, conversion.Request.Samples, conversion.Request.Normalisation },
            budgetBytes = conversion.Result.BudgetBytes,
            blobBytes = blob.BlobBytes,
            weightBytes = blob.WeightBytes,
            peakSramBytes = blob.PeakSramBytes,
            groups = blob.Groups.Count,
            macs = blob.Macs,
            rounding = blob.Rounding,
            input = new[] { blob.Input.Height, blob.Input.Width, blob.Input.Channels },
            outputs = blob.Outputs[0].Length,
            recipe = conversion.Result.Quantization?.Recipe.ToString(),
            board = profile.Board.Name,
            timeMs = profile.TimeMs,
            energyMicrojoule = profile.EnergyMicrojoule,
            label = ProfileReport.Label,
            uncertaintyFactor = profile.Board.NsUncertaintyFactor,
            samples = evaluation?.Count,
            int8 = Share(evaluation?.Int8),
            reference = Share(evaluation?.Reference),
            agreement = evaluation?.Agreeing is int agreeing ? Share(agreeing, evaluation.Count) : null,
            notes = conversion.Notes,
        };
    }

    /// <summary>All of it.</summary>
    public static object Whole(FinishedConversion conversion)
    {
        EvaluationResult? evaluation = conversion.Report.Evaluation;
        return new
        {
            summary = Summary(conversion),
            graph = GraphView.Of(conversion.Result.Quantized, evaluation?.Layers ?? []),
            recipeJson = conversion.Report.RecipeJson.Length == 0 ? null : JsonSerializer.Deserialize<JsonElement?>(conversion.Report.RecipeJson),
            trials = conversion.Report.Trials.Select(trial => new { trial.Name, trial.Noise }),
            data = new { name = conversion.Report.DataName, isCalibration = conversion.Report.IsCalibrationData },
            classNames = conversion.Report.ClassNames,
            confusion = evaluation?.Confusion,
            misread = conversion.Report.Misread,
            layerSamples = evaluation?.LayerSamples,
            groups = conversion.Report.Profile.Groups.Select(group => new { group.Index, group.Operators, group.Macs, group.TimeMs, group.EnergyMicrojoule }),
        };
    }

    private static object? Share(Accuracy? accuracy) => accuracy is null ? null : Share(accuracy.Top1, accuracy.Count);

    private static object Share(int successes, int count)
    {
        WilsonInterval interval = WilsonInterval.Of(successes, count);
        return new { successes, count, share = (double)successes / count, low = interval.Low, high = interval.High };
    }
}
