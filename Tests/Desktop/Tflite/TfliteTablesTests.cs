using System;
using Edge.ModelTools.Arithmetic;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Graph;
using Edge.Tests.Desktop.Specification;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Tflite;

[TestClass]
public class TfliteTablesTests
{
    private const int TablesPerFunction = 4096; // 2^20 entries

    private static readonly QuantizationParameters s_logisticOutput = new(1f / 256, -128);

    [TestMethod]
    [DataRow(UnaryFunction.Relu)]
    [DataRow(UnaryFunction.Relu6)]
    [DataRow(UnaryFunction.ReluN1To1)]
    [DataRow(UnaryFunction.Clip)]
    [DataRow(UnaryFunction.LeakyRelu)]
    [DataRow(UnaryFunction.HardSwish)]
    [DataRow(UnaryFunction.Sigmoid)]
    [DataRow(UnaryFunction.Tanh)]
    public void Tables_agree_with_the_specification_at_random_scales(object function)
    {
        var random = new Random(20260823);
        for (int i = 0; i < TablesPerFunction; i++)
        {
            var kind = (UnaryFunction)function;
            bool isFixedRange = kind is UnaryFunction.Sigmoid or UnaryFunction.Tanh;
            QuantizationParameters x = Random(random, 1e-6, isFixedRange ? 50 : 4);
            QuantizationParameters y = kind == UnaryFunction.HardSwish ? Random(random, x.Scale / 100, x.Scale * 20) : Random(random, x.Scale / 50, x.Scale * 50);
            float alpha = (float)((random.NextDouble() * 2.4) - 1.2);
            var attributes = new UnaryAttributes(kind, kind == UnaryFunction.Clip ? -Math.Abs(alpha) : alpha, 2 * Math.Abs(alpha));
            sbyte[] table = TfliteTables.Build(attributes, x, y);
            for (int q = sbyte.MinValue; q <= sbyte.MaxValue; q++)
            {
                sbyte expected = TableSpecification.Evaluate(attributes, x, y, (sbyte)q);
                if (expected != table[q + 128])
                {
                    Assert.Fail($"{attributes} {x.Scale}/{x.ZeroPoint} to {y.Scale}/{y.ZeroPoint} at {q}: expected {expected}, actual {table[q + 128]}");
                }
            }
        }
    }

    [TestMethod]
    public void Requantize_tables_agree_with_the_specification_at_random_scales()
    {
        var random = new Random(20260824);
        for (int i = 0; i < TablesPerFunction; i++)
        {
            QuantizationParameters x = Random(random, 1e-6, 4);
            QuantizationParameters y = Random(random, x.Scale / 50, x.Scale * 50);
            sbyte[] table = TfliteTables.BuildRequantize(x, y);
            for (int q = sbyte.MinValue; q <= sbyte.MaxValue; q++)
            {
                if (TableSpecification.Requantize(x, y, (sbyte)q) != table[q + 128])
                {
                    Assert.Fail($"{x.Scale}/{x.ZeroPoint} to {y.Scale}/{y.ZeroPoint} at {q}: actual {table[q + 128]}");
                }
            }
        }
    }

    [TestMethod]
    public void Requantize_between_equal_scales_is_the_identity()
    {
        sbyte[] table = TfliteTables.BuildRequantize(new(0.37f, -5), new(0.37f, -5));
        for (int q = sbyte.MinValue; q <= sbyte.MaxValue; q++)
        {
            Assert.AreEqual((sbyte)q, table[q + 128]);
        }
    }

    [TestMethod]
    public void Logistic_is_within_one_step_of_the_real_function_and_saturates()
    {
        sbyte[] table = TfliteTables.Build(new UnaryAttributes(UnaryFunction.Sigmoid), new(0.1f, 3), s_logisticOutput);
        for (int q = sbyte.MinValue; q <= sbyte.MaxValue; q++)
        {
            double expected = Math.Min((256 / (1 + Math.Exp(-0.1 * (q - 3)))) - 128, 127);
            Assert.AreEqual(expected, table[q + 128], 1);
        }

        sbyte[] steep = TfliteTables.Build(new UnaryAttributes(UnaryFunction.Sigmoid), new(20f, 0), s_logisticOutput);
        Assert.AreEqual(-128, steep[128], "the kernel tests the lower end first, even at the zero point");
        Assert.AreEqual(127, steep[129]);
    }

    [TestMethod]
    public void Relu6_of_the_reference_kernel_keeps_the_scale_of_its_input()
    {
        sbyte[] table = TfliteTables.Build(new UnaryAttributes(UnaryFunction.Relu6), new(0.1f, -10), new(0.2f, 7));
        Assert.AreEqual(-10, table[0]);
        Assert.AreEqual(20, table[20 + 128]);
        Assert.AreEqual(50, table[127 + 128]);
    }

    [TestMethod]
    public void Hard_swish_with_an_output_scale_below_what_the_kernel_can_do_is_refused()
    {
        DiagnosticAssert.Throws(
            DiagnosticId.TfliteScaleConstraint,
            () => TfliteTables.Build(new UnaryAttributes(UnaryFunction.HardSwish), new(1f, 0), new(1f / 256, 0)));
    }

    [TestMethod]
    public void Functions_without_a_kernel_in_TFLite_have_no_table()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => TfliteTables.Build(new UnaryAttributes(UnaryFunction.Silu), new(1f, 0), new(1f, 0)));
    }

    /// <summary>A scale spread evenly over the orders of magnitude, and any zero point.</summary>
    private static QuantizationParameters Random(Random random, double lowest, double highest)
    {
        double scale = Math.Exp(Math.Log(lowest) + (random.NextDouble() * (Math.Log(highest) - Math.Log(lowest))));
        return new QuantizationParameters((float)scale, random.Next(-128, 128));
    }
}
