using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Edge.Benchmarks;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Packing;
using Edge.ModelTools.Packing.Contents;
using Edge.ModelTools.Packing.Specialization;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;
using Edge.Tests.Desktop.DeviceLimits;
using Edge.Tests.Desktop.Firmware;
using Edge.Tests.Desktop.Projects;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Mono.Cecil;

namespace Edge.Tests.Desktop.Packing;

/// <summary>What <c>edge pack</c> writes compiles in the device's language, gives the blob back, and keeps the device's limits.</summary>
[TestClass]
public sealed class ModelPackerTests
{
    [TestMethod]
    [DataRow("Static")]
    [DataRow("Resource")]
    public void Packed_model_loads_and_its_sample_is_the_one_given(string formName)
    {
        PackForm form = Enum.Parse<PackForm>(formName);
        byte[] blob = TinyModel.Blob();
        byte[] sample = [0x42, 0x4D, 3, 255];
        (WeightSource model, byte[]? taken) = PackedSource.Open(ModelPacker.Pack("tiny.edge8", blob, sample, form));
        CollectionAssert.AreEqual(blob, ReadAll(model));
        CollectionAssert.AreEqual(sample, taken);
        Assert.AreEqual("tiny", Int8Model.Load(model, new ReferenceKernels()).Name);
        Assert.IsNull(PackedSource.Open(ModelPacker.Pack("tiny.edge8", blob, null, form)).Sample);
    }

    [TestMethod]
    [DataRow("Static")]
    [DataRow("Resource")]
    public void Class_gives_the_app_the_kernels_of_the_model(string formName)
    {
        PackForm form = Enum.Parse<PackForm>(formName);
        Assert.AreEqual("Edge.Runtime.Int8.Kernels.PackedKernels", KernelsOf(PackedSource.Compile(ModelPacker.Pack("tiny.edge8", TinyModel.Blob(), null, form))));
        using var kernels = new SpecializedAssembly(Specializer.Specialize("tiny.edge8", TinyModel.Blob()).Assemblies);
        PackedModel packed = ModelPacker.Pack("tiny.edge8", TinyModel.Blob(), null, form, isSpecialized: true);
        Assert.AreEqual("Edge.Specialized.SpecializedKernels", KernelsOf(PackedSource.Compile(packed, kernels.Paths)));
    }

    [TestMethod]
    [DataRow("Static")]
    [DataRow("Resource")]
    public void Any_part_of_a_large_model_is_read_right(string formName)
    {
        byte[] blob = RandomBytes(DevicePackLimits.StaticBytes);
        (WeightSource model, _) = PackedSource.Open(ModelPacker.Pack("big.edge8", blob, null, Enum.Parse<PackForm>(formName)));
        var random = new Random(5);
        byte[] part = new byte[9000];
        for (int i = 0; i < 300; i++)
        {
            int position = random.Next(blob.Length);
            int count = random.Next(1, part.Length);
            int expected = Math.Min(count, blob.Length - position);
            Assert.AreEqual(expected, model.Read(position, part, 0, count));
            Assert.IsTrue(part.AsSpan(0, expected).SequenceEqual(blob.AsSpan(position, expected)), $"{count} bytes at {position}");
        }

        Assert.AreEqual(blob.Length, model.Length);
        Assert.AreEqual(0, model.Read(blob.Length, part, 0, 1));
        Assert.AreEqual(0, model.Read(-1, part, 0, 1));
    }

    [TestMethod]
    public void Largest_static_model_keeps_the_limits_of_the_device()
    {
        byte[] assembly = PackedSource.Compile(ModelPacker.Pack("big.edge8", RandomBytes(DevicePackLimits.StaticBytes), null, PackForm.Static));
        using ModuleDefinition module = ModuleDefinition.ReadModule(new MemoryStream(assembly));
        var checker = new DeviceLimitChecker(DeviceApi.Load(DeviceApiTests.FilePath, ["mscorlib"]), ["Edge.Firmware", "Edge.Runtime.Int8", "Edge.Runtime.Int8.Lanes", "Edge.Runtime.Int8.Depthwise", "Edge.Runtime.Int8.Micro", "Edge.Runtime.Int8.Packed"]);
        IReadOnlyList<LimitViolation> violations = checker.Check(module, type => type.Name == "<Module>");
        Assert.IsEmpty(violations, string.Join('\n', violations));
    }

    [TestMethod]
    public void Static_data_that_an_assembly_cannot_hold_is_refused()
    {
        byte[] blob = RandomBytes(DevicePackLimits.StaticBytes);
        DiagnosticAssert.Throws(DiagnosticId.PackStaticTooLarge, () => ModelPacker.Pack("big.edge8", blob, [1], PackForm.Static), "big.edge8", "60001");
        Assert.AreEqual(PackForm.Static, ModelPacker.Choose(blob.Length));
        Assert.AreEqual(PackForm.Resource, ModelPacker.Choose(blob.Length + 1));
    }

