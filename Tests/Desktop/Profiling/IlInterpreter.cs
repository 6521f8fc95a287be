using System;
using System.Collections.Generic;
using System.Globalization;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Edge.Tests.Desktop.Profiling;

/// <summary>
/// Runs static methods on integers and arrays one instruction at a time and counts opcodes: what the woven counters must find.
/// Knows nothing of blocks. Opcodes that the microbenchmarks do not use are refused.
/// </summary>
internal sealed class IlInterpreter
{
    /// <summary>Executions by opcode.</summary>
    public SortedDictionary<string, long> Counts { get; } = [];

    /// <summary>Runs a method.</summary>
    /// <param name="method">A static method.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>Its result, or null.</returns>
    public object? Run(MethodDefinition method, params object[] arguments)
    {
        Stack<object> stack = new();
        object[] locals = new object[method.Body.Variables.Count];
        for (int i = 0; i < locals.Length; i++)
        {
            locals[i] = method.Body.Variables[i].VariableType.MetadataType is MetadataType.Int64 ? 0L : 0;
        }

        Instruction instruction = method.Body.Instructions[0];
        while (instruction.OpCode.Code is not Code.Ret)
        {
            Count(instruction);
            instruction = Step(instruction, stack, locals, arguments);
        }

        Count(instruction);
        return stack.Count == 0 ? null : stack.Pop();
    }

    private static int Slot(Instruction instruction, int suffix)
    {
        return instruction.Operand switch
        {
            VariableDefinition local => local.Index,
            ParameterDefinition parameter => parameter.Index,
            _ => suffix,
        };
    }

    private static object Arithmetic(string name, object a, object b)
    {
        if (a is long wide)
        {
            int shift = b is int amount ? amount : 0;
            long other = b is long value ? value : 0;
            return name switch
            {
                "add" => wide + other,
                "sub" => wide - other,
                "mul" => wide * other,
                "and" => wide & other,
                "xor" => wide ^ other,
                "shl" => wide << shift,
                "shr" => wide >> shift,
                _ => throw new NotSupportedException(name),
            };
        }

        int x = (int)a;
        int y = (int)b;
        return name switch
        {
            "add" => x + y,
            "sub" => x - y,
            "mul" => x * y,
            "rem" => x % y,
            "and" => x & y,
            "xor" => x ^ y,
            "shl" => x << y,
            "shr" => x >> y,
            _ => throw new NotSupportedException(name),
        };
    }

    private static bool Compare(string name, object a, object b)
    {
        int order = Convert.ToInt64(a, CultureInfo.InvariantCulture).CompareTo(Convert.ToInt64(b, CultureInfo.InvariantCulture));
        return name switch
        {
            "beq" => order == 0,
            "bne" => order != 0,
            "blt" => order < 0,
            "ble" => order <= 0,
            "bgt" => order > 0,
            "bge" => order >= 0,
            _ => throw new NotSupportedException(name),
        };
    }

    private static object Converted(string to, object value)
    {
        long wide = Convert.ToInt64(value, CultureInfo.InvariantCulture);
        return to switch
        {
            "i1" => (object)(int)(sbyte)wide,
            "u1" => (int)(byte)wide,
            "i4" => (int)wide,
            "i8" => wide,
            _ => throw new NotSupportedException(to),
        };
    }

    private void Count(Instruction instruction)
    {
        string name = instruction.OpCode.Name;
        Counts[name] = Counts.GetValueOrDefault(name) + 1;
    }

    private Instruction Step(Instruction instruction, Stack<object> stack, object[] locals, object[] arguments)
    {
        string[] parts = instruction.OpCode.Name.Split('.');
        string name = parts[0];
        int suffix = parts.Length > 1 && int.TryParse(parts[1], out int number) ? number : -1;
        switch (name)
        {
            case "ldarg":
                stack.Push(arguments[Slot(instruction, suffix)]);
                break;
            case "starg":
                arguments[Slot(instruction, suffix)] = stack.Pop();
                break;
            case "ldloc":
                stack.Push(locals[Slot(instruction, suffix)]);
                break;
            case "stloc":
                locals[Slot(instruction, suffix)] = stack.Pop();
                break;
            case "ldc":
                stack.Push(instruction.Operand switch
                {
                    long constant => (object)constant,
                    int constant => constant,
                    sbyte constant => (int)constant,
                    _ => parts[2] == "m1" ? -1 : int.Parse(parts[2], CultureInfo.InvariantCulture),
                });
                break;
            case "dup":
                stack.Push(stack.Peek());
                break;
            case "newarr":
                var element = (TypeReference)instruction.Operand;
                stack.Push(Array.CreateInstance(Type.GetType(element.FullName)!, (int)stack.Pop()));
                break;
            case "ldlen":
                stack.Push(((Array)stack.Pop()).Length);
                break;
            case "ldelem":
                int index = (int)stack.Pop();
                object item = ((Array)stack.Pop()).GetValue(index)!;
                stack.Push(item is long ? item : (object)Convert.ToInt32(item, CultureInfo.InvariantCulture));
                break;
            case "stelem":
                object stored = stack.Pop();
                int position = (int)stack.Pop();
                var array = (Array)stack.Pop();
                array.SetValue(Convert.ChangeType(stored, array.GetType().GetElementType()!, CultureInfo.InvariantCulture), position);
                break;
            case "conv":
                stack.Push(Converted(parts[1], stack.Pop()));
                break;
            case "neg":
                stack.Push(-(int)stack.Pop());
                break;
            case "br":
                return (Instruction)instruction.Operand;
            case "brtrue" or "brfalse":
                return (int)stack.Pop() != 0 == (name == "brtrue") ? (Instruction)instruction.Operand : instruction.Next;
            case "beq" or "bne" or "blt" or "ble" or "bgt" or "bge":
                object right = stack.Pop();
                return Compare(name, stack.Pop(), right) ? (Instruction)instruction.Operand : instruction.Next;
            case "call":
                Call((MethodReference)instruction.Operand, stack);
                break;
            default:
                object b = stack.Pop();
                stack.Push(Arithmetic(name, stack.Pop(), b));
                break;
        }

        return instruction.Next;
    }

    private void Call(MethodReference method, Stack<object> stack)
    {
        object[] arguments = new object[method.Parameters.Count];
        for (int i = arguments.Length - 1; i >= 0; i--)
        {
            arguments[i] = stack.Pop();
        }

        if (Run(method.Resolve(), arguments) is { } result)
        {
            stack.Push(result);
        }
    }
}
