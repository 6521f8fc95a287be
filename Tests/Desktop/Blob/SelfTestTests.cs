using System;
using System.Linq;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Execution.Vector;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;
using Edge.Tests.Desktop.Firmware;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Blob;

/// <summary>The self-test that a blob carries: written by the converter, compared by the device before its first inference.</summary>
[TestClass]
public sealed class SelfTestTests
{
    private static readonly byte[] s_blob = SelfTestRecorder.Record(
        BlobWriter.Write(new RowFusedScheduler(TinyProgram.Build(), OperatorScheduler.DefaultWindowBytes, SqueezeExciteMode.Spill).BuildSmallest().Schedule));

    [TestMethod]
    public void Every_kernel_set_gives_what_the_blob_promises()
    {
        foreach (KernelSet kernels in new KernelSet[] { new ReferenceKernels(), new PackedKernels(), new VectorKernels() })
        {
            Assert.AreEqual(ModelError.None, WarmUp(s_blob, kernels), kernels.Name);
        }
    }

    [TestMethod]
    public void Self_test_takes_eight_bytes_and_its_output_is_not_all_alike()
    {
        Assert.AreEqual(BlobFormat.SelfTestBytes, new BlobSections(new MemoryWeightSource(s_blob)).Size(BlobFormat.SectionSelfTest));
        Int8Model model = Load(s_blob, new ReferenceKernels());
        sbyte[][] outputs = Outputs(model);
        model.WarmUp(outputs);
        Assert.IsGreaterThan(3, outputs.SelectMany(output => output).Distinct().Count());
    }

    [TestMethod]
    public void Other_weights_under_right_checksums_fail_the_self_test()
    {
        byte[][] sections = Sections(s_blob);
        byte[] weights = sections[BlobFormat.SectionWeights - 1];
        int failed = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] ^= 8;
            try
            {
                failed += WarmUp(BlobWriter.Assemble(sections), new ReferenceKernels()) == ModelError.SelfTestFailed ? 1 : 0;
            }
            catch (ModelFormatException)
            {
                failed++;
            }

            weights[i] ^= 8;
        }

        // One input only, and much is saturated or rounded away; a kernel that is at fault changes more than one byte.
        Assert.IsGreaterThan(weights.Length / 5, failed, $"{failed} of {weights.Length} changed bytes were noticed");
    }

    [TestMethod]
    public void Warm_up_does_not_count_as_an_inference()
    {
        Int8Model model = Load(s_blob, new ReferenceKernels());
        model.WarmUp(Outputs(model));
        Assert.AreEqual(0, model.Log.InferenceCount);
    }

    [TestMethod]
    public void Blob_of_version_1_still_loads_and_has_nothing_to_compare()
    {
        byte[] old = ToVersion1(s_blob);
        Int8Model model = Load(old, new PackedKernels());
        Assert.IsNull(model.SelfTest);
        Assert.AreEqual(ModelError.None, model.WarmUp(Outputs(model)));
        var input = new sbyte[model.Input.Length];
        sbyte[][] expected = Outputs(model);
        sbyte[][] actual = Outputs(model);
        model.Run(input, actual);
        Load(s_blob, new PackedKernels()).Run(input, expected);
        CollectionAssert.AreEqual(expected[0], actual[0]);
    }

    [TestMethod]
    public void Version_and_number_of_sections_go_together()
    {
        byte[] blob = [.. s_blob];
        blob[BlobFormat.VersionOffset] = 1;
        Assert.AreEqual(ModelError.BadSection, ErrorOf(blob));
        blob = ToVersion1(s_blob);
        blob[BlobFormat.VersionOffset] = 2;
        Assert.AreEqual(ModelError.BadSection, ErrorOf(blob));
        blob[BlobFormat.VersionOffset] = 0;
        Assert.AreEqual(ModelError.UnsupportedVersion, ErrorOf(blob));
        blob[BlobFormat.VersionOffset] = 3;
        Assert.AreEqual(ModelError.UnsupportedVersion, ErrorOf(blob));
    }

    [TestMethod]
    public void Self_test_of_another_size_is_refused()
    {
        byte[][] sections = Sections(s_blob);
        sections[BlobFormat.SectionSelfTest - 1] = new byte[BlobFormat.SelfTestBytes - 1];
        Assert.AreEqual(ModelError.Truncated, ErrorOf(BlobWriter.Assemble(sections)));
        sections[BlobFormat.SectionSelfTest - 1] = new byte[BlobFormat.SelfTestBytes + 1];
        Assert.AreEqual(ModelError.TrailingBytes, ErrorOf(BlobWriter.Assemble(sections)));
        sections[BlobFormat.SectionSelfTest - 1] = [];
        Assert.IsNull(Load(BlobWriter.Assemble(sections), new ReferenceKernels()).SelfTest);
    }

    private static byte[] ToVersion1(byte[] blob) => OldBlob.Assemble(Sections(blob)[..BlobFormat.OldestSectionCount]);

    private static byte[][] Sections(byte[] blob)
    {
        var sections = new BlobSections(new MemoryWeightSource(blob));
        return [.. Enumerable.Range(1, BlobFormat.SectionCount).Select(kind => blob.AsSpan(sections.Offset(kind), sections.Size(kind)).ToArray())];
    }

    private static ModelError WarmUp(byte[] blob, KernelSet kernels)
    {
        Int8Model model = Load(blob, kernels);
        return model.WarmUp(Outputs(model));
    }

    private static sbyte[][] Outputs(Int8Model model)
    {
        return [.. Enumerable.Range(0, model.OutputCount).Select(i => new sbyte[model.GetOutput(i).Length])];
    }

    private static Int8Model Load(byte[] blob, KernelSet kernels) => Int8Model.Load(new MemoryWeightSource(blob), kernels);

    private static ModelError ErrorOf(byte[] blob) => Assert.ThrowsExactly<ModelFormatException>(() => Load(blob, new ReferenceKernels())).Error;
}
