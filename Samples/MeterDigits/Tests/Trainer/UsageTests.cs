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

    [TestMethod]
    [DataRow("--averaging", "1")]
    [DataRow("--averaging", "-0.1")]
    [DataRow("--averaging", "NaN")]
    [DataRow("--mean", "yes")]
    [DataRow("--mean", "half")]
    public void Options_that_make_no_sense_are_refused_and_leave_no_folder(string option, string value)
    {
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        Assert.AreEqual(1, MeterDigits.Trainer.Program.Main(["train", folder, option, value]));
        Assert.IsFalse(Directory.Exists(folder));
    }
}
