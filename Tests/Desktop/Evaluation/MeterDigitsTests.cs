using System;
using System.IO;
using System.Linq;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Data;
using Edge.ModelTools.Evaluation;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Graph;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Evaluation;

/// <summary>The meter-digit network of the sample, int8, as <c>edge demo</c> converts it.</summary>
[TestClass]
public sealed class MeterDigitsTests
{
    private const int NotReadable = 10;
    private static readonly string s_demo = Path.Combine(AppContext.BaseDirectory, "Demo");
    private static readonly Lazy<byte[]> s_blob = new(() =>
        ModelConverter.Convert(Read(), new ConversionOptions { CalibrationPath = Path.Combine(s_demo, "calibration") }).Blob);

    [TestMethod]
    [TestCategory("Shared")]
    public void Photographs_of_meters_are_read_as_well_as_the_sample_promises()
    {
        string photographs = SharedFolder.Require("data/digits_photos");
        foreach (string kernels in KernelSets.Names)
        {
            EvaluationResult result = Evaluate(photographs, kernels);
            int[][] digits = result.Confusion![..NotReadable];
            double readable = (double)digits.Select((row, digit) => row[digit]).Sum() / digits.Sum(row => row.Sum());
            Assert.IsGreaterThanOrEqualTo(0.977, readable, $"readable digits, {kernels}");
            Assert.IsGreaterThanOrEqualTo(0.975, (double)result.Int8!.Top1 / result.Count, $"all photographs, {kernels}");
            double drop = (double)(result.Reference!.Top1 - result.Int8.Top1) / result.Count;
            Assert.IsLessThanOrEqualTo(0.005, Math.Abs(drop), $"int8 beside float, {kernels}");
        }
    }

    [TestMethod]
    public void Rendered_digits_are_read_in_int8_as_in_float()
    {
        foreach (string kernels in KernelSets.Names)
        {
            EvaluationResult result = Evaluate(Path.Combine(s_demo, "calibration"), kernels);
            Assert.IsGreaterThanOrEqualTo(0.9, (double)result.Int8!.Top1 / result.Count, kernels);
            Assert.IsGreaterThanOrEqualTo(0.98, (double)result.Agreeing!.Value / result.Count, kernels);
        }
    }

    private static ModelGraph Read() => SourceModel.Read(Path.Combine(s_demo, "model", "meter_digits", "weights.safetensors"), null);

    private static EvaluationResult Evaluate(string data, string kernels)
    {
        ModelGraph reference = Read();
        Dataset dataset = Dataset.Open(data, reference.Inputs[0].Shape);
        return Evaluator.Run(() => BlobFile.Load("digits", s_blob.Value, KernelSets.Create(kernels)), s_blob.Value, dataset, true, reference, null, (_, _) => { });
    }
}