    [TestMethod]
    [DataRow("Static")]
    [DataRow("Resource")]
    public void App_of_ones_own_needs_nothing_of_the_firmware(string formName)
    {
        byte[] blob = TinyModel.Blob();
        byte[] sample = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
        PackedModel packed = ModelPacker.Pack("tiny.edge8", blob, sample, Enum.Parse<PackForm>(formName), app: PackedApp.Of("Acme.MeterReader"));
        foreach (PackedFile file in packed.Files.Where(file => file.Name.EndsWith(".cs", StringComparison.Ordinal)))
        {
            StringAssert.Contains(Encoding.UTF8.GetString(file.Content), "\nnamespace Acme.MeterReader\n");
            Assert.DoesNotContain("Edge.Firmware", Encoding.UTF8.GetString(file.Content));
        }

        (WeightSource model, byte[]? taken) = PackedSource.Open(packed);
        CollectionAssert.AreEqual(sample, taken);
        Assert.AreEqual("tiny", Int8Model.Load(model, new ReferenceKernels()).Name);
    }

    [TestMethod]
    public void Same_model_gives_the_same_files()
    {
        foreach (PackForm form in Enum.GetValues<PackForm>())
        {
            IReadOnlyList<PackedFile> first = ModelPacker.Pack("tiny.edge8", TinyModel.Blob(), [1, 2], form).Files;
            IReadOnlyList<PackedFile> second = ModelPacker.Pack("tiny.edge8", TinyModel.Blob(), [1, 2], form).Files;
            Assert.IsTrue(first.Zip(second).All(pair => pair.First.Content.AsSpan().SequenceEqual(pair.Second.Content)));
        }
    }

    [TestMethod]
    public void File_name_cannot_break_out_of_the_comment()
    {
        byte[] source = ModelPacker.Pack("a\nclass B {} //\u2028x.edge8", TinyModel.Blob(), null, PackForm.Static).Files[0].Content;
        Assert.StartsWith("// Generated by \"edge pack\". Do not edit.\n// a_class B {} //_x.edge8: ", Encoding.UTF8.GetString(source));
    }

    [TestMethod]
    public void Nothing_at_the_start_of_the_resource_looks_like_a_picture()
    {
        // The sample begins like a BMP; it lies behind the model.
        PackedModel packed = ModelPacker.Pack("tiny.edge8", TinyModel.Blob(), [0x42, 0x4D], PackForm.Resource);
        using var reader = new System.Resources.ResourceReader(new MemoryStream(packed.Files[0].Content));
        reader.GetResourceData("model", out string type, out byte[] data);
        Assert.AreEqual("ResourceTypeCode.ByteArray", type);
        CollectionAssert.AreEqual("EDG8"u8.ToArray(), data[4..8]);
    }

    [TestMethod]
    [DataRow("model", -2404)]
    [DataRow("a", 31351)]
    [DataRow("edge8_Blob", -15140)]
    public void Resource_has_the_number_that_the_metadata_processor_gives_it(string name, int number)
    {
        // Numbers printed by metadata processor 3.0.100.
        Assert.AreEqual((short)number, ResourceId.Of(name));
    }

    [TestMethod]
    public void App_project_takes_what_is_written_under_the_name_that_the_class_asks_for()
    {
        PackedModel packed = ModelPacker.Pack("tiny.edge8", TinyModel.Blob(), null, PackForm.Resource);
        string targets = File.ReadAllText(Repository.PathOf("build/PackedModel.targets"));
        StringAssert.Contains(targets, @"Include=""Model\" + PackedModel.ResourceFile);
        StringAssert.Contains(targets, @"Exists('$(MSBuildProjectDirectory)\Model\" + PackedModel.ClassFile);
        StringAssert.Contains(targets, "<LogicalName>Edge.Firmware.PackedModel.resources</LogicalName>");
        StringAssert.Contains(Encoding.UTF8.GetString(packed.Files[1].Content), "new ResourceManager(\"Edge.Firmware.PackedModel\"");
        StringAssert.Contains(File.ReadAllText(Repository.PathOf("Firmware/Firmware.nfproj")), @"<Import Project=""..\build\PackedModel.targets"" />");
    }

    private static string KernelsOf(byte[] assembly)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(new MemoryStream(assembly));
        MethodDefinition method = module.GetType("Edge.Firmware.EmbeddedModel").Methods.Single(each => each.Name == "Kernels");
        return method.Body.Instructions.Select(instruction => instruction.Operand).OfType<MethodReference>().Single().DeclaringType.FullName;
    }

    private static byte[] ReadAll(WeightSource source)
    {
        byte[] bytes = new byte[source.Length];
        Assert.AreEqual(bytes.Length, source.Read(0, bytes, 0, bytes.Length));
        return bytes;
    }

    private static byte[] RandomBytes(int count)
    {
        byte[] bytes = new byte[count];
        new Random(8).NextBytes(bytes);
        return bytes;
    }
}
