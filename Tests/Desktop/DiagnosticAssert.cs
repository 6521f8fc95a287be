using System;
using Edge.ModelTools.Diagnostics;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop;

/// <summary>Asserts that something fails with a given diagnostic.</summary>
internal static class DiagnosticAssert
{
    /// <summary>Runs <paramref name="action"/>, which has to fail with <paramref name="id"/> on one line that holds <paramref name="parts"/>.</summary>
    public static void Throws(DiagnosticId id, Action action, params string[] parts)
    {
        EdgeException exception = Assert.ThrowsExactly<EdgeException>(action);
        Assert.AreEqual(id, exception.Id, exception.Message);
        Assert.DoesNotContain("\n", exception.Message);
        foreach (string part in parts)
        {
            Assert.Contains(part, exception.Message);
        }
    }
}
