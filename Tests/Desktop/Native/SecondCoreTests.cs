using System;
using Edge.ModelTools.Execution;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Kernels.Native;
using Edge.Tests.Desktop.Kernels;
using Edge.Tests.Int8.Kernels;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Native;

/// <summary>Convolutions whose channels two threads share give the bytes of one.</summary>
[TestClass]
[DoNotParallelize]
public sealed class SecondCoreTests
{
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Halves_of_the_channels_on_two_cores_equal_the_reference(bool isDepthwise)
    {
        NativeKernelsTests.RequireLibrary();
        Interop.HasSecondCore = true;
        if (!Interop.HasSecondCore)
        {
            Assert.Inconclusive("this platform has no threads that the library knows");
        }

        try
        {
            KernelSet kernels = KernelSets.Create(KernelSets.Native);
            RandomRun.Until("second core", seed =>
            {
                var random = new KernelRandom(seed);
                int size = isDepthwise ? 3 + (2 * random.Next(2)) : 1 + (2 * random.Next(2));
                var subject = new ConvolutionCase
                {
                    Seed = seed,
                    Kernels = kernels,
                    IsDepthwise = isDepthwise,
                    Height = random.Between(4, 9),
                    Width = random.Between(9, 20),
                    Channels = random.Between(8, 60),
                    Outputs = random.Between(8, 60),
                    KernelH = size,
                    KernelW = size,
                    PadTop = size / 2,
                    PadLeft = size / 2,
                    Rounding = (RoundingMode)random.Next(2),
                    RowStep = random.Next(4),
                    HasRings = random.Next(2) == 0,
                };
                Assert.IsNull(subject.FindDifference());
                return subject.Compared;
            });
        }
        finally
        {
            Interop.HasSecondCore = false;
        }
    }
}
