using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Quantization;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Quantization;

[TestClass]
public class CorrectionTests
{
    [TestMethod]
    public void Bias_correction_removes_the_mean_error_that_coarse_weights_cause()
    {
        ModelGraph graph = TinyNetworks.MobileNetV3(3);
        Coarsen(graph, out QuantizationWorkspace workspace, out ModelGraph quantized);
        Dictionary<string, double> before = MeanErrors(workspace.Graph, quantized, graph);
        workspace.Correct(quantized, new QuantizationRecipe { Correction = CorrectionMethod.Bias }, null);
        Dictionary<string, double> after = MeanErrors(workspace.Graph, quantized, graph);
        Assert.IsLessThan(before.Values.Sum() * 0.5, after.Values.Sum());
    }

    [TestMethod]
    public void A_correction_that_is_no_more_than_luck_is_not_made()
    {
        var random = new Random(5);
        float[] expected = new float[40 * 4];
        float[] actual = [.. expected.Select((_, i) => (float)((random.NextDouble() - 0.5) + (i % 4 == 1 ? 0.6 : 0)))];
        double[] corrections = BiasCorrection.Compute(expected, actual, 40, 4, (_, _) => 1);
        Assert.AreEqual(-0.6, corrections[1], 0.15);
        Assert.IsTrue(new[] { 0, 2, 3 }.All(c => Math.Abs(corrections[c]) < 0.08));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Rounding_weights_together_lowers_the_layers_own_error(bool isDepthwise)
    {
        var sketch = new GraphSketch(4, 1, 10, 10, 8);
        if (isDepthwise)
        {
            sketch.Depthwise(3, 1);
        }
        else
        {
            sketch.Conv(12, 1, 1);
        }

        ModelGraph graph = sketch.Done();
        CalibrationSet samples = TinyNetworks.Samples(graph, 32, 5);
        var workspace = QuantizationWorkspace.Plain(graph, samples, 1, 2, null);
        ModelGraph nearest = workspace.Build(workspace.Ranges(QuantizationRecipe.Naive));
        Operator op = workspace.Graph.Operators[0];
        float[] input = samples.Batch(0, samples.Count);
        using var reference = new FloatReference(graph);
        float[] output = reference.Run(input, samples.Count, [graph.Outputs[0].Name])[0];
        double before = LocalError(op, nearest.Operators[0], input, output, samples.Count);
        LayerRefinement.Run(op, nearest.Operators[0], CorrectionMethod.Rounding, new PatchSampler(op, samples.Count, 4096, 1), input, output, 2);
        Assert.IsLessThan(before * (isDepthwise ? 1 : 0.8), LocalError(op, nearest.Operators[0], input, output, samples.Count));
    }

    [TestMethod]
    public void Least_squares_goes_back_to_the_float_weights_when_the_input_is_exact()
    {
        var random = new Random(6);
        float[] x = [.. Enumerable.Range(0, 600 * 5).Select(_ => (float)(random.NextDouble() - 0.5))];
        double[] weights = [1, -2, 3, 0.5, 0.25];
        float[] y = [.. Enumerable.Range(0, 600).Select(i => (float)Enumerable.Range(0, 5).Sum(t => weights[t] * x[(i * 5) + t]))];
        Assert.IsNull(LeastSquaresFit.Find(x, y, weights, 5, 1));
        double[]? repaired = LeastSquaresFit.Find(x, y, [1, -2, 3, 0.5, 0], 5, 1);
        Assert.IsNotNull(repaired);
        Assert.AreEqual(0.25, repaired[4], 0.01);
    }

    /// <summary>A graph whose weights were rounded to a few levels, as if they had far fewer bits.</summary>
    private static void Coarsen(ModelGraph graph, out QuantizationWorkspace workspace, out ModelGraph quantized)
    {
        workspace = QuantizationWorkspace.Plain(graph, TinyNetworks.Samples(graph, 64, 5), 1, 2, null);
        quantized = workspace.Build(workspace.Ranges(QuantizationRecipe.Naive));
        foreach (Operator op in quantized.Operators.Where(op => op.Attributes is ConvAttributes or FullyConnectedAttributes))
        {
            sbyte[] weights = op.Inputs[1].Int8s;
            for (int i = 0; i < weights.Length; i++)
            {
                weights[i] = (sbyte)Math.Clamp((int)Math.Floor(weights[i] / 16.0) * 16, -127, 127);
            }
        }
    }

    /// <summary>Squared mean error of each convolution's output, over the channels, relative to its energy.</summary>
    private static Dictionary<string, double> MeanErrors(ModelGraph graph, ModelGraph quantized, ModelGraph source)
    {
        CalibrationSet samples = TinyNetworks.Samples(source, 64, 6);
        var errors = new Dictionary<string, double>();
        foreach (Operator op in graph.Operators.Where(op => op.Attributes is ConvAttributes or FullyConnectedAttributes))
        {
            string name = op.Output.Name;
            using var exact = new FloatReference(graph, [op.Output]);
            using var coarse = new FloatReference(quantized, FloatReference.Activations(quantized).Where(tensor => tensor.Name == name));
            float[] expected = exact.Run(samples.Batch(0, samples.Count), samples.Count, [name])[0];
            float[] actual = coarse.Run(samples.Batch(0, samples.Count), samples.Count, [name])[0];
            int channels = op.Output.Shape[^1];
            double[] mean = new double[channels];
            for (int i = 0; i < expected.Length; i++)
            {
                mean[i % channels] += ((double)expected[i] - actual[i]) * channels / expected.Length;
            }

            errors.Add(name, mean.Sum(value => value * value) / channels / expected.Average(value => (double)value * value));
        }

        return errors;
    }

    /// <summary>Squared error of a layer's accumulator over all samples, without the mean of each channel.</summary>
    private static double LocalError(Operator op, Operator quantized, float[] input, float[] output, int samples)
    {
        var sampler = new PatchSampler(op, samples, 4096, 1);
        double error = 0;
        foreach (LayerBlock block in LayerBlock.Of(op))
        {
            float[] x = sampler.Inputs(input, block);
            float[] y = sampler.Outputs(output, block);
            Moments.Centre(x, block.Taps);
            Moments.Centre(y, block.Rows);
            for (int i = 0; i < y.Length; i++)
            {
                double sum = 0;
                int row = i % block.Rows;
                for (int tap = 0; tap < block.Taps; tap++)
                {
                    sum += quantized.Inputs[1].Int8s[block.WeightIndex(op, row, tap)] * (double)x[(i / block.Rows * block.Taps) + tap];
                }

                double difference = y[i] - (sum * quantized.Inputs[1].Quantization!.Scales[block.FirstRow + row]);
                error += difference * difference;
            }
        }

        return error;
    }
}
