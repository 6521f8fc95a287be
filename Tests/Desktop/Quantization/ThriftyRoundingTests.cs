using System;
using System.Linq;
using Edge.ModelTools.Quantization;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Quantization;

/// <summary>Weights rounded for generated code: what they cost, what they lose, and that no single step would be better.</summary>
[TestClass]
public sealed class ThriftyRoundingTests
{
    private const double Scale = 0.01;

    [TestMethod]
    [DataRow(0, new double[] { 0, 0, 0 })]
    [DataRow(67, new double[] { 0, 1, 0 })]
    [DataRow(134, new double[] { 1, -1 })]
    [DataRow(110, new double[] { 0, 0, -64 })]
    [DataRow(134, new double[] { 0, 37, 0 })]
    [DataRow(201, new double[] { 37, -37 })]
    [DataRow(244, new double[] { 37, 74 })]
    [DataRow(268, new double[] { 37, 39 })]
    public void A_row_costs_its_terms_and_factors(double instructions, double[] row)
    {
        Assert.AreEqual(instructions, CodeCost.Instructions(row));
    }

    [TestMethod]
    public void A_single_weight_is_rounded_to_what_is_best()
    {
        Cholesky factor = Cholesky.Factor([2.0], 1)!;
        var random = new Random(1);
        for (int i = 0; i < 200; i++)
        {
            double weight = (random.NextDouble() - 0.5) * 2.5;
            double price = Math.Pow(10, -(random.NextDouble() * 6) - 1);
            double[] q = ThriftyRounding.Round([weight], Scale, [2.0], factor, price);
            double least = Enumerable.Range(-127, 255).Min(value => Loss([weight], [value], [2.0], price));
            Assert.AreEqual(least, Loss([weight], q, [2.0], price), 1e-12, $"{weight} at {price}");
        }
    }

    [TestMethod]
    [DataRow(1e-6)]
    [DataRow(1e-5)]
    [DataRow(1e-4)]
    public void Rows_lose_little_cost_less_and_no_single_change_would_be_better(double price)
    {
        const int Taps = 24;
        for (int seed = 0; seed < 8; seed++)
        {
            (double[] weights, double[] covariance, Cholesky factor) = Row(seed, Taps);
            double[] plain = ThriftyRounding.Round(weights, Scale, covariance, factor, 0);
            double[] thrifty = ThriftyRounding.Round(weights, Scale, covariance, factor, price);
            Assert.IsLessThan(CodeCost.Instructions(plain), CodeCost.Instructions(thrifty));
            Assert.IsLessThan(Loss(weights, plain, covariance, price), Loss(weights, thrifty, covariance, price));
            for (int tap = 0; tap < Taps; tap++)
            {
                double kept = thrifty[tap];
                double loss = Loss(weights, thrifty, covariance, price);
                for (int value = -127; value <= 127; value++)
                {
                    thrifty[tap] = value;
                    Assert.IsGreaterThan(loss - (price * 45), Loss(weights, thrifty, covariance, price), $"tap {tap}: {value} for {kept}");
                }

                thrifty[tap] = kept;
            }
        }
    }

    [TestMethod]
    public void A_higher_price_takes_fewer_weights_and_magnitudes()
    {
        (double[] weights, double[] covariance, Cholesky factor) = Row(3, 48);
        double[][] rows = [.. new[] { 0, 1e-6, 1e-5, 1e-4, 1 }.Select(price => ThriftyRounding.Round(weights, Scale, covariance, factor, price))];
        double[] costs = [.. rows.Select(row => CodeCost.Instructions(row))];
        CollectionAssert.AreEqual(costs.OrderDescending().ToArray(), costs);
        Assert.AreEqual(costs.Length, costs.Distinct().Count());
        Assert.AreEqual(0, costs[^1]);
        Assert.IsGreaterThan(rows[0].Count(q => q == 0) + 10, rows[3].Count(q => q == 0));
    }

