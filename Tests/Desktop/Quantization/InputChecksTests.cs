using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Quantization;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Quantization;

[TestClass]
public class InputChecksTests
{
    private static readonly string s_demo = Path.Combine(AppContext.BaseDirectory, "Demo");

    [TestMethod]
    public void Samples_that_fit_the_network_pass_in_silence()
    {
        Assert.IsEmpty(Warnings(values => values, true));
        Assert.IsEmpty(Warnings(values => values, false));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Pixels_that_were_not_normalised_are_noticed(bool hasLabels)
    {
        string warning = Warnings(values => Array.ConvertAll(values, value => (value + 1) * 127.5f), hasLabels).Single();
        StringAssert.Contains(warning, "-1..1");
    }

    [TestMethod]
    public void Blue_and_red_exchanged_are_noticed_where_that_matters()
    {
        var sketch = new GraphSketch(1, 1, 4, 4, 3);
        Tensor weights = sketch.Constant("w", [9, 0, 0, 0, 9, 0, 0, 0, 0.05f], 3, 3);
        sketch.Mean();
        sketch.Add(OperatorKind.FullyConnected, [1, 3], new FullyConnectedAttributes(null), sketch.Last, weights, sketch.Constant("b", [0, 0, 0], 3));
        ModelGraph graph = sketch.Done();
        float[][] samples = [.. Enumerable.Range(0, 40).Select(i => Enumerable.Range(0, 48).Select(k => k % 3 == (i % 2) + 1 ? 1f : i * 0.001f).ToArray())];
        var warnings = new List<string>();
        InputChecks.Run(graph, CalibrationSet.From("x", samples), warnings.Add);
        StringAssert.Contains(warnings.Single(), "blue and red exchanged (--channel-order bgr)");
    }

    [TestMethod]
    public void Samples_with_values_that_are_no_numbers_are_refused()
    {
        ModelGraph graph = TinyNetworks.Relu(1);
        float[] sample = new float[graph.Inputs[0].ElementCount];
        sample[7] = float.NaN;
        DiagnosticAssert.Throws(DiagnosticId.CalibrationNotFinite,
            () => InputChecks.Run(graph, CalibrationSet.From("x", [new float[sample.Length], sample]), null), "value 7 of sample 1");
    }

    [TestMethod]
    public void A_channel_that_never_changes_and_samples_that_are_all_alike_are_warned_about()
    {
        ModelGraph graph = TinyNetworks.Relu(1);
        float[] sample = [.. Enumerable.Range(0, graph.Inputs[0].ElementCount).Select(i => i % 3 == 1 ? 0.5f : i * 0.01f)];
        var warnings = new List<string>();
        InputChecks.Run(graph, CalibrationSet.From("x", [.. Enumerable.Repeat(sample, 20)]), warnings.Add);
        Assert.IsTrue(warnings.Any(warning => warning.Contains("channel 1 of every sample is 0.5", StringComparison.Ordinal)));
        Assert.IsTrue(warnings.Any(warning => warning.Contains("all 20 samples are the same", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Pixels_of_unknown_meaning_are_warned_about()
    {
        ModelGraph graph = SourceModel.Read(Path.Combine(s_demo, "model", "digits_mbv3se.onnx"), null);
        Dataset pictures = Dataset.Open(Path.Combine(s_demo, "samples"), graph.Inputs[0].Shape);
        var warnings = new List<string>();
        InputChecks.Run(graph, CalibrationSet.From(pictures), warnings.Add);
        Assert.IsTrue(warnings.Any(warning => warning.Contains("x / 127.5 - 1", StringComparison.Ordinal)));
    }

    /// <summary>What is said about the meter digits after a change of their values.</summary>
    private static IReadOnlyList<string> Warnings(Func<float[], float[]> change, bool hasLabels)
    {
        ModelGraph graph = SourceModel.Read(Path.Combine(s_demo, "model", "digits_mbv3se.onnx"), null);
        var given = CalibrationSet.From(Dataset.Open(Path.Combine(s_demo, "calibration"), graph.Inputs[0].Shape));
        float[][] samples = [.. Enumerable.Range(0, given.Count).Select(i => change(given.Sample(i)))];
        var warnings = new List<string>();
        InputChecks.Run(graph, CalibrationSet.From("changed", samples, hasLabels ? given.Labels : []), warnings.Add);
        return warnings;
    }
}
