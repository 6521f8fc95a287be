using System;
using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Edge.Tests.Desktop.DeviceLimits;

/// <summary>Each rule of the gate, with an assembly that breaks it and, where the limit is a number, one that just keeps it.</summary>
[TestClass]
public sealed class DeviceLimitRulesTests
{
    [TestMethod]
    public void A_plain_method_breaks_nothing()
    {
        using var sample = new SampleAssembly();
        sample.Code.Emit(OpCodes.Ldstr, "text");
        sample.Code.Emit(OpCodes.Call, sample.Import(typeof(Console), "WriteLine", typeof(string)));
        sample.AssertViolates();
    }

    [TestMethod]
    public void Stackalloc_is_found()
    {
        using var sample = new SampleAssembly();
        sample.Code.Emit(OpCodes.Ldc_I4_8);
        sample.Code.Emit(OpCodes.Localloc);
        sample.Code.Emit(OpCodes.Pop);
        sample.AssertViolates(LimitRule.UnsupportedInstruction);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void A_byte_times_a_long_is_found(bool isUnsigned)
    {
        using var sample = new SampleAssembly();
        sample.Code.Emit(OpCodes.Ldc_I4_8);
        sample.Code.Emit(isUnsigned ? OpCodes.Conv_U8 : OpCodes.Conv_I8);
        sample.Code.Emit(OpCodes.Ldc_I8, -3L);
        sample.Code.Emit(OpCodes.Mul);
        sample.Code.Emit(OpCodes.Ldc_I4_8);
        sample.Code.Emit(OpCodes.Shr);
        sample.Code.Emit(OpCodes.Pop);
        sample.AssertViolates(isUnsigned ? [LimitRule.UnsignedLong] : []);
    }

    [TestMethod]
    public void Checked_arithmetic_is_found()
    {
        using var sample = new SampleAssembly();
        sample.Code.Emit(OpCodes.Ldc_I4_8);
        sample.Code.Emit(OpCodes.Ldc_I4_8);
        sample.Code.Emit(OpCodes.Add_Ovf);
        sample.Code.Emit(OpCodes.Pop);
        sample.AssertViolates(LimitRule.CheckedArithmetic);
    }

    [TestMethod]
    [DataRow(250, false)]
    [DataRow(251, true)]
    public void Locals_are_counted(int count, bool isTooMany)
    {
        using var sample = new SampleAssembly();
        for (int i = 0; i < count; i++)
        {
            sample.Method.Body.Variables.Add(new VariableDefinition(sample.Module.TypeSystem.Int32));
        }

        sample.AssertViolates(isTooMany ? [LimitRule.TooManyLocals] : []);
    }

    [TestMethod]
    [DataRow(250, false)]
    [DataRow(251, true)]
    public void Arguments_are_counted(int count, bool isTooMany)
    {
        using var sample = new SampleAssembly();
        for (int i = 0; i < count; i++)
        {
            sample.Method.Parameters.Add(new ParameterDefinition(sample.Module.TypeSystem.Int32));
        }

        sample.AssertViolates(isTooMany ? [LimitRule.TooManyLocals] : []);
    }

    [TestMethod]
    [DataRow(250, false)]
    [DataRow(251, true)]
    public void Stack_depth_is_counted(int count, bool isTooDeep)
    {
        using var sample = new SampleAssembly();
        Repeat(count, () => sample.Code.Emit(OpCodes.Ldc_I4_0));
        Repeat(count, () => sample.Code.Emit(OpCodes.Pop));
        sample.AssertViolates(isTooDeep ? [LimitRule.EvaluationStack] : []);
    }

    [TestMethod]
    [DataRow(252, false)]
    [DataRow(253, true)]
    [DataRow(255, false)]
    public void Returns_from_a_switch_that_make_the_reserved_depth_wrap_are_found(int returns, bool isTooLittle)
    {
        // "case n: return 0" leaves one on the metadata processor's count each time; the last case then needs three:
        // of 255, 256 and 258, cut to a byte, the second reserves nothing.
        using var sample = new SampleAssembly();
        sample.Method.ReturnType = sample.Module.TypeSystem.Int32;
        Instruction[] cases = [.. Enumerable.Range(0, returns).Select(_ => Instruction.Create(OpCodes.Ldc_I4_0))];
        sample.Code.Emit(OpCodes.Ldc_I4_0);
        sample.Code.Emit(OpCodes.Switch, cases);
        sample.Code.Emit(OpCodes.Ldc_I4_0);
        foreach (Instruction start in cases)
        {
            sample.Code.Emit(OpCodes.Ret);
            sample.Code.Append(start);
        }

        Repeat(2, () => sample.Code.Emit(OpCodes.Ldc_I4_0));
        Repeat(2, () => sample.Code.Emit(OpCodes.Pop));
        Assert.AreEqual(3, StackDepth.Of(sample.Method.Body));
        Assert.AreEqual(returns + 3, MetadataProcessorModel.EstimatedStackDepth(sample.Method.Body));
        sample.AssertViolates(isTooLittle ? [LimitRule.EvaluationStack] : []);
    }

    [TestMethod]
    public void Stack_depth_after_a_jump_that_the_metadata_processor_forgets_is_found()
    {
        // Three values on the stack, then a jump: the processor starts the next instruction at 0, the real depth is 3 more.
        using var sample = new SampleAssembly();
        Instruction after = Instruction.Create(OpCodes.Ldc_I4_0);
        Repeat(3, () => sample.Code.Emit(OpCodes.Ldc_I4_0));
        sample.Code.Emit(OpCodes.Br_S, after);
        sample.Code.Append(after);
        Repeat(3, () => sample.Code.Emit(OpCodes.Ldc_I4_0));
        Repeat(7, () => sample.Code.Emit(OpCodes.Pop));
        sample.AssertViolates(LimitRule.EvaluationStack);
    }

    [TestMethod]
    [DataRow(32764, false)]
    [DataRow(32765, true)]
    public void Branches_are_measured_in_the_devices_il(int fillBytes, bool isTooFar)
    {
        // Back over the filling, the nop and the branch itself, which is 3 bytes on the device and 5 on the desktop.
        using var sample = new SampleAssembly();
        Instruction start = Instruction.Create(OpCodes.Nop);
        sample.Code.Append(start);
        Repeat(fillBytes - 1, () => sample.Code.Emit(OpCodes.Nop));
        sample.Code.Emit(OpCodes.Br, start);
        sample.AssertViolates(isTooFar ? [LimitRule.BranchTooFar] : []);
    }

    [TestMethod]
    [DataRow(255, false)]
    [DataRow(256, true)]
    public void Cases_of_a_switch_are_counted(int count, bool isTooLong)
    {
        using var sample = new SampleAssembly();
        Instruction end = Instruction.Create(OpCodes.Nop);
        sample.Code.Emit(OpCodes.Ldc_I4_0);
        sample.Code.Emit(OpCodes.Switch, [.. Enumerable.Repeat(end, count)]);
        sample.Code.Append(end);
        sample.AssertViolates(isTooLong ? [LimitRule.SwitchTooLong] : []);
    }

    [TestMethod]
    [DataRow(63999, false)]
    [DataRow(64000, true)]
    public void Il_of_the_assembly_is_measured(int fillBytes, bool isTooLarge)
    {
        using var sample = new SampleAssembly();
        Repeat(fillBytes, () => sample.Code.Emit(OpCodes.Nop));
        sample.AssertViolates(isTooLarge ? [LimitRule.IlTooLarge] : []);
    }

    [TestMethod]
    [DataRow(32000, false)]
    [DataRow(32001, true)]
    public void Static_data_of_the_assembly_is_measured(int bytesOfEachArray, bool isTooLarge)
    {
        using var sample = new SampleAssembly();
        foreach (string name in new[] { "first", "second" })
        {
            sample.Class.Fields.Add(new FieldDefinition(name, FieldAttributes.Static | FieldAttributes.HasFieldRVA, sample.Module.TypeSystem.Int32) { InitialValue = new byte[bytesOfEachArray] });
        }

        sample.AssertViolates(isTooLarge ? [LimitRule.StaticDataTooLarge] : []);
    }

    [TestMethod]
    public void Strings_of_the_assembly_are_measured()
    {
        using var sample = new SampleAssembly();
        for (int i = 0; i < 2; i++)
        {
            sample.Code.Emit(OpCodes.Ldstr, i + new string('x', 32000));
            sample.Code.Emit(OpCodes.Pop);
        }

        sample.AssertViolates(LimitRule.StringsTooLarge);
    }

    [TestMethod]
    [DataRow(255, false)]
    [DataRow(256, true)]
    public void Static_fields_of_a_class_are_counted_and_constants_are_not(int count, bool isTooMany)
    {
        using var sample = new SampleAssembly();
        TypeReference int32 = sample.Module.TypeSystem.Int32;
        for (int i = 0; i < count; i++)
        {
            sample.Class.Fields.Add(new FieldDefinition($"s_{i}", FieldAttributes.Static, int32));
            sample.Class.Fields.Add(new FieldDefinition($"Constant{i}", FieldAttributes.Static | FieldAttributes.Literal | FieldAttributes.HasDefault, int32) { Constant = i });
        }

        sample.AssertViolates(isTooMany ? [LimitRule.TooManyMembers] : []);
    }

    [TestMethod]
    [DataRow(254, false)]
    [DataRow(255, true)]
    public void Static_methods_of_a_class_are_counted(int besidesRun, bool isTooMany)
    {
        using var sample = new SampleAssembly();
        for (int i = 0; i < besidesRun; i++)
        {
            sample.AddMethod($"M{i}", MethodAttributes.Static).Body.GetILProcessor().Emit(OpCodes.Ret);
        }

        sample.AssertViolates(isTooMany ? [LimitRule.TooManyMembers] : []);
    }

    [TestMethod]
    public void Classes_that_newer_compilers_inject_are_found()
    {
        using var sample = new SampleAssembly();
        foreach ((string space, string name) in new[] { ("Microsoft.CodeAnalysis", "EmbeddedAttribute"), ("System.Runtime.CompilerServices", "RefSafetyRulesAttribute") })
        {
            sample.Module.Types.Add(new TypeDefinition(space, name, TypeAttributes.Class, sample.Import(typeof(Attribute))));
        }

        sample.AssertViolates(LimitRule.InjectedAttribute, LimitRule.InjectedAttribute);
    }

    [TestMethod]
    public void Marks_whose_classes_would_be_injected_are_found()
    {
        using var sample = new SampleAssembly();
        var parameter = new ParameterDefinition(new ByReferenceType(sample.Module.TypeSystem.Int32));
        parameter.CustomAttributes.Add(new CustomAttribute(sample.Module.ImportReference(typeof(System.Runtime.CompilerServices.IsReadOnlyAttribute).GetConstructor([]))));
        sample.Method.Parameters.Add(parameter);
        sample.AssertViolates(LimitRule.InjectedAttribute);
    }

    [TestMethod]
    public void Fault_blocks_are_found()
    {
        using var sample = new SampleAssembly();
        Instruction end = Instruction.Create(OpCodes.Nop);
        Instruction start = Instruction.Create(OpCodes.Leave_S, end);
        Instruction handler = Instruction.Create(OpCodes.Endfinally);
        sample.Code.Append(start);
        sample.Code.Append(handler);
        sample.Code.Append(end);
        sample.Method.Body.ExceptionHandlers.Add(new ExceptionHandler(ExceptionHandlerType.Fault) { TryStart = start, TryEnd = handler, HandlerStart = handler, HandlerEnd = end });
        sample.AssertViolates(LimitRule.FaultHandler);
    }

    [TestMethod]
    public void Interface_members_with_a_body_are_found()
    {
        using var sample = new SampleAssembly();
        sample.Class.IsInterface = true;
        sample.AssertViolates(LimitRule.InterfaceBody);
    }

    [TestMethod]
    public void A_zero_character_in_a_literal_is_found()
    {
        using var sample = new SampleAssembly();
        sample.Code.Emit(OpCodes.Ldstr, "cut\0here");
        sample.Code.Emit(OpCodes.Pop);
        sample.AssertViolates(LimitRule.ZeroInString);
    }

    private static void Repeat(int count, Action action)
    {
        for (int i = 0; i < count; i++)
        {
            action();
        }
    }
}
