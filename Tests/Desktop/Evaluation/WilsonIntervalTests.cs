using Edge.ModelTools.Evaluation;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Evaluation;

/// <summary>Intervals worked out by hand, and published ones: Agresti and Coull 1998, Brown, Cai and DasGupta 2001.</summary>
[TestClass]
public sealed class WilsonIntervalTests
{
    [TestMethod]
    [DataRow(0, 10, 0.0, 0.2775)]
    [DataRow(10, 10, 0.7225, 1.0)]
    [DataRow(5, 10, 0.2366, 0.7634)]
    [DataRow(50, 100, 0.4038, 0.5962)]
    [DataRow(1, 1, 0.2065, 1.0)]
    [DataRow(4194, 5000, 0.8283, 0.8487)]
    public void Interval_is_the_known_one(int successes, int count, double low, double high)
    {
        WilsonInterval interval = WilsonInterval.Of(successes, count);
        Assert.AreEqual(low, interval.Low, 0.00006);
        Assert.AreEqual(high, interval.High, 0.00006);
    }
}
