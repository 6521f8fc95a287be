using System.IO;
using Edge.ModelTools.Commands;
using Edge.Tests.Desktop.Images;
using Edge.Tests.Desktop.PyTorch;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Commands;

/// <summary>Boards whose firmware has native kernels, by name.</summary>
[TestClass]
public class NativeBoardTests
{
    [TestMethod]
    public void A_native_board_chooses_the_schedule_that_the_native_kernels_do()
    {
        using var folder = new TemporaryFolder();
        CollectionAssert.AreEqual(Convert(folder, "--board", "esp32s3", "--kernels", "native"), Convert(folder, "--board", "esp32s3-native"));
    }

    [TestMethod]
    [DataRow("esp32c3-native", "esp32c3", true)]
    [DataRow("esp32c3", "esp32c3", false)]
    [DataRow(null, null, false)]
    public void Names_are_taken_apart(string? text, string? name, bool isNative)
    {
        Assert.AreEqual(new BoardChoice(name, isNative), BoardChoice.Parse(text));
    }

    private static byte[] Convert(TemporaryFolder folder, params string[] options)
    {
        string architecture = folder.Write("arch.json", PyTorchFiles.MobileNetV2);
        string target = folder.File("m.edge8");
        (int code, _, string error) = CommandLine.Run(
        [
            "convert", PyTorchFiles.PathOf("mbv2_torchvision_names.pth"), "--arch", architecture, "--calibration", PyTorchFiles.PathOf("mbv2_torchvision_names_in.npy"),
            "--quantizer", "naive", "--sram", "12KB", "-o", target, .. options,
        ]);
        Assert.AreEqual(0, code, error);
        return File.ReadAllBytes(target);
    }
}
