using System.Threading.Tasks;
using Edge.ModelTools.Studio.Jobs;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Browser;

/// <summary>The meter-digit network, converted the quick way, for tests that need a result to look at.</summary>
internal static class Conversions
{
    /// <summary>Converts at the server, without the page.</summary>
    /// <param name="sram">The budget.</param>
    public static async Task Convert(StudioPage studio, string sram = "24KB")
    {
        studio.Server.Desk.Start(new ConversionRequest
        {
            Model = new FileChoice("model/digits_mbv3se.onnx"), Calibration = new FileChoice("calibration"), Sram = sram, Quantizer = "naive", Samples = 32,
        });
        await studio.Server.Desk.Idle();
        Assert.AreEqual(JobStatus.Done, studio.Server.Desk.Job!.Status, studio.Server.Desk.Job.Error);
    }
}
