using System;
using System.Linq;
using Edge.Benchmarks;
using Edge.ModelTools.Packing.Specialization;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Tests.Int8.Kernels;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Packing;

/// <summary>Generated code of random convolutions against the reference: any number of channels and taps, all kinds of weights.</summary>
[TestClass]
public sealed class SpecializedConvolutionTests
{
    private const int Cases = 24;

    [TestMethod]
    public void Random_cases_equal_the_reference()
    {
        int generated = 0;
        for (int seed = 1; seed <= Cases; seed++)
        {
            var recorder = new OperatorRecorder();
            ConvolutionCase subject = Draw(seed);
            subject.Kernels = recorder;
            Assert.IsNull(subject.FindDifference());
            if (recorder.Operators.Count == 0)
            {
                continue;
            }

            using var assembly = new SpecializedAssembly(Specializer.Specialize("case", [.. recorder.Operators.Select(each => OperatorCode.Write(each, 1))], 1));
            subject = Draw(seed);
            subject.Kernels = assembly.Create();
            Assert.IsNull(subject.FindDifference());
            generated++;
        }

        Assert.IsGreaterThan(Cases / 2, generated);
    }

    [TestMethod]
    public void Other_weights_biases_or_multipliers_are_recognised()
    {
        var stage = new Stage
        {
            TapsPerChannel = 2,
            Weights = [9, 1, 2, 3, 4],
            WeightsOffset = 1,
            Parameters = [10, 11, 20, 21, 0, 0],
            ParameterStride = 2,
            Output = TestBuffer.MakeWhole(1, 1, 2, 0),
        };
        int first = ConstantKernels.Fingerprint(stage, 2);
        stage.Weights[4] += 2;
        Assert.AreNotEqual(first, ConstantKernels.Fingerprint(stage, 2));
        stage.Weights[4] -= 2;
        Assert.AreEqual(first, ConstantKernels.Fingerprint(stage, 2));
        stage.Parameters[1] += 2;
        Assert.AreNotEqual(first, ConstantKernels.Fingerprint(stage, 2));
        stage.Parameters[1] -= 2;
        stage.Parameters[2] += 2;
        Assert.AreNotEqual(first, ConstantKernels.Fingerprint(stage, 2));
    }

    private static ConvolutionCase Draw(int seed)
    {
        var random = new KernelRandom(seed);
        bool isPointwise = random.Next(2) == 0;
        var subject = new ConvolutionCase
        {
            Seed = seed,
            Height = random.Between(3, 7),
            Width = random.Between(1, 11),
            Channels = random.Between(1, isPointwise ? 50 : 7),
            Outputs = random.Between(1, 70),
            KernelH = isPointwise ? 1 : random.Between(1, 3),
            KernelW = isPointwise ? 1 : random.Between(1, 3),
            StrideH = random.Between(1, 2),
            StrideW = random.Between(1, 2),
            InputZero = random.Next(256),
            ResultZero = random.Next(256),
            Weights = (WeightStyle)random.Next(6),
            Multipliers = (MultiplierStyle)random.Next(5),
            Rounding = (RoundingMode)random.Next(2),
            RowStep = random.Next(4),
            HasRings = random.Next(2) == 0,
            MoreLongs = random.Next(1500),
        };
        subject.PadTop = random.Next(subject.KernelH);
        subject.PadLeft = subject.Width < subject.KernelW ? subject.KernelW - 1 : random.Next(subject.KernelW);
        return subject;
    }
}