    [TestMethod]
    public void A_scale_that_spares_multiplications_is_taken_where_it_pays()
    {
        (double[] weights, double[] covariance, Cholesky factor) = Row(5, 24);
        double unit = 0.7;
        double free = Scale;
        double[] plain = ThriftyRounding.RoundScaled(weights, ref free, unit, covariance, factor, 1e-9);
        double paid = Scale;
        double[] thrifty = ThriftyRounding.RoundScaled(weights, ref paid, unit, covariance, factor, 1e-5);
        Assert.AreEqual(Scale, free, "0.7 / 64 and 0.7 / 128 are no better");
        Assert.AreNotEqual(Scale, paid);
        Assert.AreEqual(0, Math.Log2(paid / unit) % 1, 1e-6);
        Assert.IsTrue(paid is > Scale / 2 and <= Scale * 2);
        Assert.IsLessThan(CodeCost.Instructions(plain), CodeCost.Instructions(thrifty));
    }

    [TestMethod]
    public void A_scale_is_taken_for_cheaper_results_alone()
    {
        Cholesky factor = Cholesky.Factor([1.0], 1)!;
        const double Unit = 0.7; // 0.7 / 128 * 91 misses the weight by 0.0023: worth it where 283 instructions less are worth more than that squared
        double free = Scale;
        Assert.AreEqual(50, ThriftyRounding.RoundScaled([0.5], ref free, Unit, [1.0], factor, 1e-8)[0]);
        Assert.AreEqual(Scale, free);
        double paid = Scale;
        Assert.AreEqual(91, ThriftyRounding.RoundScaled([0.5], ref paid, Unit, [1.0], factor, 1e-7)[0]);
        Assert.AreEqual(Unit / 128, paid, 1e-9);
    }

    [TestMethod]
    public void A_magnitude_goes_as_a_whole_whatever_came_first()
    {
        // Two of 50.4 would lose 4.8e-4 as 52, and the factor of 50 that they spare is worth 5.4e-4; one alone spares nothing.
        double[] weights = [0.504, -0.504, 0.524, -0.524, 0.524];
        double[] covariance = new double[25];
        for (int i = 0; i < 5; i++)
        {
            covariance[i * 6] = 1;
        }

        Cholesky factor = Cholesky.Factor(covariance, 5)!;
        foreach (double[] row in (double[][])[weights, [.. weights.Reverse()]])
        {
            double[] q = ThriftyRounding.Round(row, Scale, covariance, factor, 5.4e-4 / CodeCost.Factor);
            CollectionAssert.AreEqual(row.Select(weight => Math.Sign(weight) * 52.0).ToArray(), q, string.Join(' ', q));
        }
    }

    [TestMethod]
    public void Two_magnitudes_close_together_become_one_even_if_no_weight_would_go_alone()
    {
        // Alone a weight of 50 that becomes 51 saves nothing, since the others still need their factor.
        double[] weights = [.. Enumerable.Range(0, 6).Select(i => i % 2 == 0 ? 0.51 : -0.49)];
        double[] covariance = new double[36];
        for (int i = 0; i < 6; i++)
        {
            covariance[i * 7] = 1;
        }

        double[] merged = ThriftyRounding.Round(weights, Scale, covariance, Cholesky.Factor(covariance, 6)!, 3 * 4e-4 / 60);
        Assert.AreEqual(1, merged.Select(Math.Abs).Distinct().Count(), string.Join(' ', merged));
        double[] apart = ThriftyRounding.Round(weights, Scale, covariance, Cholesky.Factor(covariance, 6)!, 3 * 1e-4 / 70);
        Assert.AreEqual(2, apart.Select(Math.Abs).Distinct().Count(), string.Join(' ', apart));
    }

    private static (double[] Weights, double[] Covariance, Cholesky Factor) Row(int seed, int taps)
    {
        var random = new Random(seed);
        double[] weights = [.. Enumerable.Range(0, taps).Select(_ => (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 0.8)];
        float[] inputs = [.. Enumerable.Range(0, taps * 200).Select(_ => (float)random.NextDouble())];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] += i % taps == 0 ? 0 : 0.7f * inputs[i - 1];
        }

        Moments.Centre(inputs, taps);
        double[] covariance = Moments.Product(inputs, taps, inputs, taps);
        return (weights, covariance, Cholesky.Factor(covariance, taps)!);
    }

    private static double Loss(double[] weights, double[] q, double[] covariance, double price)
    {
        double loss = price * CodeCost.Instructions(q);
        for (int i = 0; i < q.Length; i++)
        {
            for (int j = 0; j < q.Length; j++)
            {
                loss += (weights[i] - (q[i] * Scale)) * covariance[(i * q.Length) + j] * (weights[j] - (q[j] * Scale));
            }
        }

        return loss;
    }
}
