using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml.Linq;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Data;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Evaluation;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Profiling;
using Edge.ModelTools.Quantization;
using Edge.ModelTools.Reporting;
using Edge.Runtime.Int8;
using Edge.Tests.Desktop.Commands;
using Edge.Tests.Desktop.Images;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Reporting;

/// <summary>Reports of the meter-digit network: well-formed, complete, and nothing from outside.</summary>
[TestClass]
public sealed class HtmlReportTests
{
    private static readonly string s_model = Path.Combine(AppContext.BaseDirectory, "Demo", "model", "digits_mbv3se.onnx");
    private static readonly string s_data = Path.Combine(AppContext.BaseDirectory, "Demo", "calibration");
    private static readonly Lazy<(ConversionResult Result, ConversionOptions Options)> s_conversion = new(() =>
    {
        var options = new ConversionOptions { CalibrationPath = s_data, CalibrationLimit = 32, Quantizer = new QuantizerOptions { Recipe = QuantizationRecipe.Naive } };
        return (ModelConverter.Convert(SourceModel.Read(s_model, null), options), options);
    });

    private static readonly Lazy<ReportContent> s_content = new(() =>
        ReportBuilder.OfConversion("m.edge8", s_conversion.Value.Result, s_conversion.Value.Options, NfTools.Load().Find("esp32s3"), (_, _) => { }));

    [TestMethod]
    public void A_report_is_well_formed_and_needs_nothing_else()
    {
        string html = Encoding.UTF8.GetString(HtmlReport.Write(s_content.Value));
        XDocument page = XDocument.Parse(html["<!DOCTYPE html>".Length..]);
        string[] allowed = ["http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"];
        Assert.IsTrue(page.Descendants().Attributes().All(attribute => !attribute.Value.Contains("://", StringComparison.Ordinal) || allowed.Contains(attribute.Value)));
        string[] loading = ["link", "iframe", "object", "image", "use"];
        Assert.IsFalse(page.Descendants().Any(element => loading.Contains(element.Name.LocalName)));
        Assert.IsEmpty(page.Descendants("script").Single().Attributes());
        Assert.IsTrue(page.Descendants("img").All(image => image.Attribute("src")!.Value.StartsWith("data:image/png;base64,", StringComparison.Ordinal)));
        Assert.IsFalse(html.Contains("url(", StringComparison.Ordinal) || html.Contains("@import", StringComparison.Ordinal));
        Assert.IsFalse(html.Contains(AppContext.BaseDirectory, StringComparison.Ordinal), "a folder of this machine is named");
    }

    private static XDocument Parse(ReportContent content) => XDocument.Parse(Encoding.UTF8.GetString(HtmlReport.Write(content))["<!DOCTYPE html>".Length..]);

    [TestMethod]
    public void A_report_has_all_parts_and_every_layer()
    {
        ReportContent content = s_content.Value;
        string html = Encoding.UTF8.GetString(HtmlReport.Write(content));
        XDocument page = XDocument.Parse(html["<!DOCTYPE html>".Length..]);
        string[] sections = [.. page.Descendants("h2").Select(heading => heading.Value.Trim())];
        CollectionAssert.AreEqual(new[] { "Accuracy", "Errors by layer", "Ranges before and after", "Weights by channel", "SRAM", "Flash", "Time and energy", "Recipe" }, sections);
        Assert.IsTrue(content.Evaluation!.Layers.Count > 30);
        foreach (LayerError layer in content.Evaluation.Layers)
        {
            Assert.IsTrue(page.Descendants("svg").Any(svg => svg.Attribute("aria-label")?.Value == $"Values of {layer.Tensor} before and after quantization"), layer.Tensor);
        }

        Assert.AreEqual(content.Weights.Count, page.Descendants("svg").Count(svg => svg.Attribute("aria-label")?.Value.StartsWith("Largest weight of each channel", StringComparison.Ordinal) == true));
        StringAssert.Contains(html, "estimated");
        StringAssert.Contains(html, "These samples also set the ranges");
        StringAssert.Contains(html, "\"ranges\": \"minMax\"".Replace("\"", "&quot;", StringComparison.Ordinal));
        StringAssert.Contains(html, EvaluationText.Interval(content.Evaluation.Int8!.Top1, content.Evaluation.Count));
        Assert.AreEqual(html, Encoding.UTF8.GetString(HtmlReport.Write(content)));
    }

