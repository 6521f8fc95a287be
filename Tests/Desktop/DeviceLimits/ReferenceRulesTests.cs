using System;
using System.Collections.Generic;
using System.IO;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Edge.Tests.Desktop.DeviceLimits;

/// <summary>The gate's rules about what the code names, each with an assembly that breaks it.</summary>
[TestClass]
public sealed class ReferenceRulesTests
{
    [TestMethod]
    public void A_type_that_the_device_lacks_is_found_in_fields_locals_and_calls()
    {
        using var sample = new SampleAssembly();
        sample.Class.Fields.Add(new FieldDefinition("_stream", FieldAttributes.Private, sample.Import(typeof(MemoryStream))));
        sample.Method.Body.Variables.Add(new VariableDefinition(sample.Import(typeof(Uri))));
        sample.Code.Emit(OpCodes.Ldc_I4_1);
        sample.Code.Emit(OpCodes.Call, sample.Import(typeof(Math), "Abs", typeof(int)));
        sample.Code.Emit(OpCodes.Pop);
        sample.AssertViolates(LimitRule.UnknownType, LimitRule.UnknownType, LimitRule.UnknownType);
    }

    [TestMethod]
    public void An_overload_that_the_device_lacks_is_found()
    {
        using var sample = new SampleAssembly();
        sample.Code.Emit(OpCodes.Ldc_I4_1);
        sample.Code.Emit(OpCodes.Call, sample.Import(typeof(Console), "WriteLine", typeof(int)));
        sample.AssertViolates(LimitRule.UnknownMember);
    }

    [TestMethod]
    public void Generic_types_methods_and_uses_are_found()
    {
        using var sample = new SampleAssembly();
        MethodDefinition generic = sample.AddMethod("Generic", MethodAttributes.Static);
        generic.GenericParameters.Add(new GenericParameter("T", generic));
        generic.Body.GetILProcessor().Emit(OpCodes.Ret);
        var call = new GenericInstanceMethod(generic);
        call.GenericArguments.Add(sample.Module.TypeSystem.Int32);
        sample.Code.Emit(OpCodes.Call, call);
        sample.Method.Body.Variables.Add(new VariableDefinition(sample.Import(typeof(List<int>))));
        sample.AssertViolates(LimitRule.Generic, LimitRule.Generic, LimitRule.Generic);
    }

    [TestMethod]
    public void Multi_dimensional_arrays_are_found_and_jagged_ones_are_not()
    {
        using var sample = new SampleAssembly();
        TypeReference int32 = sample.Module.TypeSystem.Int32;
        sample.Class.Fields.Add(new FieldDefinition("_jagged", FieldAttributes.Private, new ArrayType(new ArrayType(int32))));
        sample.Class.Fields.Add(new FieldDefinition("_square", FieldAttributes.Private, new ArrayType(int32, 2)));
        sample.AssertViolates(LimitRule.MultiDimensionalArray);
    }

    [TestMethod]
    public void Pointers_and_fixed_locals_are_found_and_references_are_not()
    {
        using var sample = new SampleAssembly();
        TypeReference int32 = sample.Module.TypeSystem.Int32;
        sample.Method.Parameters.Add(new ParameterDefinition(new ByReferenceType(int32)));
        sample.Method.Body.Variables.Add(new VariableDefinition(new PointerType(int32)));
        sample.Method.Body.Variables.Add(new VariableDefinition(new PinnedType(new ByReferenceType(int32))));
        sample.AssertViolates(LimitRule.Pointer, LimitRule.Pointer);
    }
}
