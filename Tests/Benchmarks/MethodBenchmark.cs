using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Profiling;
using Edge.Runtime.Int8;

namespace Edge.Benchmarks;

/// <summary>Weighted instructions of an inference with packed kernels, method by method.</summary>
internal static class MethodBenchmark
{
    /// <summary>Counts networks and prints their methods.</summary>
    /// <param name="selection">Names in budgets.json or paths of models.</param>
    /// <param name="writer">Receives the methods.</param>
    public static void Print(IReadOnlyList<string> selection, TextWriter writer)
    {
        IReadOnlyList<BenchmarkNetwork> known = BenchmarkNetwork.ReadAll();
        foreach (string name in selection)
        {
            BenchmarkNetwork? network = known.FirstOrDefault(each => each.Name == name);
            string? root = network?.FindRoot();
            byte[] blob = network is null ? NetworkCost.MakeBlob(name, calibrationPath: null)
                : network.MakeBlob(root ?? throw new InvalidOperationException("there is no shared folder (set EDGE_SHARED)"));
            Int8Model model = BlobFile.Load(name, blob, KernelSets.Create(KernelSets.DeviceDefault));
            InferenceProfile profile = NetworkCost.Profile(name, blob, KernelSets.DeviceDefault).Profile;
            long macs = profile.Macs;
            CountedAssemblies assemblies = CountedAssemblies.Load(RuntimeAssemblies.Paths, typeof(KernelSets).Assembly.Location, typeof(CountedRun).Assembly.Location);
            CountSnapshot? start = null;
            Action begin = () => start = assemblies.TakeSnapshot();
            assemblies.Invoke(typeof(CountedRun).FullName!, nameof(CountedRun.Run), blob, KernelSets.DeviceDefault, ModelProfiler.MakeInput(model.Input.Length), begin);
            writer.WriteLine(FormattableString.Invariant($"{name}: {macs} MAC, {profile.WeightedPerMac:F1} for each"));
            MethodCosts.Print(assemblies, assemblies.TakeSnapshot().Since(start!), macs, writer);
        }
    }
}
