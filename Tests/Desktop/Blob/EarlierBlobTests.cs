using System;
using System.IO;
using System.Linq;
using Edge.ModelTools.Execution;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Weights;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Blob;

/// <summary>Blobs that earlier converters wrote still run, with the bytes that they promise.</summary>
[TestClass]
public sealed class EarlierBlobTests
{
    /// <summary>A network with a mean whose accumulators have a pool of their own, and a window that has an array of its own (docs/blob-format.md).</summary>
    [TestMethod]
    public void Sums_and_a_window_in_arrays_of_their_own_are_read()
    {
        byte[] blob = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Blob", "Earlier", "sums_apart.edge8"));
        foreach (string kernels in KernelSets.Names)
        {
            Int8Model model = Int8Model.Load(new MemoryWeightSource(blob), KernelSets.Create(kernels));
            Assert.AreNotSame(model.Arena.Parameters, model.Arena.Accumulators, kernels);
            Assert.IsGreaterThanOrEqualTo(BlobFormat.MinWindowBytes, model.Arena.Window.Length, kernels);
            Assert.IsNotNull(model.SelfTest, kernels);
            sbyte[][] outputs = [.. Enumerable.Range(0, model.OutputCount).Select(i => new sbyte[model.GetOutput(i).Length])];
            Assert.AreEqual(ModelError.None, model.WarmUp(outputs), kernels);
            Assert.IsGreaterThan(2, outputs[0].Distinct().Count(), kernels);
        }
    }
}
