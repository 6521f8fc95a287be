using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using Edge.ModelTools.Data.Json;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Evaluation;
using Edge.ModelTools.Inspection;
using Edge.ModelTools.Profiling;
using Edge.ModelTools.Quantization;

namespace Edge.ModelTools.Reporting;

/// <summary>Writes a report as one HTML file.</summary>
internal static class HtmlReport
{
    private const int WideMap = 940; // what the page has room for
    private const int OpenHistograms = 6;
    private const int OpenWeights = 6;

    /// <summary>The file's bytes, UTF-8; the same for the same content.</summary>
    public static byte[] Write(ReportContent content)
    {
        var page = new HtmlPage(content.Blob.Name.Length == 0 ? "int8 model" : content.Blob.Name);
        WriteSummary(page, content);
        if (content.Evaluation is not null)
        {
            WriteAccuracy(page, content, content.Evaluation);
            WriteLayers(page, content.Evaluation);
        }
        else
        {
            page.Note("There were no samples to run: edge eval --data DIR --reference MODEL --report adds accuracy and the errors of each layer.");
        }

        WriteWeights(page, content.Weights);
        WriteMemory(page, content.Blob);
        WriteFlash(page, content.Blob);
        WriteCost(page, content.Profile);
        WriteRecipe(page, content);
        return Encoding.UTF8.GetBytes(page.ToString());
    }

    private static void WriteSummary(HtmlPage page, ReportContent content)
    {
        BlobDescription blob = content.Blob;
        page.Paragraph(HtmlPage.Format($"Input {blob.Input.Height}x{blob.Input.Width}x{blob.Input.Channels}, {blob.Outputs[0].Length} outputs, {blob.Rounding.ToString().ToLowerInvariant()} rounding."));
        var tiles = new List<(string, string, string)>();
        if (content.Evaluation is { } evaluation)
        {
            AddAccuracy(tiles, evaluation);
        }

        tiles.Add(("blob", HtmlPage.Format($"{blob.BlobBytes / 1024.0:0.0} KB"), HtmlPage.Format($"{blob.WeightBytes} weight bytes")));
        tiles.Add(("peak SRAM", HtmlPage.Format($"{blob.PeakSramBytes / 1024.0:0.0} KB"), HtmlPage.Format($"{blob.PeakSramBytes} bytes in {blob.Groups.Count} groups")));
        tiles.Add(("MACs", HtmlPage.Format($"{blob.Macs / 1e6:0.00} M"), "recomputation included"));
        ProfileReport profile = content.Profile;
        tiles.Add((profile.Board.Name, HtmlPage.Time(profile.TimeMs), $"{HtmlPage.Energy(profile.EnergyMicrojoule)}; {ProfileReport.Label}"));
        page.Tiles(tiles);
    }

    private static void AddAccuracy(List<(string, string, string)> tiles, EvaluationResult evaluation)
    {
        if (evaluation.Int8 is { } int8)
        {
            tiles.Add(("int8 top-1", Percent(int8.Top1, int8.Count), "95 %: " + EvaluationText.Interval(int8.Top1, int8.Count)));
        }

        if (evaluation.Reference is { } reference)
        {
            tiles.Add(("float top-1", Percent(reference.Top1, reference.Count), "95 %: " + EvaluationText.Interval(reference.Top1, reference.Count)));
        }

        if (evaluation.Agreeing is int agreeing)
        {
            tiles.Add(("agreement", Percent(agreeing, evaluation.Count), "95 %: " + EvaluationText.Interval(agreeing, evaluation.Count)));
        }
    }

