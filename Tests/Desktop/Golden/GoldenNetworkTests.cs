using System.Collections.Concurrent;
using System.IO;
using Edge.ModelTools.Comparison;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Execution;
using Edge.Runtime.Int8;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Golden;

/// <summary>Public int8 networks against the recorded results of the TFLM reference kernels: every layer of every vector, byte by byte.</summary>
[TestClass]
public sealed class GoldenNetworkTests
{
    private static readonly ConcurrentDictionary<(string Network, bool IsPlain), byte[]> s_blobs = new();

    [TestMethod]
    [TestCategory("Shared")]
    [DynamicData(nameof(Cases))]
    public void Every_layer_of_every_vector_is_byte_identical(string network, string kernels)
    {
        ComparisonReport report = Compare(network, kernels, new ConversionOptions { Fuse = false, IsPlain = true });
        Assert.AreEqual(0, report.Differences.Count, string.Join("\n", report.Differences));
        Assert.AreEqual(0, report.Missing.Count, string.Join("\n", report.Missing));
        Assert.IsTrue(report.IsEqual);
    }

    [TestMethod]
    [TestCategory("Shared")]
    [DynamicData(nameof(Cases))]
    public void The_fused_network_in_the_default_budget_is_byte_identical_where_layers_remain(string network, string kernels)
    {
        // The largest network needs more than the default budget.
        int? budget = network == "te_mcunetv2_large" ? 1 << 20 : 64 * 1024;
        ComparisonReport report = Compare(network, kernels, new ConversionOptions { SramBytes = budget });
        Assert.AreEqual(0, report.Differences.Count, string.Join("\n", report.Differences));
        Assert.IsTrue(report.IsEqual);
    }

    public static System.Collections.Generic.IEnumerable<object[]> Cases()
    {
        string[] networks =
        [
            "edge_dig-cont_0900_s3_q", "emlearn_mnist_cnn_int8", "jomjol_dig_class11_2000_s2_q", "maix_mnist_dw_q", "mlp_ic_resnet_int8", "mlp_kws_int8",
            "mlp_vww_96_int8", "te_mcunetv2_large", "te_vww", "tflm_hello_world_int8", "tflm_micro_speech",
        ];
        foreach (string network in networks)
        {
            foreach (string kernels in KernelSets.Names)
            {
                yield return [network, kernels];
            }
        }
    }

    private static ComparisonReport Compare(string network, string kernels, ConversionOptions options)
    {
        string folder = SharedFolder.Require(Path.Combine("golden", network));
        byte[] blob = s_blobs.GetOrAdd((network, options.IsPlain), _ => ModelConverter.Convert(SourceModel.Read(Path.Combine(folder, "model.tflite"), null), options).Blob);
        Int8Model model = BlobFile.Load(network, blob, KernelSets.Create(kernels));
        return GoldenComparer.Compare(model, BlobInfo.Read(model, blob), GoldenFolder.Read(folder));
    }
}
