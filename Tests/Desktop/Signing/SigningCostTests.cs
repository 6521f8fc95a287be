using Edge.Benchmarks;
using Edge.ModelTools.Profiling;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Signing;

/// <summary>Holds the verifier to what docs/security.md says it costs.</summary>
[TestClass]
public sealed class SigningCostTests
{
    private const int ModelBytes = 8192;
    private const double HashPerByte = 1500;
    private const double Signature = 76e6; // 75.5, or less where the search for a salt is lucky

    [TestMethod]
    public void Hash_and_signature_stay_within_their_budgets()
    {
        (double hash, double signature) = SigningBenchmark.Count(CostColumn.O3X64, ModelBytes);
        Assert.IsLessThan(HashPerByte * ModelBytes, hash);
        Assert.IsLessThan(Signature, signature);
    }
}
