using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels;
using Edge.Tests.Int8.Kernels;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Kernels;

/// <summary>Maxima of eight channels at once against the reference: every pair of bytes in every place of a long, beside any others.</summary>
[TestClass]
public sealed class MaxRowsTests
{
    [TestMethod]
    [DataRow(8)]
    [DataRow(9)]
    [DataRow(16)]
    [DataRow(21)]
    public void Every_pair_of_bytes_in_every_place_equals_the_reference(int channels)
    {
        for (int variant = 0; variant < 2; variant++)
        {
            var subject = new OperatorCase(OpCode.MaxPool, new KernelRandom(channels), (256, 512, channels));
            Stage stage = subject.Stage;
            (stage.KernelH, stage.KernelW, stage.StrideH, stage.StrideW) = (1, 2, 1, 2);
            if (variant == 0)
            {
                // Nothing clamps, so that bytes are stored as they are.
                (stage.ActivationMin, stage.ActivationMax, stage.HasTable) = (0, 255, false);
            }

            subject.SetOutput(256, 256, channels);
            var values = new byte[256 * 512 * channels];
            for (int i = 0; i < values.Length; i++)
            {
                int pixel = i / channels;
                int channel = i % channels;
                values[i] = (byte)(pixel % 2 == 0 ? (pixel / 512) + (37 * channel) : (pixel % 512 / 2) + (91 * channel));
            }

            for (int y = 0; y < 256; y++)
            {
                TestBuffer.SetRow(stage.Input, y, values);
            }

            Assert.IsNull(subject.FindDifference(new PackedKernels(), $"{channels} channels, variant {variant}"));
        }
    }
}
