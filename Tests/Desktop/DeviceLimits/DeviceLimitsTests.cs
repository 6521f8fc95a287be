using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.Tests.Desktop.Projects;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Edge.Tests.Desktop.DeviceLimits;

/// <summary>
/// The gate: the device sources as the desktop compiles them, in the configuration of this test run. The compiler and its
/// language version are those of the device build; what differs is the library, which is why every member that is used
/// must be one that the device has.
/// </summary>
[TestClass]
public sealed class DeviceLimitsTests
{
    private const string TestFrameworkNamespace = "nanoFramework.TestFramework";

    // Three quarters of what the device's table of code can hold: a new kernel finds room, and is not written smaller than is fast.
    private const int MostIlBytes = 48 * 1024;

    private static readonly string[] s_assemblies = ["Edge.Runtime.Int8", "Edge.Runtime.Int8.Lanes", "Edge.Runtime.Int8.Depthwise", "Edge.Runtime.Int8.Micro", "Edge.Runtime.Int8.Packed", "Edge.Firmware", "HelloInference", "Edge.MeterStation", "Edge.Tests.Int8"];

    public required TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow("Edge.Runtime.Int8", "Runtime.Int8/Core/Runtime.Int8.nfproj")]
    [DataRow("Edge.Runtime.Int8.Lanes", "Runtime.Int8/Lanes/Runtime.Int8.Lanes.nfproj")]
    [DataRow("Edge.Runtime.Int8.Depthwise", "Runtime.Int8/Depthwise/Runtime.Int8.Depthwise.nfproj")]
    [DataRow("Edge.Runtime.Int8.Micro", "Runtime.Int8/Micro/Runtime.Int8.Micro.nfproj")]
    [DataRow("Edge.Runtime.Int8.Packed", "Runtime.Int8/Packed/Runtime.Int8.Packed.nfproj")]
    [DataRow("Edge.Firmware", "Firmware/Firmware.nfproj")]
    [DataRow("HelloInference", "Samples/HelloInference/HelloInference.nfproj")]
    [DataRow("Edge.MeterStation", "Samples/MeterStation/MeterStation.nfproj")]
    [DataRow("Edge.Tests.Int8", "Tests/Int8/Tests.Int8.nfproj")]
    public void Device_assembly_keeps_the_limits(string assembly, string project)
    {
        IEnumerable<string> references = new NanoProject(Repository.PathOf(project)).References.Select(reference => reference.Name);
        var checker = new DeviceLimitChecker(DeviceApi.Load(DeviceApiTests.FilePath, references), s_assemblies);
        using ModuleDefinition module = Read(assembly);
        IReadOnlyList<LimitViolation> violations = checker.Check(module, IsDesktopOnly);
        Assert.IsEmpty(violations, $"{assembly} would not run on the device:\n{string.Join('\n', violations)}\n");
    }

    [TestMethod]
    [DataRow("Edge.Runtime.Int8")]
    [DataRow("Edge.Runtime.Int8.Lanes")]
    [DataRow("Edge.Runtime.Int8.Depthwise")]
    [DataRow("Edge.Runtime.Int8.Micro")]
    [DataRow("Edge.Runtime.Int8.Packed")]
    [DataRow("Edge.Firmware")]
    public void Device_assembly_has_room_to_grow(string assembly)
    {
        using ModuleDefinition module = Read(assembly);
        int bytes = AssemblyTables.Measure([.. module.GetTypes().Where(type => !IsDesktopOnly(type))]).Il;
        TestContext.WriteLine($"{assembly}: {bytes} bytes of IL");
        Assert.IsLessThanOrEqualTo(MostIlBytes, bytes, $"{assembly}: divide it before the limit of {DeviceLimitChecker.MaximumTableBytes} costs speed");
    }

    [TestMethod]
    public void Device_tests_use_no_instance_state()
    {
        // The launcher on the device invokes test methods without an instance.
        using ModuleDefinition module = Read("Edge.Tests.Int8");
        foreach (TypeDefinition type in module.GetTypes().Where(type => HasAttribute(type, "TestClassAttribute")))
        {
            Assert.IsFalse(type.Fields.Any(field => !field.IsStatic), $"{type.Name} has instance fields; make them static");
            foreach (MethodDefinition method in type.Methods.Where(method => HasAttribute(method, "TestMethodAttribute") || HasAttribute(method, "DataRowAttribute")))
            {
                Assert.IsFalse(!method.IsStatic && UsesThis(method.Body), $"{method.FullName} uses this, which is null on the device");
                Assert.IsTrue(HasAttribute(method, "TestMethodAttribute"), $"{method.FullName}: MSTest needs [TestMethod] beside [DataRow]");
                Assert.AreEqual("System.Void", method.ReturnType.FullName, method.FullName);
            }
        }
    }

    [TestMethod]
    public void Device_test_assembly_has_room_for_the_tests_and_the_app()
    {
        // NFUnitTest compiles the app's sources too, so their tables add up.
        using ModuleDefinition tests = Read("Edge.Tests.Int8");
        using ModuleDefinition app = Read("Edge.Firmware");
        var size = AssemblyTables.Measure([.. tests.GetTypes().Concat(app.GetTypes()).Where(type => !IsDesktopOnly(type))]);
        Assert.IsLessThanOrEqualTo(DeviceLimitChecker.MaximumTableBytes, size.Il, "IL of Tests/Int8 and Firmware");
        Assert.IsLessThanOrEqualTo(DeviceLimitChecker.MaximumTableBytes, size.StaticData, "array initializers of Tests/Int8 and Firmware");
        Assert.IsLessThanOrEqualTo(DeviceLimitChecker.MaximumTableBytes, size.Strings, "names and literals of Tests/Int8 and Firmware");
    }

    [TestMethod]
    public void Station_has_room_for_its_sources_and_the_app()
    {
        using ModuleDefinition station = Read("Edge.MeterStation");
        using ModuleDefinition app = Read("Edge.Firmware");
        var size = AssemblyTables.Measure([.. station.GetTypes().Concat(app.GetTypes()).Where(type => !IsDesktopOnly(type))]);
        Assert.IsLessThanOrEqualTo(DeviceLimitChecker.MaximumTableBytes, size.Il, "IL of MeterStation and Firmware");
        Assert.IsLessThanOrEqualTo(DeviceLimitChecker.MaximumTableBytes, size.Strings, "names and literals of MeterStation and Firmware");
    }

    [TestMethod]
    public void Device_tests_are_found_in_the_assembly()
    {
        using ModuleDefinition module = Read("Edge.Tests.Int8");
        Assert.IsTrue(module.GetTypes().SelectMany(type => type.Methods).Any(method => HasAttribute(method, "TestMethodAttribute")));
    }

    private static ModuleDefinition Read(string assembly)
    {
        return ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"));
    }

    // The stand-in for the device's test framework, and what the desktop's test runner adds.
    private static bool IsDesktopOnly(TypeDefinition type)
    {
        return type.Name == "<Module>" || type.Namespace == TestFrameworkNamespace || type.Name == "AutoGeneratedProgram";
    }

    private static bool HasAttribute(ICustomAttributeProvider member, string name)
    {
        return member.CustomAttributes.Any(attribute => attribute.AttributeType.Namespace == TestFrameworkNamespace && attribute.AttributeType.Name == name);
    }

    private static bool UsesThis(MethodBody body)
    {
        return body.Instructions.Any(instruction => instruction.OpCode.Code == Code.Ldarg_0 || (instruction.Operand is ParameterDefinition parameter && parameter == body.ThisParameter));
    }
}