    private static void WriteAccuracy(HtmlPage page, ReportContent content, EvaluationResult evaluation)
    {
        page.Section("Accuracy");
        page.Paragraph($"{evaluation.Count} {content.DataName}; bars with 95 % intervals (Wilson)."
            + (content.IsCalibrationData ? " These samples also set the ranges: run edge eval on others for a fair number." : string.Empty));
        var rows = new List<(string, int, int, string)>();
        bool hasTop5 = evaluation.Classes > 5;
        AddRows(rows, "float", evaluation.Reference, hasTop5, "float");
        AddRows(rows, "int8", evaluation.Int8, hasTop5, "int8");
        if (evaluation.Agreeing is int agreeing)
        {
            rows.Add(("agreement", agreeing, evaluation.Count, "good"));
        }

        page.Picture(AccuracyChart.Draw(rows));
        if (evaluation is { Int8: { } int8, Reference: { } reference })
        {
            page.Paragraph(HtmlPage.Format($"By top-1, int8 is {100.0 * (int8.Top1 - reference.Top1) / evaluation.Count:+0.00;-0.00;0.00} points from float."));
        }

        if (evaluation.Confusion is { } confusion && confusion.Length <= ConfusionChart.MaxClasses)
        {
            page.BeginDetails("What is taken for what (int8)");
            page.Picture(ConfusionChart.Draw(confusion, content.ClassNames));
            page.EndDetails();
        }

        if (content.Misread.Count > 0)
        {
            page.BeginDetails(content.Misread.Count == evaluation.Misread.Count
                ? $"Misread samples ({evaluation.Misread.Count})" : $"Misread samples (the first {content.Misread.Count} of {evaluation.Misread.Count})");
            page.Samples(content.Misread);
            page.EndDetails();
        }
    }

    private static void AddRows(List<(string, int, int, string)> rows, string name, Accuracy? accuracy, bool hasTop5, string style)
    {
        if (accuracy is not null)
        {
            rows.Add((name + " top-1", accuracy.Top1, accuracy.Count, style));
            if (hasTop5)
            {
                rows.Add((name + " top-5", accuracy.Top5, accuracy.Count, style));
            }
        }
    }

    private static void WriteLayers(HtmlPage page, EvaluationResult evaluation)
    {
        if (evaluation.Layers.Count == 0)
        {
            page.Note("No layers were compared: that takes the float model (--reference).");
            return;
        }

        page.Section("Errors by layer");
        page.Paragraph($"Signal over quantization error (SQNR) of each layer on {evaluation.LayerSamples} samples; the more, the better. The colour says where most of the error comes from.");
        page.Picture(LayerErrorChart.Draw(evaluation.Layers));
        List<LayerError> worst = LayerRanking.Worst(evaluation.Layers);
        if (worst.Count > 0)
        {
            page.Paragraph("The layers to look at first:");
            page.Table(
                4,
                ["layer", "operator", "reason", "hint", "SQNR dB", "cosine"],
                worst.Select(layer => (IReadOnlyList<string>)[layer.Tensor, layer.Kind, layer.Reason, layer.Hint, EvaluationText.Decibels(layer), HtmlPage.Format($"{layer.Cosine:0.0000}")]));
        }
        else
        {
            page.Paragraph("No layer is worse than 8 bits make it.");
        }

        page.BeginDetails("All layers in numbers");
        page.Table(
            2,
            ["layer", "operator", "SQNR dB", "cosine", "saturated", "steps used", "channels", "dead", "lost", "rescaled"],
            evaluation.Layers.Select(layer => (IReadOnlyList<string>)
            [
                layer.Tensor, layer.Kind, EvaluationText.Decibels(layer), HtmlPage.Format($"{layer.Cosine:0.00000}"), HtmlPage.Format($"{100 * layer.SaturationShare:0.000} %"),
                $"{layer.UsedSteps}", $"{layer.Channels}", $"{layer.DeadChannels}", $"{layer.LostChannels}", $"{layer.RescaledChannels}",
            ]),
            isSortable: true);
        page.EndDetails();
        page.Section("Ranges before and after");
        page.Paragraph("How often values occur: the line before quantization, bars after. Dashed lines are the ends of the int8 range; what lies beyond them is cut off. Heights are square roots, so that rare values show.");
        LayerError[] ordered = [.. worst, .. evaluation.Layers.Except(worst)];
        Fold(page, "The other layers", [.. ordered.Select(HistogramChart.Draw)], OpenHistograms);
    }

    private static void WriteWeights(HtmlPage page, IReadOnlyList<WeightChannels> weights)
    {
        page.Section("Weights by channel");
        if (weights.Count == 0)
        {
            page.Note("The source model is not known here: edge eval --reference, or edge convert --report, shows its weights.");
            return;
        }

        bool isEqualized = weights.Any(layer => layer.Equalized is not null);
        page.Paragraph("Largest weight of each output channel: points are the source model" + (isEqualized ? ", the line what was quantized, after equalization." : ".")
            + " Each channel has a scale of its own, so a spread costs nothing here; red points are channels without weights.");
        Fold(page, "The other layers", [.. weights.OrderByDescending(layer => layer.Spread).Select(WeightChart.Draw)], OpenWeights);
    }

