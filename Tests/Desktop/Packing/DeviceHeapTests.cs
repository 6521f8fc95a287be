using System.Linq;
using Edge.ModelTools.Packing;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;
using Edge.Tests.Desktop.Firmware;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Packing;

/// <summary>Bytes of objects as the device's heap of 12-byte blocks holds them.</summary>
[TestClass]
public sealed class DeviceHeapTests
{
    [TestMethod]
    public void Arrays_are_a_header_of_twenty_bytes_and_their_elements_in_whole_blocks()
    {
        Assert.AreEqual(24, DeviceHeap.BytesOf(new byte[4]));
        Assert.AreEqual(36, DeviceHeap.BytesOf(new byte[5]));
        Assert.AreEqual(60, DeviceHeap.BytesOf(new long[5]));

        // Two references of 12 bytes, and one array that both of them mean.
        byte[] shared = new byte[4];
        Assert.AreEqual(48 + 24, DeviceHeap.BytesOf(new[] { shared, shared }));
    }

    [TestMethod]
    public void Objects_are_a_block_and_one_for_each_field_and_what_they_refer_to()
    {
        var info = new TensorInfo();
        int fields = typeof(TensorInfo).GetFields(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic).Length;
        Assert.AreEqual(12 * (1 + fields), DeviceHeap.BytesOf(info));
    }

    [TestMethod]
    public void Model_takes_its_peak_and_its_objects_but_not_the_blob()
    {
        byte[] blob = TinyModel.Blob();
        var model = Int8Model.Load(new MemoryWeightSource(blob), new PackedKernels());
        long bytes = DeviceHeap.BytesOf(model);
        Assert.IsGreaterThan(model.PeakSramBytes, bytes);
        Assert.AreEqual(bytes, DeviceHeap.BytesOf(Int8Model.Load(new MemoryWeightSource([.. blob, .. new byte[1000]]), new PackedKernels())));
    }

    [TestMethod]
    public void Estimate_is_the_sum_of_its_parts()
    {
        HeapEstimate estimate = HeapEstimate.Of(TinyModel.Blob());
        Assert.AreEqual(estimate.AppBytes + estimate.PeakBytes + estimate.OverheadBytes + estimate.HeadroomBytes, estimate.Bytes);
        Assert.IsTrue(new[] { estimate.AppBytes, estimate.PeakBytes, estimate.OverheadBytes, estimate.HeadroomBytes }.All(part => part > 0));
    }
}
