using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Profiling;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Edge.Tests.Desktop.Profiling;

/// <summary>Exact counts of opcodes, worked out by hand from the instructions written here.</summary>
[TestClass]
public sealed class CounterWeaverTests
{
    [TestMethod]
    public void Loop_counts_each_pass_and_the_last_test()
    {
        using var emitted = new EmittedAssembly();
        ILProcessor il = EmitLoop(emitted).Body.GetILProcessor();
        Assert.AreEqual(Code.Ret, il.Body.Instructions[^1].OpCode.Code);

        // int i = n; while (i != 0) { i--; }  run with 5: the test runs 6 times, the body 5 times.
        AssertCounts(
            emitted,
            [5],
            ("ldarg.0", 1), ("stloc.0", 6), ("ldloc.0", 6 + 5), ("brfalse.s", 6), ("ldc.i4.1", 5), ("sub", 5), ("br.s", 5), ("ret", 1));
    }

    [TestMethod]
    public void Branch_back_to_the_first_instruction_does_not_enter_the_method_again()
    {
        using var emitted = new EmittedAssembly();
        MethodDefinition method = emitted.AddMethod("Run", emitted.Types.Void, emitted.Types.Int32);
        EmittedAssembly.AddLocal(method, emitted.Types.Int32);
        EmittedAssembly.AddLocal(method, emitted.Types.Int64);
        ILProcessor il = method.Body.GetILProcessor();
        Instruction first = il.Create(OpCodes.Ldarg_0);
        il.Append(first);
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Sub);
        il.Emit(OpCodes.Dup);
        il.Emit(OpCodes.Starg_S, method.Parameters[0]);
        il.Emit(OpCodes.Brtrue_S, first);
        il.Emit(OpCodes.Ret);

