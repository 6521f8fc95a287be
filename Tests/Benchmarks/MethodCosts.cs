using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.ModelTools.Profiling;

namespace Edge.Benchmarks;

/// <summary>Where instructions went, method by method.</summary>
internal static class MethodCosts
{
    /// <summary>Prints methods that take more than half an instruction per multiply-accumulate, the dearest first; lengths of copies are left out.</summary>
    /// <param name="assemblies">The counted assemblies.</param>
    /// <param name="executed">What was executed.</param>
    /// <param name="macs">Multiply-accumulates.</param>
    /// <param name="writer">Receives a line for each method.</param>
    public static void Print(CountedAssemblies assemblies, CountSnapshot executed, long macs, TextWriter writer)
    {
        var cost = new InstructionCost(CostTable.Embedded, CostColumn.O3X64);
        IEnumerable<(string Name, double PerMac)> methods = assemblies.Blocks
            .Select((block, i) => (block.Method, Weighted: executed.Counts[i] == 0 ? 0 : executed.Counts[i] * block.Instructions.Sum(cost.Fixed)))
            .GroupBy(block => block.Method).Select(method => (method.Key, method.Sum(block => block.Weighted) / macs));
        foreach ((string name, double perMac) in methods.Where(method => method.PerMac > 0.5).OrderByDescending(method => method.PerMac))
        {
            writer.WriteLine(FormattableString.Invariant($"{perMac,8:F1} {name}"));
        }
    }
}
