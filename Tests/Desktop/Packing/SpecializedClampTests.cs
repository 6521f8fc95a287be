using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Packing.Specialization;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Kernels.Packed;
using Edge.Tests.Int8.Kernels;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Packing;

/// <summary>Generated code of channels some of whose sums lie outside the table of results: they are clamped, three at a time.</summary>
[TestClass]
public sealed class SpecializedClampTests
{
    private const int Cases = SpecializedConvolutionTests.Cases;

    /// <summary>Pointwise and with windows, beside both ends, with ties, with zeros that are left out; inputs of 0 and 255 reach the ends.</summary>
    [TestMethod]
    public void Sums_outside_the_table_equal_the_reference()
    {
        var seen = new Dictionary<string, int>();
        SpecializedConvolutionTests.CountGenerated(
            seed =>
            {
                ConvolutionCase subject = SpecializedConvolutionTests.DrawConvolution((8 * seed) + 1 + (11 * Cases));
                subject.Multipliers = seed % 3 == 0 ? MultiplierStyle.Steps : MultiplierStyle.Saturating;
                subject.Inputs = seed % 2 == 0 ? InputStyle.Ends : InputStyle.Random;
                subject.Weights = seed % 4 == 3 ? WeightStyle.Small : WeightStyle.Random;
                subject.Min = seed % 2 == 0 ? 0 : subject.Min;
                subject.HasTable &= seed % 2 != 0;
                if (seed % 3 == 1)
                {
                    (subject.KernelH, subject.KernelW, subject.StrideH, subject.StrideW, subject.PadTop, subject.PadLeft) = (1, 1, 1, 1, 0, 0);
                    subject.Channels = 5 + seed;
                }

                subject.MoreLongs = 1500;
                subject.BlockChannels = 0;
                return subject;
            },
            source =>
            {
                foreach (ConstantChannel channel in Enumerable.Range(0, source.Channels).Select(channel => ConstantChannel.Make(source, channel)))
                {
                    foreach (string kind in Kinds(source, channel))
                    {
                        seen[kind] = seen.GetValueOrDefault(kind) + 1;
                    }
                }
            },
            source => source.ZeroShares.Count == 0 ? source : source with { ZeroShares = [.. source.ZeroShares.Select((_, channel) => channel % 3 * 0.4)] });
        foreach (string kind in new[] { "low", "high", "both", "ties", "offset", "offset-free", "zeros", "zeros and offset", "pointwise", "window" })
        {
            Assert.IsGreaterThan(10, seen.GetValueOrDefault(kind), kind);
        }
    }

    /// <summary>The test of three lanes is exact at both ends whatever the other lanes hold, and clamped sums have the results of those they stand for.</summary>
    [TestMethod]
    public void Window_begins_and_ends_where_it_says()
    {
        int compared = 0;
        for (int seed = 1; seed <= Cases; seed++)
        {
            var recorder = new OperatorRecorder();
            ConvolutionCase subject = SpecializedConvolutionTests.DrawConvolution((8 * seed) + 1);
            subject.Multipliers = MultiplierStyle.Saturating;
            subject.Kernels = recorder;
            Assert.IsNull(subject.FindDifference());
            foreach (ConstantOperator source in recorder.Operators)
            {
                foreach (ConstantChannel channel in Enumerable.Range(0, source.Channels).Select(channel => ConstantChannel.Make(source, channel)).Where(channel => channel.Window is not null))
                {
                    AssertWindow(source, channel, channel.Window!);
                    compared++;
                }
            }
        }

        Assert.IsGreaterThan(100, compared);
    }

    private static IEnumerable<string> Kinds(ConstantOperator source, ConstantChannel channel)
    {
        if (channel.Window is not SumWindow window)
        {
            yield break;
        }

        bool isLow = window.Low > -channel.Parts[0].Below;
        bool isHigh = window.High < channel.Parts[0].Above;
        yield return isLow && isHigh ? "both" : isLow ? "low" : "high";
        yield return channel.Result!.Tie != 0 ? "ties" : channel.Result.IsOffsetFree ? "offset-free" : "offset";
        yield return source.IsPointwise ? "pointwise" : "window";
        if (channel.Skip is long skip)
        {
            yield return skip == 0 ? "zeros and offset" : "zeros";
        }
    }

    private static void AssertWindow(ConstantOperator source, ConstantChannel channel, SumWindow window)
    {
        ChannelPart part = channel.Parts[0];
        int end = window.First + (1 << window.Bits);
        Assert.IsTrue(window.Low <= window.First && end <= window.High + 1, "inside what needs no clamp");
        int Clamped(int sum) => Math.Clamp(
            source.ResultZeroPoint + FixedPoint.Requantize(sum + source.Biases[channel.Number], source.Multipliers[channel.Number], source.Shifts[channel.Number], source.Rounding),
            source.ActivationMin, source.ActivationMax);
        Assert.AreEqual(Clamped(-part.Below), Clamped(window.Low));
        Assert.AreEqual(Clamped(part.Above), Clamped(window.High));

        int[] sums = [.. new[] { -part.Below, window.Low, window.First - 1, window.First, end - 1, end, window.High, part.Above }.Where(sum => sum >= -part.Below && sum <= part.Above)];
        foreach (int first in sums)
        {
            foreach (int second in sums)
            {
                foreach (int third in sums)
                {
                    long packed = (first + part.Start) + ((long)(second + part.Start) << Lanes.Bits) + ((long)(third + part.Start) << (2 * Lanes.Bits));
                    bool isOutside = new[] { first, second, third }.Any(sum => sum < window.First || sum >= end);
                    Assert.AreEqual(isOutside, ((packed + window.Shift(part.Start)) & window.Outside) != 0, $"{first}, {second}, {third}");
                }
            }
        }
    }
}
