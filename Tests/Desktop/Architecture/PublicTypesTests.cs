using System.Linq;
using System.Reflection;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Telemetry;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Architecture;

/// <summary>What an app sees of the runtime: what it needs, and no more.</summary>
[TestClass]
public sealed class PublicTypesTests
{
    private static readonly string[] s_core =
    [
        "BoardCurrents", "EnergyLabel", "IClock", "IEnergyMeter", "InferenceLog", "InputRows", "Int8Model", "KernelSet", "LoadLimits",
        "MemoryWeightSource", "ModelError", "ModelFormatException", "PieceWeightSource", "ReferenceKernels", "StateTableEnergyMeter", "TensorInfo", "TickClock", "WeightSource",
    ];

    // ConstantKernels is what generated code derives from.
    private static readonly string[] s_kernels = ["ConstantKernels", "NativeKernels", "PackedKernels"];

    [TestMethod]
    public void An_app_sees_these_types_and_no_others()
    {
        const string Remedy = "make it internal, or add it to the list when an app cannot do without";
        CollectionAssert.AreEqual(s_core, Names(typeof(Int8Model).Assembly), Remedy);
        CollectionAssert.AreEqual(s_kernels, Names(typeof(PackedKernels).Assembly, typeof(NativeKernels).Assembly, typeof(Edge.Runtime.Int8.Kernels.Packed.Lanes).Assembly, typeof(Edge.Runtime.Int8.Kernels.Packed.DepthwiseBlocks).Assembly), Remedy);
    }

    [TestMethod]
    public void What_the_runtime_tells_an_app_cannot_be_written_by_it()
    {
        foreach (System.Type type in new[] { typeof(TensorInfo), typeof(InferenceLog) })
        {
            string[] writable =
            [
                .. type.GetFields().Where(field => !field.IsLiteral).Select(field => field.Name),
                .. type.GetProperties().Where(property => property.GetSetMethod() is not null || property.PropertyType.IsArray).Select(property => property.Name),
                .. type.GetMethods().Where(method => method.ReturnType.IsArray).Select(method => method.Name),
            ];
            Assert.IsEmpty(writable, $"{type.Name}: {string.Join(", ", writable)}");
            Assert.IsEmpty(type.GetConstructors(), type.Name);
        }
    }

    private static string[] Names(params Assembly[] assemblies)
    {
        return [.. assemblies.Distinct().SelectMany(assembly => assembly.GetExportedTypes()).Select(type => type.Name).Order(System.StringComparer.Ordinal)];
    }
}
