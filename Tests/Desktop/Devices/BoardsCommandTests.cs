using System.Text.Json;
using Edge.ModelTools.Devices;
using Edge.Tests.Desktop.Commands;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Devices;

/// <summary><c>edge boards</c> lists nf-tools.json.</summary>
[TestClass]
public sealed class BoardsCommandTests
{
    [TestMethod]
    public void Tables_have_a_row_for_each_board_with_its_target_sizes_and_firmware()
    {
        (int code, string output, string error) = CommandLine.Run("boards");
        Assert.AreEqual(0, code, error);
        string[] lines = output.Split('\n');
        foreach (Board board in NfTools.Load().Boards)
        {
            Assert.Contains(
                line => line.Contains($" {board.Name} ") && line.Contains(board.Target) && line.Contains(board.DeployAddress) && line.Contains($"{board.DeployKB}"),
                lines,
                board.Name);
            Assert.Contains(line => line.Contains($" {board.Name} ") && line.Contains(board.FwVersion) && line.Contains(board.Pins.UartPort), lines, board.Name);
        }

        Assert.Contains("nanoff 2.5.162", output);
    }

    [TestMethod]
    public void Json_has_the_keys_of_the_file()
    {
        (int code, string output, _) = CommandLine.Run("boards", "--json");
        Assert.AreEqual(0, code);
        using JsonDocument json = JsonDocument.Parse(output);
        JsonElement written = json.RootElement.GetProperty("boards");
        Projects.NfTools file = Projects.NfTools.Load();
        Assert.AreEqual(file.Boards.Count, written.GetArrayLength());
        for (int i = 0; i < file.Boards.Count; i++)
        {
            foreach (string key in new[] { "name", "target", "fwVersion", "deployAddress", "ramSource", "currentTable" })
            {
                Assert.AreEqual(file.Boards[i].GetProperty(key).GetString(), written[i].GetProperty(key).GetString());
            }

            foreach (string key in new[] { "deployKB", "storageKB", "ramKB", "cpuMHz" })
            {
                Assert.AreEqual(file.Boards[i].GetProperty(key).GetInt32(), written[i].GetProperty(key).GetInt32(), key);
            }

            Assert.AreEqual(file.Boards[i].GetProperty("pins").GetProperty("uartTx").GetInt32(), written[i].GetProperty("pins").GetProperty("uartTx").GetInt32());
        }
    }

    [TestMethod]
    public void Sizes_of_the_app_say_whose_word_they_are()
    {
        NfTools tools = NfTools.Load();
        Assert.IsGreaterThan(0, tools.AppKB);
        Assert.IsGreaterThan(0, tools.AppHeapKB);
        foreach (string source in new[] { tools.AppSource, tools.AppHeapSource })
        {
            Assert.IsTrue(source.StartsWith("estimated: ") || source.StartsWith("measured "), source);
        }
    }
}
