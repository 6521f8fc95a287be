using System;
using System.IO;
using System.Linq;
using Edge.MeterDigits.Trainer.Architecture;
using Edge.MeterDigits.Trainer.Export;
using Edge.MeterDigits.Trainer.Native;
using Edge.MeterDigits.Trainer.Network;
using Edge.MeterDigits.Trainer.Reporting;
using Edge.MeterDigits.Trainer.Search;
using Edge.MeterDigits.Trainer.Training;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.MeterDigits.Tests.Trainer;

[TestClass]
public sealed class TrainedNetworkTests
{
    [ClassInitialize]
    public static void Prepare(TestContext _) => NativeTorch.Prepare();

    [TestMethod]
    public void The_network_in_the_repository_keeps_to_sixty_million_instructions()
    {
        CandidateCost cost = Measure("meter_digits");
        Assert.IsTrue(cost.WeightedInstructions <= 60e6 && cost.TimeMs <= 550, cost.ToString());
    }

    [TestMethod]
    public void The_large_network_takes_less_than_its_teacher()
    {
        double large = Measure("meter_digits_large").WeightedInstructions;
        Assert.IsLessThanOrEqualTo(220e6, large);
        Assert.IsLessThan(Measure("meter_digits_teacher").WeightedInstructions, large);
        Assert.IsLessThanOrEqualTo(120_000, NetworkCost.Of(NetworkShape.Read(Path.Combine(AppContext.BaseDirectory, "meter_digits_large", NetworkExport.Architecture))).Parameters);
    }

    [TestMethod]
    [DataRow("meter_digits", 0.9)]
    [DataRow("meter_digits_large", 0.9)]
    public void The_networks_in_the_repository_read_crops_they_have_never_seen(string name, double least)
    {
        using MeterNetwork network = NetworkExport.Read(Path.Combine(AppContext.BaseDirectory, name), out NetworkShape _);
        Evaluation result = Evaluation.Run(network, SampleSet.Render(77, 800, _ => { }));
        Assert.IsTrue(result.Accuracy > least, $"{result.Accuracy:P1}");
    }

    [TestMethod]
    public void The_report_draws_every_picture()
    {
        string folder = Directory.CreateTempSubdirectory("report").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, ShapeSearch.Table), "shape,macs,parameters,peakActivationBytes,validation,readable,notReadable\ntiny,363904,13019,3752,0.85,0.83,0.89\n");
            Report.Write(Path.Combine(AppContext.BaseDirectory, "meter_digits"), folder, folder, null);
            CollectionAssert.AreEqual(
                new[] { "confusion-rendered.png", "reliability.png", "right.png", "shapes.png", "training.png", "wrong.png" },
                Directory.GetFiles(folder, "*.png").Select(Path.GetFileName).Order().ToArray());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static CandidateCost Measure(string name)
    {
        using var meter = new CandidateMeter();
        return meter.Measure(Path.Combine(AppContext.BaseDirectory, name), [CandidateMeter.FindBoard("esp32s3")])[0];
    }
}
