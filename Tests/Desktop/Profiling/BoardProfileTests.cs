using System;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Profiling;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Profiling;

[TestClass]
public sealed class BoardProfileTests
{
    [TestMethod]
    public void Every_board_has_a_labelled_speed_and_an_uncertainty()
    {
        Assert.IsGreaterThan(3, BoardProfile.ReadAll().Count);
        foreach (BoardProfile board in BoardProfile.ReadAll())
        {
            bool isLabelled = board.Source.StartsWith("estimated: ", StringComparison.Ordinal) || board.Source.StartsWith("measured: ", StringComparison.Ordinal);
            Assert.IsTrue(isLabelled, $"{board.Name}: {board.Source}");
            Assert.IsTrue(board.NsPerInstruction is > 1 and < 100, board.Name);
            Assert.IsTrue(board.UncertaintyFactor is >= 1 and <= 5, board.Name);
        }
    }

    [TestMethod]
    public void Board_is_found_whatever_the_case_of_its_name()
    {
        Assert.AreEqual("esp32s3", BoardProfile.Find("ESP32S3").Name);
        Assert.AreEqual(240, BoardProfile.Find("esp32s3").Currents.CpuMegahertz);
    }

    [TestMethod]
    public void Unknown_board_is_refused_with_the_names_of_the_known_ones()
    {
        EdgeException error = Assert.ThrowsExactly<EdgeException>(() => BoardProfile.Find("esp8266"));
        Assert.AreEqual(DiagnosticId.BadOption, error.Id);
        foreach (string name in BoardProfile.ReadAll().Select(board => board.Name))
        {
            StringAssert.Contains(error.Message, name);
        }
    }
}
