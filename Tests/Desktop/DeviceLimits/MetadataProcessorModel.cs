using System;
using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Edge.Tests.Desktop.DeviceLimits;

/// <summary>
/// What the nanoFramework metadata processor makes of a method body, as far as limits depend on it: metadata tokens and
/// branch offsets take 2 bytes instead of 4, and the stack depth that the device reserves is its own linear estimate.
/// After nanoframework/metadata-processor (4541b46) Mono.Cecil/CodeWriter.cs.
/// </summary>
internal static class MetadataProcessorModel
{
    private const int HandlerBytes = 12;

    /// <summary>Offset of each instruction in the device's IL, and the length of the code at the end, in bytes.</summary>
    /// <param name="body">Body to measure.</param>
    public static Dictionary<Instruction, int> Offsets(MethodBody body, out int codeBytes)
    {
        var offsets = new Dictionary<Instruction, int>();
        codeBytes = 0;
        foreach (Instruction instruction in body.Instructions)
        {
            offsets[instruction] = codeBytes;
            codeBytes += SizeOf(instruction);
        }

        return offsets;
    }

    /// <summary>Bytes of the method in the device's IL table: code and exception table.</summary>
    /// <param name="body">Body to measure.</param>
    public static int TotalBytes(MethodBody body)
    {
        Offsets(body, out int codeBytes);
        return body.HasExceptionHandlers ? codeBytes + (HandlerBytes * body.ExceptionHandlers.Count) + 1 : codeBytes;
    }

    /// <summary>
    /// Stack depth that the processor writes into the method's header, before it is cut to a byte. It walks the instructions
    /// once, in order. A return does not empty its count, and cases of a switch do not set it, so "case n: return x" adds one.
    /// </summary>
    /// <param name="body">Body to measure.</param>
    public static int EstimatedStackDepth(MethodBody body)
    {
        var atTarget = new Dictionary<Instruction, int>();
        int depth = 0;
        int deepest = 0;
        foreach (Instruction instruction in body.Instructions)
        {
            if (atTarget.TryGetValue(instruction, out int corrected))
            {
                depth = corrected;
            }

            switch (instruction.OpCode.Code)
            {
                case Code.Throw:
                case Code.Endfinally:
                case Code.Endfilter:
                case Code.Leave_S:
                case Code.Leave:
                case Code.Br_S:
                    depth = 0;
                    continue;
            }

            depth += instruction.OpCode.Code == Code.Ret ? 0 : StackDepth.Change(instruction, body.Method);
            if (instruction.Operand is Instruction target)
            {
                atTarget[target] = Math.Max(atTarget.GetValueOrDefault(target), depth);
            }

            deepest = Math.Max(deepest, depth);
        }

        return deepest;
    }

    /// <summary>Farthest jump of the method in the device's IL, in bytes, counted from the end of the jumping instruction.</summary>
    /// <param name="body">Body to measure.</param>
    public static int LongestBranch(MethodBody body)
    {
        Dictionary<Instruction, int> offsets = Offsets(body, out _);
        int longest = 0;
        foreach (Instruction instruction in body.Instructions)
        {
            int end = offsets[instruction] + SizeOf(instruction);
            IEnumerable<Instruction> targets = instruction.Operand as Instruction[] ?? (instruction.Operand is Instruction target ? [target] : []);
            longest = targets.Select(each => Math.Abs(offsets[each] - end)).Append(longest).Max();
        }

        return longest;
    }

    private static int SizeOf(Instruction instruction)
    {
        switch (instruction.OpCode.OperandType)
        {
            case OperandType.InlineSwitch:
                return instruction.OpCode.Size + 1 + (2 * ((Instruction[])instruction.Operand).Length);
            case OperandType.InlineString:
            case OperandType.InlineMethod:
            case OperandType.InlineField:
            case OperandType.InlineType:
            case OperandType.InlineBrTarget:
                return instruction.OpCode.Size + 2;
            default:
                return instruction.GetSize();
        }
    }
}
