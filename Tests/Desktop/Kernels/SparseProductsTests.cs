using System.Linq;
using Edge.Runtime.Int8.Kernels.Packed;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Kernels;

/// <summary>When a fully connected layer looks for zeros in its inputs: by some of them, which must be of all channels.</summary>
[TestClass]
public sealed class SparseProductsTests
{
    [TestMethod]
    [DataRow(4, true)]
    [DataRow(3, true)]
    [DataRow(1, false)]
    public void Zeros_are_estimated_whatever_channels_they_are_in(int quarters, bool expected)
    {
        for (int channels = 8; channels <= 128; channels += 4)
        {
            int pixels = (512 / channels) + 4;
            foreach (int first in new[] { 0, channels / 4, channels / 2, 3 * channels / 4 })
            {
                // Some quarters of the channels are always zero, the others never.
                byte[] row = [1, .. Enumerable.Range(0, pixels * channels).Select(i => (byte)(((i % channels) + channels - first) % channels < quarters * channels / 4 ? 0 : 9)), 1];
                Assert.AreEqual(expected, SparseProducts.IsWorth(row, 1, pixels * channels), $"{channels} channels, {quarters} quarters of zeros from {first} on");
            }
        }
    }

    [TestMethod]
    public void Short_runs_are_taken_as_they_are()
    {
        Assert.IsFalse(SparseProducts.IsWorth(new byte[511], 0, 511));
        Assert.IsTrue(SparseProducts.IsWorth(new byte[512], 0, 512));
    }
}
