using System;
using System.Linq;
using Edge.ModelTools.Evaluation;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Evaluation;

/// <summary>Layers with one known fault each: the numbers, and the cause that is named.</summary>
[TestClass]
public sealed class LayerStatisticsTests
{
    private const int Channels = 8;
    private const double Scale = 0.02;

    [TestMethod]
    public void Error_and_cosine_are_those_of_the_definition()
    {
        var layer = new LayerStatistics(1, 0.5, 0);
        layer.Add([1.0f, -2.0f, 3.25f], [2, -4, 6]); // y = 1, -2, 3
        (double signal, double error, double cosine) = layer.Compare();
        Assert.AreEqual(1 + 4 + (3.25 * 3.25), signal, 1e-9);
        Assert.AreEqual(0.0625, error, 1e-9);
        Assert.AreEqual((1 + 4 + (3.25 * 3)) / Math.Sqrt(signal * 14), cosine, 1e-12);
    }

    [TestMethod]
    public void Steps_make_a_twelfth_of_a_squared_step()
    {
        LayerDiagnosis diagnosis = Diagnose((random, _) => Gaussian(random) * 0.5, out LayerStatistics layer);
        Assert.AreEqual(LayerCause.Steps, diagnosis.Cause, diagnosis.Reason);
        Assert.AreEqual(1, layer.Compare().Error / layer.StepError, 0.05);
    }

    [TestMethod]
    public void Values_beyond_the_range_are_saturation()
    {
        LayerDiagnosis diagnosis = Diagnose((random, _) => Gaussian(random) * 1.5, out LayerStatistics layer);
        Assert.AreEqual(LayerCause.Saturation, diagnosis.Cause, diagnosis.Reason);
        Assert.IsTrue(layer.SaturationShare is > 0.05 and < 0.15, $"{layer.SaturationShare}");
    }

    [TestMethod]
    public void A_few_large_values_are_outliers()
    {
        LayerDiagnosis diagnosis = Diagnose((random, i) => i % 4001 == 0 ? 2.4 : Gaussian(random) * 0.05, out LayerStatistics layer);
        Assert.AreEqual(LayerCause.Outliers, diagnosis.Cause, diagnosis.Reason);
        Assert.IsTrue(layer.FloatHistogram.StepsOf(0.999) < 30);
    }

    [TestMethod]
    public void One_large_channel_is_a_spread_of_channels()
    {
        LayerDiagnosis diagnosis = Diagnose((random, i) => Gaussian(random) * (i % Channels == 3 ? 0.6 : 0.01), out LayerStatistics layer);
        Assert.AreEqual(LayerCause.ChannelSpread, diagnosis.Cause, diagnosis.Reason);
        Assert.IsTrue(layer.ChannelSpread > 20);
    }

    [TestMethod]
    public void A_dead_channel_with_the_work_of_another_is_left_out()
    {
        var random = new Random(9);
        var layer = new LayerStatistics(2, Scale, 0);
        for (int pass = 0; pass < 2; pass++)
        {
            layer = pass == 0 ? layer : layer.WithRescaling();
            for (int sample = 0; sample < 40; sample++)
            {
                double value = Math.Abs(Gaussian(random));
                layer.Add([(float)value, 0], [(sbyte)Math.Round(Math.Min(value / Scale, 127)), (sbyte)Math.Round(Math.Min(0.87 * value / Scale, 127))]);
            }

            (double signal, double error, _) = layer.Compare();
            Assert.AreEqual(pass == 1, error < signal / 1000, $"pass {pass}: {error} of {signal}");
        }

        Assert.AreEqual(1, layer.RescaledChannels);
        Assert.AreEqual(1, layer.DeadChannels);
    }

    [TestMethod]
    public void A_dead_channel_that_int8_lets_tremble_is_not_left_out()
    {
        var layer = new LayerStatistics(2, Scale, 0);
        for (int sample = 0; sample < 40; sample++)
        {
            layer.Add([sample * 0.01f, 0], [(sbyte)(sample / 2), (sbyte)(sample % 2)]);
        }

        Assert.AreEqual(0, layer.WithRescaling().RescaledChannels);
    }

    [TestMethod]
    public void Constant_channels_are_dead_and_tiny_ones_are_lost()
    {
        Diagnose((random, i) => (i % Channels) switch { 0 => 0.25, 1 => random.NextDouble() * Scale * 0.9, _ => Gaussian(random) * 0.5 }, out LayerStatistics layer);
        Assert.AreEqual(1, layer.DeadChannels);
        Assert.AreEqual(1, layer.LostChannels);
    }

    [TestMethod]
    public void Bad_inputs_are_named_and_good_ones_are_not()
    {
        LayerStatistics layer = Fill((random, _) => Gaussian(random) * 0.5, 1, (random, x) => x + (Gaussian(random) * 0.1));
        (double signal, double error, _) = layer.Compare();
        double sqnr = 10 * Math.Log10(signal / error);
        LayerDiagnosis inherited = LayerDiagnosis.Of(layer, error, sqnr, "before", sqnr + 1);
        Assert.AreEqual(LayerCause.Inherited, inherited.Cause);
        StringAssert.Contains(inherited.Hint, "before");
        Assert.AreEqual(LayerCause.Weights, LayerDiagnosis.Of(layer, error, sqnr, "before", sqnr + 20).Cause);
        Assert.AreEqual(LayerCause.Weights, LayerDiagnosis.Of(layer, error, sqnr, null, double.PositiveInfinity).Cause);
    }

    [TestMethod]
    public void Rescaled_channels_are_found_and_their_rescaling_is_no_error()
    {
        double[] factors = [1, 1, 4, 0.2, 1, 1, 3, 1];
        double Blob(Random random, double x, int c) => factors[c] * (x + (c == 5 ? 0.4 : 0));
        LayerStatistics first = Fill((random, _) => Gaussian(random) * 0.1, 3, Blob);
        LayerStatistics layer = first.WithRescaling();
        Fill(layer, (random, _) => Gaussian(random) * 0.1, 4, Blob);
        Assert.AreEqual(4, layer.RescaledChannels);
        Assert.AreEqual(1, layer.Compare().Error / layer.StepError, 0.3);
        Assert.IsTrue(first.Compare().Error > 100 * layer.Compare().Error);
    }

    private static LayerDiagnosis Diagnose(Func<Random, int, double> next, out LayerStatistics layer)
    {
        layer = Fill(next, 1, (_, x) => x);
        (double signal, double error, _) = layer.Compare();
        return LayerDiagnosis.Of(layer, error, 10 * Math.Log10(signal / error), null, double.PositiveInfinity);
    }

    private static LayerStatistics Fill(Func<Random, int, double> next, int seed, Func<Random, double, double> blob)
    {
        return Fill(next, seed, (random, x, _) => blob(random, x));
    }

    private static LayerStatistics Fill(Func<Random, int, double> next, int seed, Func<Random, double, int, double> blob)
    {
        var layer = new LayerStatistics(Channels, Scale, 0);
        Fill(layer, next, seed, blob);
        return layer;
    }

    private static void Fill(LayerStatistics layer, Func<Random, int, double> next, int seed, Func<Random, double, int, double> blob)
    {
        var random = new Random(seed);
        float[] expected = [.. Enumerable.Range(0, 40_000).Select(i => (float)next(random, i))];
        sbyte[] actual = [.. expected.Select((x, i) => (sbyte)Math.Clamp(Math.Round(blob(random, x, i % Channels) / Scale), -128, 127))];
        layer.Add(expected, actual);
    }

    private static double Gaussian(Random random)
    {
        return Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }
}
