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
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "meter_digits");

    [ClassInitialize]
    public static void Prepare(TestContext _) => NativeTorch.Prepare();

    [TestMethod]
    public void The_network_in_the_repository_takes_less_than_its_teacher()
    {
        using var meter = new CandidateMeter();
        CandidateCost cost = Measure(s_folder);
        CandidateCost teacher = Measure(s_folder + "_teacher");
        Assert.IsLessThan(0.9 * teacher.WeightedInstructions, cost.WeightedInstructions);
        Assert.IsLessThanOrEqualTo(120_000, NetworkCost.Of(NetworkShape.Read(Path.Combine(s_folder, NetworkExport.Architecture))).Parameters);

        CandidateCost Measure(string folder) => meter.Measure(folder, [CandidateMeter.FindBoard("esp32s3")])[0];
    }

    [TestMethod]
    public void The_network_in_the_repository_reads_crops_it_has_never_seen()
    {
        using MeterNetwork network = NetworkExport.Read(s_folder, out NetworkShape _);
        Evaluation result = Evaluation.Run(network, SampleSet.Render(77, 800, _ => { }));
        Assert.IsTrue(result.Accuracy > 0.9, $"{result.Accuracy:P1}");
    }

    [TestMethod]
    public void The_fast_network_keeps_to_sixty_million_instructions_and_reads_crops_it_has_never_seen()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "meter_digits_fast");
        using var meter = new CandidateMeter();
        CandidateCost cost = meter.Measure(folder, [CandidateMeter.FindBoard("esp32s3")])[0];
        Assert.IsTrue(cost.WeightedInstructions <= 60e6 && cost.TimeMs <= 550, cost.ToString());
        using MeterNetwork network = NetworkExport.Read(folder, out NetworkShape _);
        Evaluation result = Evaluation.Run(network, SampleSet.Render(77, 800, _ => { }));
        Assert.IsTrue(result.Accuracy > 0.87, $"{result.Accuracy:P1}");
    }

    [TestMethod]
    public void The_report_draws_every_picture()
    {
        string folder = Directory.CreateTempSubdirectory("report").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, ShapeSearch.Table), "shape,macs,parameters,peakActivationBytes,validation,readable,notReadable\ntiny,363904,13019,3752,0.85,0.83,0.89\n");
            Report.Write(s_folder, folder, folder, null);
            CollectionAssert.AreEqual(
                new[] { "confusion-rendered.png", "reliability.png", "right.png", "shapes.png", "training.png", "wrong.png" },
                Directory.GetFiles(folder, "*.png").Select(Path.GetFileName).Order().ToArray());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
