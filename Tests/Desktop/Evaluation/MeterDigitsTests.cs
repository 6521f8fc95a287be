using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Data;
using Edge.ModelTools.Evaluation;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Graph;
using Edge.Tests.Desktop.Projects;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Evaluation;

/// <summary>The meter-digit networks of the sample, int8, as <c>edge demo</c> converts them.</summary>
[TestClass]
public sealed class MeterDigitsTests
{
    private const int NotReadable = 10;
    private static readonly string s_calibration = Path.Combine(AppContext.BaseDirectory, "Demo", "calibration");
    private static readonly ConcurrentDictionary<string, byte[]> s_blobs = new();

    [TestMethod]
    [TestCategory("Shared")]
    [DataRow("meter_digits", 0.983, 0.979)]
    [DataRow("meter_digits_large", 0.985, 0.983)]
    public void Photographs_of_meters_are_read_as_well_as_the_sample_promises(string network, double digitsAtLeast, double allAtLeast)
    {
        string photographs = SharedFolder.Require("data/digits_photos");
        foreach (string kernels in KernelSets.Names)
        {
            EvaluationResult result = Evaluate(network, photographs, kernels);
            int[][] digits = result.Confusion![..NotReadable];
            double readable = (double)digits.Select((row, digit) => row[digit]).Sum() / digits.Sum(row => row.Sum());
            Assert.IsGreaterThanOrEqualTo(digitsAtLeast, readable, $"readable digits, {kernels}");
            Assert.IsGreaterThanOrEqualTo(allAtLeast, (double)result.Int8!.Top1 / result.Count, $"all photographs, {kernels}");
            double drop = (double)(result.Reference!.Top1 - result.Int8.Top1) / result.Count;
            Assert.IsLessThanOrEqualTo(0.005, Math.Abs(drop), $"int8 beside float, {kernels}");
        }
    }

    [TestMethod]
    [DataRow("meter_digits")]
    [DataRow("meter_digits_large")]
    public void Rendered_digits_are_read_in_int8_as_in_float(string network)
    {
        foreach (string kernels in KernelSets.Names)
        {
            EvaluationResult result = Evaluate(network, s_calibration, kernels);
            Assert.IsGreaterThanOrEqualTo(0.9, (double)result.Int8!.Top1 / result.Count, kernels);
            Assert.IsGreaterThanOrEqualTo(0.98, (double)result.Agreeing!.Value / result.Count, kernels);
        }
    }

    private static ModelGraph Read(string network) => SourceModel.Read(Repository.PathOf($"Samples/MeterDigits/model/{network}/weights.safetensors"), null);

    private static EvaluationResult Evaluate(string network, string data, string kernels)
    {
        byte[] blob = s_blobs.GetOrAdd(network, name => ModelConverter.Convert(Read(name), new ConversionOptions { CalibrationPath = s_calibration }).Blob);
        ModelGraph reference = Read(network);
        Dataset dataset = Dataset.Open(data, reference.Inputs[0].Shape);
        return Evaluator.Run(() => BlobFile.Load("digits", blob, KernelSets.Create(kernels)), blob, dataset, true, reference, null, (_, _) => { });
    }
}
