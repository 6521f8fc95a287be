using System;
using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Edge.Tests.Desktop.DeviceLimits;

/// <summary>The limits of one method: counts that are bytes on the device, 16-bit branches, missing instructions.</summary>
internal static class MethodBodyRules
{
    // Largest 16-bit branch offset.
    private const int MaximumBranch = 32767;

    // nf-interpreter src/CLR/Core/Interpreter.cpp, "Unsupported opcodes".
    private static readonly HashSet<Code> s_unsupported =
    [
        Code.Arglist, Code.Cpblk, Code.Jmp, Code.Initblk, Code.Calli, Code.Ckfinite, Code.Localloc,
        Code.Mkrefany, Code.Refanytype, Code.Refanyval, Code.Readonly,
    ];

    /// <summary>Adds what is wrong with a method's body.</summary>
    /// <param name="body">Body to check.</param>
    /// <param name="violations">Receives one entry per rule and method.</param>
    public static void Check(MethodBody body, List<LimitViolation> violations)
    {
        string where = body.Method.FullName;
        foreach ((LimitRule rule, string? what) in Findings(body).Where(finding => finding.What != null))
        {
            violations.Add(new LimitViolation(rule, where, what!));
        }
    }

    private static IEnumerable<(LimitRule Rule, string? What)> Findings(MethodBody body)
    {
        Instruction[] code = [.. body.Instructions];
        int arguments = body.Method.Parameters.Count + (body.Method.HasThis ? 1 : 0);
        yield return (LimitRule.TooManyLocals, TooMany(body.Variables.Count, "locals"));
        yield return (LimitRule.TooManyLocals, TooMany(arguments, "arguments"));
        yield return (LimitRule.EvaluationStack, StackProblem(body));

        int branch = MetadataProcessorModel.LongestBranch(body);
        yield return (LimitRule.BranchTooFar, branch > MaximumBranch ? $"a branch over {branch} bytes, at most {MaximumBranch}" : null);

        int cases = code.Select(instruction => (instruction.Operand as Instruction[])?.Length ?? 0).Max();
        yield return (LimitRule.SwitchTooLong, cases > DeviceLimitChecker.MaximumByteCount ? $"a switch of {cases} cases, at most {DeviceLimitChecker.MaximumByteCount}" : null);

        IEnumerable<string> unsupported = code.Where(instruction => s_unsupported.Contains(instruction.OpCode.Code)).Select(instruction => instruction.OpCode.Name).Distinct();
        yield return (LimitRule.UnsupportedInstruction, Listed(unsupported, "the interpreter has no "));

        IEnumerable<string> overflow = code.Select(instruction => instruction.OpCode.Name).Where(name => name.Contains(".ovf", StringComparison.Ordinal)).Distinct();
        yield return (LimitRule.CheckedArithmetic, Listed(overflow, "checked arithmetic, or a long as array index or length (convert it to int): "));

        // The interpreter types a product by its first operand and shifts right by that type (checked on nanoCLR).
        bool shifts = code.Any(instruction => instruction.OpCode.Code == Code.Shr);
        IEnumerable<string> unsigned = code.Where((instruction, index) => shifts && instruction.OpCode.Code == Code.Conv_U8 && IsFactor(code, index)).Select(instruction => $"at IL_{instruction.Offset:x4}");
        yield return (LimitRule.UnsignedLong, Listed(unsigned, "a byte or uint times a long (convert it to int first) "));

        IEnumerable<string> zeros = code.Where(instruction => instruction.Operand is string text && text.Contains('\0', StringComparison.Ordinal)).Select(instruction => $"at IL_{instruction.Offset:x4}");
        yield return (LimitRule.ZeroInString, Listed(zeros, "a literal with a zero character "));

        bool hasFault = body.ExceptionHandlers.Any(handler => handler.HandlerType == ExceptionHandlerType.Fault);
        yield return (LimitRule.FaultHandler, hasFault ? "a fault block" : null);

        IEnumerable<VariableDefinition> pinned = body.Variables.Where(variable => variable.IsPinned || variable.VariableType is PinnedType);
        yield return (LimitRule.Pointer, Listed(pinned.Select(variable => variable.VariableType.FullName), "pinned local "));
    }

    /// <summary>Whether the value at <paramref name="index"/> is the first factor of a product with a local, an argument or a field.</summary>
    private static bool IsFactor(Instruction[] code, int index)
    {
        return code.Skip(index + 1).Take(4).Any(instruction => instruction.OpCode.Code == Code.Mul);
    }

    private static string? StackProblem(MethodBody body)
    {
        int depth = StackDepth.Of(body);
        int estimate = MetadataProcessorModel.EstimatedStackDepth(body);
        if (depth > DeviceLimitChecker.MaximumSlots)
        {
            return $"{depth} values on the stack, at most {DeviceLimitChecker.MaximumSlots}";
        }

        // The interpreter reserves two values more than the header says, for newobj; a catch block makes the estimate one
        // too small, which that covers. The header holds the estimate's low byte.
        int reserved = estimate & 0xFF;
        return reserved < depth - 1 ? $"{depth} values on the stack, but the metadata processor reserves {reserved} (it counts {estimate}: each \"case n: return x\" adds one)" : null;
    }

    private static string? TooMany(int count, string kind)
    {
        return count > DeviceLimitChecker.MaximumSlots ? $"{count} {kind}, at most {DeviceLimitChecker.MaximumSlots}" : null;
    }

    private static string? Listed(IEnumerable<string> items, string before)
    {
        string list = string.Join(", ", items);
        return list.Length > 0 ? before + list : null;
    }
}