    private static void WriteMemory(HtmlPage page, BlobDescription blob)
    {
        page.Section("SRAM");
        page.Paragraph("What an inference holds, group by group; the peak is what the runtime allocates, to the byte.");
        page.Note("Time runs downwards, addresses to the right. Rest the mouse on a piece for its name, shape and bytes.");
        SramMap map = SramMap.Of(blob);
        page.Picture($"<div class=\"if-wide\">{SramMapPicture.Element(map, WideMap)}</div><div class=\"if-narrow\">{SramMapPicture.Element(map, SramMapPicture.LeastWidth)}</div>");
    }

    private static void WriteCost(HtmlPage page, ProfileReport profile)
    {
        Board board = profile.Board;
        page.Section("Time and energy");
        page.Paragraph($"{board.Title}, kernels '{profile.Kernels}': {HtmlPage.Time(profile.TimeMs)} and {HtmlPage.Energy(profile.EnergyMicrojoule)} per inference, {ProfileReport.Label} from the instructions it executes.");
        page.Note(HtmlPage.Format($"The true time is expected between the estimate divided by {board.NsUncertaintyFactor:0.#} and multiplied by it. An instruction takes {board.NsPerInstruction:0.#} ns; {board.NsSource}."));
        page.Picture(GroupCostChart.Draw(profile.Groups));
        page.Paragraph("The same by kind of operator:");
        page.Picture(ShareChart.Draw("Estimated time by kind of operator", [.. profile.Kinds.Select(kind =>
            (kind.Kind, kind.Weighted, HtmlPage.Format($"{HtmlPage.Time(kind.Share * profile.TimeMs)}, {100 * kind.Share:0.0} %, {kind.Macs} MACs")))]));
    }

    private static void WriteFlash(HtmlPage page, BlobDescription blob)
    {
        page.Section("Flash");
        page.Paragraph(HtmlPage.Format($"What the {blob.BlobBytes} bytes of the blob are."));
        page.Picture(ShareChart.Draw("Bytes of the blob by part", [.. blob.Flash.Select(part =>
            (part.Name, (double)part.Bytes, HtmlPage.Format($"{part.Bytes} bytes, {100.0 * part.Bytes / blob.BlobBytes:0.0} %")))]));
        page.BeginDetails("Operators");
        page.Table(
            4,
            ["operator", "name", "output", "weights", "MACs", "resident bytes"],
            blob.Groups.SelectMany(group => group.Stages).Where(stage => stage.OperatorId >= 0).Select(stage => (IReadOnlyList<string>)
                [stage.Kind, stage.Name, stage.Shape, stage.Weights, HtmlPage.Format($"{stage.Macs}"), HtmlPage.Format($"{stage.ResidentBytes}")]),
            isSortable: true);
        page.EndDetails();
    }

    private static void WriteRecipe(HtmlPage page, ReportContent content)
    {
        page.Section("Recipe");
        if (content.RecipeJson.Length == 0)
        {
            page.Note("The blob holds no recipe: the model came quantized.");
            return;
        }

        page.Paragraph("How the model was quantized; edge convert --recipe repeats it.");
        using JsonDocument recipe = JsonDocument.Parse(content.RecipeJson);
        page.Preformatted(JsonSerializer.Serialize(recipe.RootElement, JsonOutput.Options));
        if (content.Trials.Count > 0)
        {
            page.Paragraph("What the automatic mode tried, with the error at the output on samples it held back:");
            page.Table(1, ["trial", "noise over signal"], content.Trials.Select(trial => (IReadOnlyList<string>)[trial.Name, trial.Noise]));
        }
    }

    private static void Fold(HtmlPage page, string summary, IReadOnlyList<string> pictures, int open)
    {
        page.Pictures(pictures.Take(open));
        if (pictures.Count > open)
        {
            page.BeginDetails($"{summary} ({pictures.Count - open})");
            page.Pictures(pictures.Skip(open));
            page.EndDetails();
        }
    }

    /// <summary>Adds the box that lets a picture shrink with the page.</summary>
    private static string Percent(int successes, int count) => HtmlPage.Format($"{100.0 * successes / count:0.00} %");
}
