using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.Benchmarks;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Packing.Specialization;
using Edge.ModelTools.Profiling;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Profiling;

/// <summary>Kernels may only get cheaper: Tests/Benchmarks/budgets.json.</summary>
[TestClass]
public sealed class BudgetTests
{
    [TestMethod]
    public void Budgets_are_for_all_kernel_sets_of_devices_and_generated_kernels_or_for_none()
    {
        foreach (BenchmarkNetwork network in BenchmarkNetwork.ReadAll())
        {
            string[] expected = network.Budgets.Count == 0 ? [] : [.. KernelSets.DeviceNames, NetworkCost.Specialized];
            CollectionAssert.AreEquivalent(expected, network.Budgets.Keys.ToArray(), network.Name);
        }
    }

    [TestMethod]
    [DataRow("digits_mbv3se")]
    [DataRow("digits_mbv3se for specialized")]
    [DataRow("digits_mbv3se for packed")]
    [DataRow("meter_digits")]
    [DataRow("meter_digits_large")]
    public void Network_of_the_sample_stays_within_its_budgets(string name)
    {
        AssertWithinBudgets(name, BenchmarkNetwork.ReadAll().First(each => !each.IsShared).FindRoot()!);
    }

    [TestMethod]
    [DataRow("narrow_mbconv")]
    [DataRow("digits_3x3")]
    [DataRow("keywords_1d")]
    public void Built_network_stays_within_its_budgets(string name)
    {
        AssertWithinBudgets(name, string.Empty);
    }

    [TestMethod]
    [TestCategory("Shared")]
    [DataRow("mlp_kws_int8")]
    [DataRow("mlp_vww_96_int8")]
    [DataRow("te_vww")]
    [DataRow("dig_class11")]
    public void Shared_network_stays_within_its_budgets(string name)
    {
        AssertWithinBudgets(name, SharedFolder.Require(string.Empty));
    }

    private static void AssertWithinBudgets(string name, string root)
    {
        BenchmarkNetwork network = BenchmarkNetwork.ReadAll().Single(each => each.Name == name);
        byte[] blob = network.MakeBlob(root);
        foreach ((string kernels, double budget) in network.Budgets)
        {
            InferenceProfile profile = Profile(name, blob, kernels);
            Assert.IsLessThanOrEqualTo(budget, profile.WeightedPerMac, $"{name}, {kernels}: {profile.WeightedPerMac:F1} weighted instructions per MAC");

            // A budget with much room no longer guards anything.
            Assert.IsGreaterThan(0.9 * budget, profile.WeightedPerMac, $"{name}, {kernels}: lower the budget to {profile.WeightedPerMac * 1.02:F0}");
        }
    }

    private static InferenceProfile Profile(string name, byte[] blob, string kernels)
    {
        if (kernels != NetworkCost.Specialized)
        {
            return ModelProfiler.Profile(name, blob, kernels);
        }

        SpecializedSource? source = NetworkCost.Specialize(name, blob);
        Assert.IsNotNull(source, $"{name} has a budget for generated kernels");
        using var generated = new SpecializedAssembly(source.Assemblies);
        return generated.Profile(name, blob);
    }
}
