using System;
using System.IO;
using System.Linq;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Profiling;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;
using Edge.Tests.Desktop.Scheduling;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Blob;

/// <summary>Blobs with right checksums that were made to hurt: each is refused, quickly and in little memory.</summary>
[TestClass]
public sealed class HostileBlobTests
{
    private const int MostTimesHonest = 50;

    [TestMethod]
    [DataRow("streamed_resize", ModelError.BadValue)]
    [DataRow("streamed_softmax", ModelError.BadValue)]
    [DataRow("kept_unwritten", ModelError.ReadBeforeWrite)]
    [DataRow("kept_unwritten_mb", ModelError.ReadBeforeWrite)]
    [DataRow("name_injection", ModelError.BadValue)]
    [DataRow("rows_190", ModelError.BadValue)]
    [DataRow("header", ModelError.BadValue)]
    [DataRow("pixels", ModelError.ArrayTooLarge)]
    public void Lies_are_refused(string name, object error)
    {
        Assert.AreEqual((ModelError)error, Refusal(Read(name)).Error);
    }

    [TestMethod]
    [DataRow("info_badjson")]
    [DataRow("info_missing_key")]
    public void Information_that_does_not_parse_is_refused_in_one_line(string name)
    {
        EdgeException exception = Assert.ThrowsExactly<EdgeException>(() => BlobFile.Load(name, Read(name), new ReferenceKernels()));
        Assert.AreEqual(DiagnosticId.BlobInvalid, exception.Id);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [TestMethod]
    [DataRow("quadratic_100")]
    [DataRow("rows_190")]
    [DataRow("header")]
    [DataRow("pixels")]
    public void Loading_takes_time_in_proportion_to_the_blob(string name)
    {
        byte[] honest = BlobWriter.Write(new RowFusedScheduler(RandomGatedNetwork.Make(3), OperatorScheduler.DefaultWindowBytes, SqueezeExciteMode.Spill).BuildSmallest().Schedule);
        byte[] hostile = Read(name);
        CountedAssemblies assemblies = CountedAssemblies.Load(
            RuntimeAssemblies.Paths, typeof(CountedLoad).Assembly.Location);
        var counter = new CostCounter(assemblies);
        double perByte = Weigh(assemblies, counter, honest) / honest.Length;
        double instructions = Weigh(assemblies, counter, hostile);
        Console.WriteLine($"{name}: {instructions / hostile.Length:F0} instructions a byte, honest {perByte:F0}");
        Assert.IsLessThan(MostTimesHonest * perByte * hostile.Length, instructions);
    }

    [TestMethod]
    [DataRow("quadratic_100")]
    [DataRow("rows_190")]
    [DataRow("header")]
    [DataRow("pixels")]
    [DataRow("kept_unwritten")]
    public void Memory_before_a_refusal_is_at_most_twice_the_file_and_64_KB(string name)
    {
        byte[] blob = Read(name);
        Load(blob);
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool isLoaded = Load(blob);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Console.WriteLine($"{name}: {allocated} bytes, {(isLoaded ? "loaded" : "refused")}");
        Assert.IsTrue(isLoaded || allocated <= (2 * blob.Length) + (64 * 1024), $"{allocated} bytes");
    }

    [TestMethod]
    public void More_rows_macs_or_memory_than_the_caller_allows_are_refused()
    {
        byte[] blob = BlobWriter.Write(OperatorScheduler.Build(TinyProgram.Build()));
        long macs = TinyProgram.Build().Macs;
        foreach (LoadLimits limits in new[] { new LoadLimits { MaxRows = 40 }, new LoadLimits { MaxMacs = macs }, new LoadLimits { MaxSramBytes = 1000 } })
        {
            ModelFormatException exception = Assert.ThrowsExactly<ModelFormatException>(() => Int8Model.Load(new MemoryWeightSource(blob), new ReferenceKernels(), limits));
            Assert.AreEqual(ModelError.OverLimit, exception.Error);
        }

        Int8Model model = Int8Model.Load(new MemoryWeightSource(blob), new ReferenceKernels());
        Int8Model.Load(new MemoryWeightSource(blob), new ReferenceKernels(), new LoadLimits { MaxRows = 100, MaxMacs = 2 * macs, MaxSramBytes = model.PeakSramBytes });
    }

    [TestMethod]
    public void A_refusal_names_the_stage_and_where_its_record_lies()
    {
        DeviceProgram program = TinyProgram.Build();
        program.Operators.First(op => op.Name == "mean").ReducedAxes = 7;
        Schedule schedule = OperatorScheduler.Build(program);
        byte[] blob = BlobWriter.Write(schedule);
        ModelFormatException exception = Refusal(blob);
        Assert.AreEqual(ModelError.BadShape, exception.Error);
        Assert.AreEqual(schedule.Groups.FindIndex(group => group.Stages.Any(stage => stage.Operator?.Name == "mean")), exception.Group);
        Assert.AreEqual(0, exception.Stage);
        Assert.AreEqual(OpCode.Mean, blob[exception.Offset]);
        StringAssert.Contains(ModelErrorText.Of(exception), $"group {exception.Group}, stage 0");
    }

    private static double Weigh(CountedAssemblies assemblies, CostCounter counter, byte[] blob)
    {
        assemblies.Invoke(typeof(CountedLoad).FullName!, nameof(CountedLoad.Run), blob);
        double before = counter.WeighNow();
        assemblies.Invoke(typeof(CountedLoad).FullName!, nameof(CountedLoad.Run), blob);
        return counter.WeighNow() - before;
    }

    private static bool Load(byte[] blob)
    {
        try
        {
            Int8Model.Load(new MemoryWeightSource(blob), new ReferenceKernels());
            return true;
        }
        catch (ModelFormatException)
        {
            return false;
        }
    }

    private static ModelFormatException Refusal(byte[] blob)
    {
        return Assert.ThrowsExactly<ModelFormatException>(() => Int8Model.Load(new MemoryWeightSource(blob), new ReferenceKernels()));
    }

    private static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Blob", "Hostile", name + ".edge8"));
}
