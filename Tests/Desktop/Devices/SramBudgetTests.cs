using Edge.ModelTools.Devices;
using Edge.ModelTools.Diagnostics;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Devices;

/// <summary>What <c>--sram</c> may say.</summary>
[TestClass]
public sealed class SramBudgetTests
{
    [TestMethod]
    [DataRow("min", double.PositiveInfinity)]
    [DataRow("MIN", double.PositiveInfinity)]
    [DataRow("small", SramBudget.SmallCost)]
    [DataRow("Small", SramBudget.SmallCost)]
    public void Words_ask_for_the_smallest_at_a_price(string sram, double mostCost)
    {
        Assert.AreEqual(new SramBudget(Bytes: null, mostCost), SramBudget.Read(sram, "esp32"));
    }

    [TestMethod]
    public void A_size_is_the_budget_and_none_is_64_KB()
    {
        Assert.AreEqual(new SramBudget(20 * 1024), SramBudget.Read("20KB", boardName: null));
        Assert.AreEqual(new SramBudget(64 * 1024), SramBudget.Read(sram: null, boardName: null));
    }

    [TestMethod]
    [DataRow("smallest")]
    [DataRow("")]
    [DataRow("-1")]
    public void Anything_else_is_refused(string sram)
    {
        EdgeException exception = Assert.ThrowsExactly<EdgeException>(() => SramBudget.Read(sram, boardName: null));
        StringAssert.Contains(exception.Message, "--sram");
    }
}
