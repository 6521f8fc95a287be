using Edge.Benchmarks.Networks;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Packing.Specialization;
using Edge.ModelTools.Profiling;
using Edge.ModelTools.Scheduling;
using Edge.ModelTools.Scheduling.Strips;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Weights;
using Edge.Tests.Desktop.Scheduling;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Packing;

/// <summary>Blobs whose layers run in strips of columns, as code and in the profile.</summary>
[TestClass]
public sealed class SpecializedStripsTests
{
    [TestMethod]
    public void Strips_as_code_give_the_bytes_of_whole_rows_and_the_profile_counts_what_they_compute_again()
    {
        DeviceProgram program = new RandomNetwork("wide", 32).Convolve(4, 3).Block(16, 4, 3, 2).Block(24, 4, 5).Mean().Convolve(5).Finish();
        byte[] whole = BlobWriter.Write(OperatorScheduler.Build(program));
        StripProgram strips = StripProgram.Build(program, [new StripRange(0, 4, 3), new StripRange(4, 7, 2)]);
        byte[] blob = BlobWriter.Write(OperatorScheduler.Build(strips.Program));
        Assert.IsGreaterThan(0, strips.RecomputedMacs);

        using var assembly = new SpecializedAssembly(Specializer.Specialize("strips", blob).Assemblies);
        sbyte[] expected = SampleNetwork.Run(Int8Model.Load(new MemoryWeightSource(whole), KernelSets.Create("reference")), 3);
        CollectionAssert.AreEqual(expected, SampleNetwork.Run(Int8Model.Load(new MemoryWeightSource(blob), assembly.Create()), 3));

        InferenceProfile specialized = assembly.Profile("strips", blob);
        Assert.AreEqual(program.Macs + strips.RecomputedMacs, specialized.Macs);
        InferenceProfile packed = ModelProfiler.Profile("strips", blob, KernelSets.DeviceDefault);
        Assert.AreEqual(program.Macs + strips.RecomputedMacs, packed.Macs);
        Assert.IsLessThan(packed.Weighted, specialized.Weighted);
    }
}
