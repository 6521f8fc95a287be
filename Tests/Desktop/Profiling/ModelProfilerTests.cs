using System.IO;
using System.Linq;
using System.Reflection;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Formats.Tflite;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Profiling;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Profiling;

[TestClass]
public sealed class ModelProfilerTests
{
    [TestMethod]
    public void Counting_kernels_pass_on_what_loader_and_executor_call()
    {
        // The methods of operators are called by Run and Accumulate of the set that is counted.
        string[] calls =
        [
            nameof(KernelSet.LeastScratchLongs), nameof(KernelSet.UsefulScratchLongs), nameof(KernelSet.LeastScratchBytes), nameof(KernelSet.Prepare), nameof(KernelSet.Run), nameof(KernelSet.Accumulate),
        ];
        foreach (string call in calls)
        {
            MethodInfo[] passed = [.. typeof(CountingKernels).GetMethods(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public).Where(method => method.Name == call)];
            Assert.HasCount(1, passed, call);
            Assert.AreEqual(typeof(CountingKernels), passed[0].DeclaringType, call);
        }
    }

    [TestMethod]
    [TestCategory("Shared")]
    [DataRow("mlp_kws_int8")]
    [DataRow("tflm_micro_speech")]
    public void Counted_run_computes_what_the_model_computes(string model)
    {
        byte[] blob = ConvertGolden(model);
        Int8Model plain = Int8Model.Load(new MemoryWeightSource(blob), new ReferenceKernels());
        sbyte[] expected = new sbyte[plain.GetOutput(0).Length];
        plain.Run(ModelProfiler.MakeInput(plain.Input.Length), expected);

        InferenceProfile profile = ModelProfiler.Profile("golden", blob, "reference");
        CollectionAssert.AreEqual(expected, profile.Outputs[0].ToArray());
    }

    [TestMethod]
    [TestCategory("Shared")]
    public void Loading_reads_every_byte_once_and_stays_within_its_budget()
    {
        byte[] blob = ConvertGolden("mlp_kws_int8");
        double perByte = ModelProfiler.Profile("golden", blob, "packed").LoadWeighted / blob.Length;

        // A checksum alone takes more than 500; 1,300 were counted when the check of lane sums had become cheap.
        Assert.IsTrue(perByte > 500 && perByte < 1400, $"{perByte} weighted instructions for each byte of the blob");
    }

    [TestMethod]
    [TestCategory("Shared")]
    public void Groups_operators_and_executor_account_for_everything()
    {
        byte[] blob = ConvertGolden("mlp_kws_int8");
        InferenceProfile profile = ModelProfiler.Profile("golden", blob, "reference");
        Assert.AreEqual(profile.Groups.Sum(group => group.Weighted), profile.Weighted);
        double kernels = profile.Operators.Sum(each => each.Weighted);
        Assert.IsTrue(kernels > 0.9 * profile.Weighted && kernels < profile.Weighted, $"kernels {kernels}, all {profile.Weighted}");
        foreach (GroupProfile group in profile.Groups)
        {
            double inKernels = profile.Operators.Where(each => each.Group == group.Index).Sum(each => each.Weighted);
            Assert.IsLessThanOrEqualTo(group.Compute + 1, inKernels, $"group {group.Index}");
        }
    }

    [TestMethod]
    [TestCategory("Shared")]
    public void Same_blob_gives_the_same_profile_every_time()
    {
        byte[] blob = ConvertGolden("tflm_micro_speech");
        Assert.AreEqual(ModelProfiler.Profile("golden", blob, "reference").Weighted, ModelProfiler.Profile("golden", blob, "reference").Weighted);
    }

    [TestMethod]
    [TestCategory("Shared")]
    public void Macs_are_those_of_the_program()
    {
        DeviceProgram program = LowerGolden("mlp_kws_int8");
        byte[] blob = BlobWriter.Write(OperatorScheduler.Build(program));
        Assert.AreEqual(program.Macs, ModelProfiler.Profile("golden", blob, "reference").Macs);
    }

    private static byte[] ConvertGolden(string model)
    {
        return BlobWriter.Write(OperatorScheduler.Build(LowerGolden(model)));
    }

    private static DeviceProgram LowerGolden(string model)
    {
        ModelGraph graph = TfliteReader.Read(SharedFolder.Require(Path.Combine("golden", model, "model.tflite")));
        return Lowerer.Lower(graph, new LoweringOptions(RoundingMode.Double, IsTflite: true));
    }
}
