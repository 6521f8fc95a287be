using System.IO;
using Edge.Tests.Desktop.Commands;
using Edge.Tests.Desktop.Firmware;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Deployment;

/// <summary><c>edge deploy</c> as a user meets it, without a board.</summary>
[TestClass]
public sealed class DeployCommandTests
{
    [TestMethod]
    public void Dry_run_prints_the_commands_of_a_board()
    {
        (int code, string output, string error) = CommandLine.Run("deploy", "--dry-run", "--board", "esp32c6", "--firmware");
        Assert.AreEqual(0, code, error);
        Assert.AreEqual(
            "esp32c6: ESP32-C6 (DevKitM-1 or any module with 4 MB flash)\n"
            + "  nanoff --platform esp32 --serialport PORT --devicedetails\n"
            + "  nanoff --target ESP32_C6_THREAD --fwversion 1.17.0.339 --update --serialport PORT\n"
            + "  nanoff --nanodevice --deploy --serialport PORT --image Firmware/bin/Release/Edge.Firmware.bin\n",
            output.ReplaceLineEndings("\n"));
    }

    [TestMethod]
    public void Dry_run_of_a_model_shows_the_list_that_nanoff_gets()
    {
        string folder = Directory.CreateTempSubdirectory("edge-deploy-test-").FullName;
        string model = Path.Combine(folder, "tiny.edge8");
        File.WriteAllBytes(model, TinyModel.Blob());
        string output = CommandLine.Run("deploy", "--dry-run", "--board", "esp32", "--port", "/dev/ttyUSB0", "--model", model).Output;
        StringAssert.Contains(output, "  nanoff --filedeployment FOLDER/files.json --serialport /dev/ttyUSB0");
        StringAssert.Contains(output, """{"Files":[{"DestinationFilePath":"I:\\model.new","SourceFilePath":"FOLDER/model.new"}]}""");
        StringAssert.Contains(CommandLine.Run("deploy", "--dry-run", "--board", "esp32", "--model", model, "--via", "host").Output, "open PORT at 115200 baud, send 'model load ");
        Directory.Delete(folder, recursive: true);
    }

    [TestMethod]
    [DataRow("EDGE0005", "--board", "esp8266")]
    [DataRow("EDGE0005", "--firmware")]
    [DataRow("EDGE0005", "--erase")]
    [DataRow("EDGE0005", "--via", "pigeon")]
    [DataRow("EDGE0001", "--model", "missing.edge8")]
    [DataRow("EDGE7011", "--app", "missing.bin")]
    public void Bad_input_gets_one_line(string id, params string[] arguments)
    {
        (int code, string output, string error) = CommandLine.Run(["deploy", .. arguments]);
        Assert.AreEqual(CommandLine.CodeOf(id), code);
        Assert.AreEqual(string.Empty, output);
        StringAssert.StartsWith(error, $"error {id}: ");
        Assert.HasCount(1, error.TrimEnd().Split('\n'));
    }
}