        (CountedAssemblies assemblies, CountSnapshot executed) = Execute(emitted, [4]);
        AssertCounts(assemblies, executed, ("ldarg.0", 4), ("ldc.i4.1", 4), ("sub", 4), ("dup", 4), ("starg.s", 4), ("brtrue.s", 4), ("ret", 1));
        int entry = IndexOfBlock(assemblies, CountedInstruction.LocalsOpcode);
        Assert.AreEqual(1L, executed.Counts[entry]);
        Assert.AreEqual(2, assemblies.Blocks[entry].Instructions[0].Items);
    }

    [TestMethod]
    public void Switch_counts_the_case_that_is_taken()
    {
        using var emitted = new EmittedAssembly();
        MethodDefinition method = emitted.AddMethod("Run", emitted.Types.Int32, emitted.Types.Int32);
        ILProcessor il = method.Body.GetILProcessor();
        Instruction zero = il.Create(OpCodes.Ldc_I4_7);
        Instruction one = il.Create(OpCodes.Ldc_I4_8);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Switch, [zero, one]);
        il.Emit(OpCodes.Ldc_I4_M1);
        il.Emit(OpCodes.Ret);
        il.Append(zero);
        il.Emit(OpCodes.Ret);
        il.Append(one);
        il.Emit(OpCodes.Ret);

        AssertCounts(emitted, [1], ("ldarg.0", 1), ("switch", 1), ("ldc.i4.8", 1), ("ret", 1));
        AssertCounts(emitted, [9], ("ldarg.0", 1), ("switch", 1), ("ldc.i4.m1", 1), ("ret", 1));
    }

    [TestMethod]
    public void Finally_is_counted_on_the_way_out()
    {
        using var emitted = new EmittedAssembly();
        MethodDefinition method = emitted.AddMethod("Run", emitted.Types.Int32, emitted.Types.Int32);
        VariableDefinition local = EmittedAssembly.AddLocal(method, emitted.Types.Int32);
        ILProcessor il = method.Body.GetILProcessor();
        Instruction tryStart = il.Create(OpCodes.Ldarg_0);
        Instruction finallyStart = il.Create(OpCodes.Ldloc_0);
        Instruction end = il.Create(OpCodes.Ldloc_0);
        il.Append(tryStart);
        il.Emit(OpCodes.Stloc_S, local);
        il.Emit(OpCodes.Leave_S, end);
        il.Append(finallyStart);
        il.Emit(OpCodes.Ldc_I4_2);
        il.Emit(OpCodes.Mul);
        il.Emit(OpCodes.Stloc_0);
        il.Emit(OpCodes.Endfinally);
        il.Append(end);
        il.Emit(OpCodes.Ret);
        method.Body.ExceptionHandlers.Add(new ExceptionHandler(ExceptionHandlerType.Finally)
        {
            TryStart = tryStart, TryEnd = finallyStart, HandlerStart = finallyStart, HandlerEnd = end,
        });

        (CountedAssemblies assemblies, CountSnapshot executed) = Execute(emitted, [21], expected: 42);
        AssertCounts(
            assemblies, executed, ("ldarg.0", 1), ("stloc.s", 1), ("leave.s", 1), ("ldloc.0", 2), ("ldc.i4.2", 1), ("mul", 1), ("stloc.0", 1), ("endfinally", 1), ("ret", 1));
    }

    [TestMethod]
    public void Thrown_exception_leaves_the_caller_counted_up_to_its_call()
    {
        using var emitted = new EmittedAssembly();
        MethodDefinition thrower = emitted.AddMethod("Throw", emitted.Types.Void);
        ILProcessor il = thrower.Body.GetILProcessor();
        il.Emit(OpCodes.Newobj, emitted.Module.ImportReference(typeof(InvalidOperationException).GetConstructor([])));
        il.Emit(OpCodes.Throw);

        MethodDefinition method = emitted.AddMethod("Run", emitted.Types.Void, emitted.Types.Int32);
        il = method.Body.GetILProcessor();
        Instruction tryStart = il.Create(OpCodes.Call, thrower);
        Instruction handlerStart = il.Create(OpCodes.Pop);
        Instruction end = il.Create(OpCodes.Ret);
        il.Append(tryStart);
        il.Emit(OpCodes.Nop);
        il.Emit(OpCodes.Leave_S, end);
        il.Append(handlerStart);
        il.Emit(OpCodes.Leave, end);
        il.Append(end);
        method.Body.ExceptionHandlers.Add(new ExceptionHandler(ExceptionHandlerType.Catch)
        {
            TryStart = tryStart, TryEnd = handlerStart, HandlerStart = handlerStart, HandlerEnd = end,
            CatchType = emitted.Module.ImportReference(typeof(InvalidOperationException)),
        });

        AssertCounts(emitted, [0], ("call", 1), ("newobj", 1), ("throw", 1), ("pop", 1), ("leave", 1), ("ret", 1));
    }

    [TestMethod]
    public void Counters_read_during_a_call_hold_everything_before_it()
    {
        using var emitted = new EmittedAssembly();
        TypeReference callback = emitted.Module.ImportReference(typeof(Action));
        MethodDefinition method = emitted.AddMethod("Run", emitted.Types.Void, callback);
        ILProcessor il = method.Body.GetILProcessor();
        il.Emit(OpCodes.Nop);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Callvirt, emitted.Module.ImportReference(typeof(Action).GetMethod("Invoke")));
        il.Emit(OpCodes.Nop);
        il.Emit(OpCodes.Ret);

        CountedAssemblies assemblies = CountedAssemblies.Load([emitted.Write()]);
        CountSnapshot? during = null;
        Action read = () => during = assemblies.TakeSnapshot();
        assemblies.Invoke("Emitted", "Run", read);
        AssertCounts(assemblies, during!, ("nop", 1), ("ldarg.0", 1), ("callvirt", 1));
        AssertCounts(assemblies, assemblies.TakeSnapshot().Since(during!), ("nop", 1), ("ret", 1));
        Assert.AreEqual(CallKind.Delegate, assemblies.Blocks[0].Instructions[^1].Call);
    }

    [TestMethod]
    public void Lengths_of_new_arrays_and_copies_are_added_up()
    {
        using var emitted = new EmittedAssembly();
        MethodDefinition method = emitted.AddMethod("Run", emitted.Types.Void, emitted.Types.Int32);
        EmittedAssembly.AddLocal(method, new ArrayType(emitted.Types.Int16));
        ILProcessor il = method.Body.GetILProcessor();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Newarr, emitted.Types.Int16);
        il.Emit(OpCodes.Stloc_0);
        il.Emit(OpCodes.Ldloc_0);
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Ldloc_0);
        il.Emit(OpCodes.Ldc_I4_2);
        il.Emit(OpCodes.Ldc_I4_5);
        il.Emit(OpCodes.Call, emitted.Module.ImportReference(typeof(Array).GetMethod("Copy", [typeof(Array), typeof(int), typeof(Array), typeof(int), typeof(int)])));
        il.Emit(OpCodes.Ret);

        (CountedAssemblies assemblies, CountSnapshot executed) = Execute(emitted, [40]);
        CollectionAssert.AreEqual(new long[] { 40, 5 }, executed.Sizes);
        CountedInstruction[] sized = [.. assemblies.Blocks.SelectMany(block => block.Instructions).Where(each => each.SizeCounter >= 0)];
        Assert.AreEqual("newarr, 2; call, 2", string.Join("; ", sized.Select(each => $"{each.Opcode}, {each.UnitBytes}")));

        // Net of the newarr row at 80 bytes and of the Array.Copy row at 10 bytes, and the plain opcodes.
        CostTable table = CostTable.Embedded;
        double expected = table.Net(table.Row("newarr"), CostColumn.O3X64) + (80 * 0.06875)
            + table.Net(table.Row("native.copy"), CostColumn.O3X64) + (10 * 0.1007)
            + 30 + 28 + (2 * 33) + (3 * 17) + 36;
        Assert.AreEqual(expected, new CostCounter(assemblies).Weigh(executed), 1e-6);
    }

    // A library that nobody wrote for this: generics, iterators, filters, nested handlers. The JIT checks what was woven.
    [TestMethod]
    public void Every_method_of_a_woven_library_still_compiles()
    {
        string path = typeof(AssemblyDefinition).Assembly.Location;
        CountedAssemblies assemblies = CountedAssemblies.Load([path]);
        int compiled = 0;
        foreach (Type type in assemblies.GetType("Mono.Cecil.AssemblyDefinition").Assembly.GetTypes().Where(type => !type.ContainsGenericParameters))
        {
            const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
            foreach (MethodBase method in type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared)))
            {
                if (!method.IsAbstract && !method.ContainsGenericParameters && method.GetMethodBody() is not null)
                {
                    RuntimeHelpers.PrepareMethod(method.MethodHandle);
                    compiled++;
                }
            }
        }

        Assert.IsGreaterThan(1000, compiled);
        Assert.IsGreaterThan(10_000, assemblies.Blocks.Count);
    }

    [TestMethod]
    public void Debug_build_is_refused()
    {
        using var emitted = new EmittedAssembly();
        EmitLoop(emitted);
        emitted.MarkAsDebugBuild();
        string path = emitted.Write();
        EdgeException error = Assert.ThrowsExactly<EdgeException>(() => CountedAssemblies.Load([path]));
        Assert.AreEqual(DiagnosticId.NotAReleaseBuild, error.Id);
    }

    [TestMethod]
    public void File_that_is_no_assembly_is_refused()
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, "no assembly");
        Assert.AreEqual(DiagnosticId.UnknownFormat, Assert.ThrowsExactly<EdgeException>(() => CountedAssemblies.Load([path])).Id);
        File.Delete(path);
        Assert.AreEqual(DiagnosticId.FileNotFound, Assert.ThrowsExactly<EdgeException>(() => CountedAssemblies.Load([path])).Id);
    }

    private static MethodDefinition EmitLoop(EmittedAssembly emitted)
    {
        MethodDefinition method = emitted.AddMethod("Run", emitted.Types.Void, emitted.Types.Int32);
        EmittedAssembly.AddLocal(method, emitted.Types.Int32);
        ILProcessor il = method.Body.GetILProcessor();
        Instruction test = il.Create(OpCodes.Ldloc_0);
        Instruction end = il.Create(OpCodes.Ret);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Stloc_0);
        il.Append(test);
        il.Emit(OpCodes.Brfalse_S, end);
        il.Emit(OpCodes.Ldloc_0);
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Sub);
        il.Emit(OpCodes.Stloc_0);
        il.Emit(OpCodes.Br_S, test);
        il.Append(end);
        return method;
    }

    private static (CountedAssemblies Assemblies, CountSnapshot Executed) Execute(EmittedAssembly emitted, object[] arguments, object? expected = null)
    {
        CountedAssemblies assemblies = CountedAssemblies.Load([emitted.Write()]);
        object? result = assemblies.Invoke("Emitted", "Run", arguments);
        if (expected is not null)
        {
            Assert.AreEqual(expected, result);
        }

        return (assemblies, assemblies.TakeSnapshot());
    }

    private static void AssertCounts(EmittedAssembly emitted, object[] arguments, params (string Opcode, long Count)[] expected)
    {
        (CountedAssemblies assemblies, CountSnapshot executed) = Execute(emitted, arguments);
        AssertCounts(assemblies, executed, expected);
    }

    private static void AssertCounts(CountedAssemblies assemblies, CountSnapshot executed, params (string Opcode, long Count)[] expected)
    {
        IEnumerable<string> lines = expected.OrderBy(each => each.Opcode, StringComparer.Ordinal).Select(each => $"{each.Opcode} {each.Count}");
        IEnumerable<string> found = new CostCounter(assemblies).CountOpcodes(executed)
            .OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => $"{each.Key} {each.Value}");
        Assert.AreEqual(string.Join(", ", lines), string.Join(", ", found));
    }

    private static int IndexOfBlock(CountedAssemblies assemblies, string opcode)
    {
        return Enumerable.Range(0, assemblies.Blocks.Count).First(index => assemblies.Blocks[index].Instructions[0].Opcode == opcode);
    }
}