    [TestMethod]
    public void A_blob_alone_has_the_parts_that_are_known()
    {
        byte[] blob = s_conversion.Value.Result.Blob;
        Int8Model Load() => BlobFile.Load("m.edge8", blob, KernelSets.Create(KernelSets.DeviceDefault));
        Dataset dataset = Dataset.Open(s_data);
        EvaluationResult evaluation = Evaluator.Run(Load, blob, dataset, true, null, null, (_, _) => { });
        ReportContent content = ReportBuilder.OfEvaluation("m.edge8", blob, evaluation, dataset, null, NfTools.Load().Find("esp32"));
        string html = Encoding.UTF8.GetString(HtmlReport.Write(content with { ClassNames = ["<0>", .. dataset.ClassNames.Skip(1)] }));
        XDocument page = XDocument.Parse(html["<!DOCTYPE html>".Length..]);
        IEnumerable<string> sections = page.Descendants("h2").Select(heading => heading.Value.Trim());
        CollectionAssert.AreEqual(new[] { "Accuracy", "Weights by channel", "SRAM", "Flash", "Time and energy", "Recipe" }, sections.ToArray());
        Assert.IsTrue(page.Descendants("text").Any(text => text.Value == "<0>"), "a class name was not escaped, or is missing");
    }

    [TestMethod]
    public void Misread_samples_are_shown_with_what_they_were_taken_for()
    {
        byte[] blob = s_conversion.Value.Result.Blob;
        Int8Model Load() => BlobFile.Load("m.edge8", blob, KernelSets.Create(KernelSets.DeviceDefault));
        Dataset dataset = new ShiftedLabels(Dataset.Open(s_data));
        EvaluationResult evaluation = Evaluator.Run(Load, blob, dataset, true, null, null, (_, _) => { });
        Assert.AreEqual(evaluation.Count - evaluation.Int8!.Top1, evaluation.Misread.Count);
        Assert.IsGreaterThan(48, evaluation.Misread.Count);
        XDocument page = Parse(ReportBuilder.OfEvaluation("m.edge8", blob, evaluation, dataset, null, NfTools.Load().Find("esp32")));
        XElement[] pictures = [.. page.Descendants("figure")];
        Assert.HasCount(48, pictures);
        Misreading first = evaluation.Misread[0];
        Assert.AreEqual($"sample {first.Index}: {dataset.ClassNames[first.Label]}, read as {dataset.ClassNames[first.Prediction]}", pictures[0].Element("figcaption")!.Value);
        StringAssert.Contains(page.ToString(), $"(the first 48 of {evaluation.Misread.Count})");
        byte[] png = Convert.FromBase64String(pictures[0].Element("img")!.Attribute("src")!.Value.Split(',')[1]);
        using var folder = new TemporaryFolder();
        CollectionAssert.AreEqual(dataset.ReadRaw(first.Index), ImageReader.Read(folder.Write("p.png", png), dataset.Shape[0], dataset.Shape[1], 3));
    }

    [TestMethod]
    public void Parts_of_the_flash_add_up_to_the_blob()
    {
        ReportContent content = s_content.Value;
        Assert.AreEqual(content.Blob.BlobBytes, content.Blob.Flash.Sum(part => part.Bytes));
        Assert.AreEqual(content.Blob.WeightBytes, content.Blob.Flash.Where(part => part.Name.StartsWith("weights of ", StringComparison.Ordinal)).Sum(part => part.Bytes));
        Assert.IsGreaterThanOrEqualTo(16, content.Blob.Flash[0].Bytes, "the header");
        Assert.IsTrue(Parse(content).Descendants("svg").Any(svg => svg.Attribute("aria-label")?.Value == "Bytes of the blob by part"));
        Assert.IsTrue(Parse(content).Descendants("svg").Any(svg => svg.Attribute("aria-label")?.Value == "Estimated time by kind of operator"));
    }

    [TestMethod]
    public void Long_tables_can_be_sorted_and_filtered()
    {
        XElement[] tables = [.. Parse(s_content.Value).Descendants("table").Where(table => table.Attribute("class")?.Value == "sortable")];
        Assert.HasCount(2, tables, "layers, operators");
        Assert.HasCount(s_content.Value.Evaluation!.Layers.Count, tables[0].Descendants("tbody").Single().Elements());
        StringAssert.Contains(Parse(s_content.Value).Descendants("script").Single().Value, "table.sortable");
    }

    [TestMethod]
    public void Both_commands_write_a_report_or_nothing()
    {
        using var folder = new TemporaryFolder();
        string blob = folder.File("m.edge8");
        string report = folder.File("convert.html");
        (int code, _, string error) = CommandLine.Run("convert", s_model, "--calibration", s_data, "--samples", "32", "--quantizer", "naive", "-o", blob, "--report", report);
        Assert.AreEqual(0, code, error);
        StringAssert.Contains(File.ReadAllText(report), "Errors by layer");
        string second = folder.File("eval.html");
        Assert.AreEqual(0, CommandLine.Run("eval", blob, "--data", s_data, "--reference", s_model, "--report", second).Code);
        StringAssert.Contains(File.ReadAllText(second), "Errors by layer");
        string nowhere = Path.Combine(folder.Path, "no", "such", "report.html");
        StringAssert.StartsWith(CommandLine.Run("eval", blob, "--data", s_data, "--report", nowhere).Error, "error EDGE0003");
        StringAssert.StartsWith(CommandLine.Run("eval", blob, "--data", s_data, "--report", second, "--board", "none").Error, "error EDGE0005");
    }
}
