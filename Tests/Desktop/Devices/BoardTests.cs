using System;
using System.Linq;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Diagnostics;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Devices;

[TestClass]
public sealed class BoardTests
{
    [TestMethod]
    public void Every_board_has_a_labelled_speed_and_an_uncertainty()
    {
        Assert.IsGreaterThan(3, NfTools.Load().Boards.Count);
        foreach (Board board in NfTools.Load().Boards)
        {
            bool isLabelled = board.NsSource.StartsWith("estimated: ", StringComparison.Ordinal) || board.NsSource.StartsWith("measured: ", StringComparison.Ordinal);
            Assert.IsTrue(isLabelled, $"{board.Name}: {board.NsSource}");
            Assert.IsTrue(board.NsPerInstruction is > 1 and < 100, board.Name);
            Assert.IsTrue(board.NsUncertaintyFactor is >= 1 and <= 5, board.Name);
        }
    }

    [TestMethod]
    public void Board_is_found_whatever_the_case_of_its_name()
    {
        Assert.AreEqual("esp32s3", NfTools.Load().Find("ESP32S3").Name);
        Assert.AreEqual(240, NfTools.Load().Find("esp32s3").Currents.CpuMegahertz);
    }

    [TestMethod]
    public void Unknown_board_is_refused_with_the_names_of_the_known_ones()
    {
        EdgeException error = Assert.ThrowsExactly<EdgeException>(() => NfTools.Load().Find("esp8266"));
        Assert.AreEqual(DiagnosticId.BadOption, error.Id);
        foreach (string name in NfTools.Load().Boards.Select(board => board.Name))
        {
            StringAssert.Contains(error.Message, name);
        }
    }
}
