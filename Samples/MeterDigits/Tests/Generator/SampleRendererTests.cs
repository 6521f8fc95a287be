using System.Collections.Generic;
using System.Linq;
using Edge.MeterDigits.Generator;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.MeterDigits.Tests.Generator;

[TestClass]
public sealed class SampleRendererTests
{
    [TestMethod]
    public void A_sample_is_the_same_in_whatever_order_it_is_rendered()
    {
        using var forwards = new SampleRenderer(7);
        using var backwards = new SampleRenderer(7);
        DigitSample[] first = Enumerable.Range(0, 60).Select(i => forwards.Render(i)).ToArray();
        for (int i = 59; i >= 0; i--)
        {
            DigitSample again = backwards.Render(i);
            Assert.AreEqual(first[i].Label, again.Label, $"label of sample {i}");
            CollectionAssert.AreEqual(first[i].Pixels, again.Pixels, $"pixels of sample {i}");
        }
    }

    [TestMethod]
    public void Other_seeds_give_other_samples()
    {
        using var one = new SampleRenderer(1);
        using var two = new SampleRenderer(2);
        CollectionAssert.AreNotEqual(one.Render(0).Pixels, two.Render(0).Pixels);
    }

    [TestMethod]
    public void Every_class_occurs_and_three_in_ten_are_not_readable()
    {
        using var renderer = new SampleRenderer(3);
        int[] counts = new int[DigitSample.ClassCount];
        for (int i = 0; i < 1000; i++)
        {
            counts[renderer.Render(i).Label]++;
        }
        Assert.IsTrue(counts.Take(10).All(count => count is > 40 and < 120), string.Join(", ", counts));
        Assert.IsTrue(counts[10] is > 250 and < 350, string.Join(", ", counts));
    }

    [TestMethod]
    public void Crops_of_turned_wheels_say_where_the_wheel_stands()
    {
        using var renderer = new SampleRenderer(5);
        DigitSample[] samples = Enumerable.Range(0, 400).Select(i => renderer.Render(i)).ToArray();
        Assert.IsTrue(samples.Where(sample => sample.Label < 10).All(sample => float.IsNaN(sample.Turned)), "a digit that can be read");
        DigitSample[] turned = samples.Where(sample => !float.IsNaN(sample.Turned)).ToArray();
        Assert.IsTrue(turned.All(sample => sample.Turned is >= 0 and < 10), "a place on the wheel");
        Assert.IsGreaterThan(50, turned.Length);
        Assert.IsGreaterThan(20, turned.Count(sample => sample.Turned % 1 is > 0.26f and < 0.74f), "half-turned wheels");
        Assert.IsLessThan(samples.Count(sample => sample.Label == 10), turned.Length, "displays and clutter do not turn");
    }

    [TestMethod]
    public void What_nobody_could_read_is_drawn_again_instead_of_labelled()
    {
        using var renderer = new SampleRenderer(99);
        int again = 0;
        for (int i = 0; i < 300; i++)
        {
            DigitSample first = renderer.Draw(i, 0, isOther: false);
            bool isKept = first.Label == 10 || Legibility.IsPlain(first.Pixels) || Legibility.Tells(first.Pixels, renderer.Draw(i, 0, isOther: true).Pixels);
            again += isKept ? 0 : 1;
            Assert.AreEqual(isKept, first.Pixels.SequenceEqual(renderer.Render(i).Pixels), $"sample {i}");
        }
        Assert.IsTrue(again is > 0 and < 20, $"{again} of 300");
    }

    [TestMethod]
    [DataRow(40, 0, true)]
    [DataRow(40, 25, false)]
    [DataRow(4, 0, false)]
    [DataRow(15, 3, true)]
    public void A_digit_is_told_by_its_contrast_against_the_noise(int contrast, int noise, bool tells)
    {
        var random = new SampleRandom(1, 0);
        var crop = new byte[DigitSample.ByteCount];
        var other = new byte[DigitSample.ByteCount];
        for (int i = 0; i < DigitSample.Width * DigitSample.Height; i++)
        {
            int x = i % DigitSample.Width;
            int y = i / DigitSample.Width;
            int level = 100 + (int)(noise * random.Normal());
            bool isStroke = x is > 7 and < 11 && y is > 5 and < 26;
            for (int channel = 0; channel < 3; channel++)
            {
                other[3 * i + channel] = (byte)level;
                crop[3 * i + channel] = (byte)(level + (isStroke ? contrast : 0));
            }
        }
        Assert.AreEqual(tells, Legibility.Tells(crop, other));
    }

    [TestMethod]
    public void Crops_with_a_digit_have_contrast()
    {
        using var renderer = new SampleRenderer(4);
        var flat = new List<int>();
        for (int i = 0; i < 500; i++)
        {
            DigitSample sample = renderer.Render(i);
            if (sample.Label < 10 && sample.Pixels.Max() - sample.Pixels.Min() < 12)
            {
                flat.Add(i);
            }
        }
        Assert.AreEqual(0, flat.Count, string.Join(", ", flat));
    }
}
