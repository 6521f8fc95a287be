using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Edge.Tests.Desktop.DeviceLimits;

/// <summary>An assembly in memory with one class and one static method, to break one limit at a time.</summary>
internal sealed class SampleAssembly : IDisposable
{
    /// <summary>Makes an assembly whose method does nothing yet, not even return.</summary>
    public SampleAssembly()
    {
        Module = ModuleDefinition.CreateModule("Sample", ModuleKind.Dll);
        Class = new TypeDefinition("Edge.Sample", "Subject", TypeAttributes.Class | TypeAttributes.Public, Module.TypeSystem.Object);
        Module.Types.Add(Class);
        Method = AddMethod("Run", MethodAttributes.Static);
    }

    /// <summary>The module.</summary>
    public ModuleDefinition Module { get; }

    /// <summary>Its class.</summary>
    public TypeDefinition Class { get; }

    /// <summary>The class's static method, of type void without parameters.</summary>
    public MethodDefinition Method { get; }

    /// <summary>Appends to the method's body.</summary>
    public ILProcessor Code => Method.Body.GetILProcessor();

    /// <summary>Adds a method to the class.</summary>
    /// <param name="name">Name.</param>
    /// <param name="attributes">Besides public.</param>
    public MethodDefinition AddMethod(string name, MethodAttributes attributes)
    {
        var method = new MethodDefinition(name, MethodAttributes.Public | attributes, Module.TypeSystem.Void);
        Class.Methods.Add(method);
        return method;
    }

    /// <summary>A type of the desktop's library, for use in the sample.</summary>
    public TypeReference Import(Type type)
    {
        return Module.ImportReference(type);
    }

    /// <summary>A method of the desktop's library, for use in the sample.</summary>
    /// <param name="type">Declaring type.</param>
    /// <param name="name">Name.</param>
    /// <param name="parameters">Types of its parameters.</param>
    public MethodReference Import(Type type, string name, params Type[] parameters)
    {
        return Module.ImportReference(type.GetMethod(name, parameters));
    }

    /// <summary>Ends the method and asserts what the gate says about the assembly: these rules in this order, no others.</summary>
    public void AssertViolates(params LimitRule[] rules)
    {
        Code.Emit(OpCodes.Ret);
        var checker = new DeviceLimitChecker(DeviceApi.Load(DeviceApiTests.FilePath, ["mscorlib"]), []);
        IReadOnlyList<LimitViolation> violations = checker.Check(Module, type => type.Name == "<Module>");
        CollectionAssert.AreEqual(rules, violations.Select(violation => violation.Rule).ToArray(), string.Join('\n', violations));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Module.Dispose();
    }
}
