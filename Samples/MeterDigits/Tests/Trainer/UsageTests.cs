using System.IO;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.MeterDigits.Tests.Trainer;

[TestClass]
public sealed class UsageTests
{
    [TestMethod]
    [DataRow("train")]
    [DataRow("reproduce")]
    [DataRow("search")]
    public void Who_asks_for_help_gets_it_and_no_folder_of_that_name(string command)
    {
        Assert.AreEqual(0, MeterDigits.Trainer.Program.Main([command, "--help"]));
        Assert.AreEqual(0, MeterDigits.Trainer.Program.Main([command, "meter_digits", "-h"]));
        Assert.IsFalse(Directory.Exists("--help"));
    }
}
