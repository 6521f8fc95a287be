using System.Linq;
using System.Text;
using Edge.Firmware.Logging;
using Edge.ModelTools.Monitoring;
using Edge.ModelTools.Terminal;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Monitoring;

/// <summary>Statistics, table and CSV of a log.</summary>
[TestClass]
public sealed class MonitorSessionTests
{
    [TestMethod]
    public void Statistics_are_those_of_the_lines()
    {
        var session = new MonitorSession();
        long[] microseconds = [1000, 4000, 2000, 5000];
        for (int i = 0; i < microseconds.Length; i++)
        {
            session.Add(DeviceLogs.Inference(i + 1, microseconds[i], 1000000 * (i + 1)));
        }

        ModelSeries series = session.Series.Single();
        Assert.AreEqual(4, series.TimeMs.Count);
        Assert.AreEqual(3, series.TimeMs.Median);
        Assert.AreEqual(3, series.TimeMs.Mean);
        Assert.AreEqual(1, series.TimeMs.Minimum);
        Assert.AreEqual(5, series.TimeMs.Maximum);
        Assert.AreEqual(1.8257, series.TimeMs.Deviation, 0.0001);
        Assert.AreEqual(2.5, series.EnergyMj.Median);
        Assert.AreEqual(0, series.NetMj.Count, "not known in any line");
    }

    [TestMethod]
    public void Energies_of_different_labels_and_models_are_never_mixed()
    {
        var session = new MonitorSession();
        session.Add(DeviceLogs.Inference(1, 1000, 10, "modelled"));
        session.Add(DeviceLogs.Inference(2, 1000, 20, "measured"));
        session.Add(DeviceLogs.Inference(3, 1000, 30, "measured", "other"));
        CollectionAssert.AreEqual(
            new[] { "digits modelled 1", "digits measured 1", "other measured 1" },
            session.Series.Select(series => $"{series.Model} {series.Label} {series.Inferences}").ToArray());
    }

    [TestMethod]
    public void What_is_not_known_is_left_out_of_statistics_and_empty_in_the_table()
    {
        var session = new MonitorSession();
        session.Add(DeviceLogs.Inference(1, 1000, 10));
        session.Add(DeviceLogs.Inference(2, -1, -1));
        Assert.AreEqual(1, session.Series.Single().TimeMs.Count);
        string[] lines = Encoding.ASCII.GetString(MonitorCsv.Format(session.Inferences)).TrimEnd('\n').Split('\n');
        Assert.HasCount(3, lines);
        Assert.StartsWith("seq,model,total_us,", lines[0]);
        Assert.StartsWith("1,digits,1000,1000,0,0,10,,,,,modelled,", lines[1]);
        Assert.StartsWith("2,digits,,,", lines[2]);
        Assert.IsTrue(lines.All(line => line.Count(c => c == ',') == InferenceLogLine.Fields.Count(c => c == ',')));
    }

    [TestMethod]
    public void Restarts_and_errors_are_counted()
    {
        var session = new MonitorSession();
        foreach (string line in DeviceLogs.Run("count=1\nperiod_s=0\nwhat=ever").Concat(DeviceLogs.Run("count=2\nperiod_s=0\nwhat=ever")))
        {
            session.Add(line);
        }

        Assert.AreEqual(2, session.Starts);
        Assert.AreEqual(3, session.Inferences.Count);
        Assert.AreEqual(2, session.Errors[504]);
        StringAssert.Contains(string.Join('\n', MonitorText.Summary(session)), "error 504, 2 times: SettingBad: a line of edge.cfg is not understood");
    }

    [TestMethod]
    public void Empty_session_is_a_table_of_nothing()
    {
        Assert.AreEqual("\n", Encoding.ASCII.GetString(MonitorCsv.Format([])));
        Assert.AreEqual(0, MonitorText.Statistics(new MonitorSession(), CommandConsole.Create()).Rows.Count);
    }
}
