using Edge.ModelTools.Comparison;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Formats.Tflite;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Kernels;

/// <summary>Real networks, run by the packed kernels: every layer of every vector equals what TFLM recorded.</summary>
[TestClass]
public sealed class GoldenKernelTests
{
    [TestMethod]
    [TestCategory("Shared")]
    [DataRow("mlp_kws_int8")]
    [DataRow("mlp_vww_96_int8")]
    [DataRow("mlp_ic_resnet_int8")]
    [DataRow("te_vww")]
    [DataRow("te_mcunetv2_large")]
    [DataRow("emlearn_mnist_cnn_int8")]
    [DataRow("jomjol_dig_class11_2000_s2_q")]
    [DataRow("maix_mnist_dw_q")]
    [DataRow("tflm_hello_world_int8")]
    [DataRow("tflm_micro_speech")]
    public void Every_layer_equals_the_recorded_one(string name)
    {
        string folder = SharedFolder.Require("golden/" + name);
        byte[] blob = ModelConverter.Convert(TfliteReader.Read(folder + "/model.tflite"), new ConversionOptions()).Blob;
        Int8Model model = Int8Model.Load(new MemoryWeightSource(blob), new PackedKernels());
        ComparisonReport report = GoldenComparer.Compare(model, BlobInfo.Read(model, blob), GoldenFolder.Read(folder));
        Assert.IsTrue(report.IsEqual, string.Join('\n', report.Differences));
    }
}
