using System.Collections.Generic;
using System.Linq;
using Mono.Cecil.Cil;

namespace Edge.ModelTools.Profiling;

// A block is entered only at its first instruction and left only after its last one. Blocks also end after calls: what a
// callee throws, or what is read off the counters while it runs, then finds the caller counted up to the call and no further.

/// <summary>Divides method bodies into blocks.</summary>
internal static class BlockFinder
{
    /// <summary>First instructions of the blocks of a method.</summary>
    /// <param name="body">A body with at least one instruction.</param>
    /// <returns>In the order of the body; the first one is the first instruction.</returns>
    public static IReadOnlyList<Instruction> FindLeaders(MethodBody body)
    {
        HashSet<Instruction> leaders = [body.Instructions[0]];
        foreach (Instruction instruction in body.Instructions)
        {
            if (instruction.Operand is Instruction target)
            {
                leaders.Add(target);
            }
            else if (instruction.Operand is Instruction[] targets)
            {
                leaders.UnionWith(targets);
            }

            if (EndsBlock(instruction) && instruction.Next is not null)
            {
                leaders.Add(instruction.Next);
            }
        }

        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            Instruction?[] bounds = [handler.TryStart, handler.TryEnd, handler.HandlerStart, handler.HandlerEnd, handler.FilterStart];
            leaders.UnionWith(bounds.OfType<Instruction>());
        }

        return [.. body.Instructions.Where(leaders.Contains)];
    }

    private static bool EndsBlock(Instruction instruction)
    {
        if (instruction.OpCode.Code is Code.Newobj)
        {
            return true;
        }

        // A tail call and its ret must stay side by side.
        bool isTailCall = instruction.Previous?.OpCode.Code is Code.Tail;
        return instruction.OpCode.FlowControl switch
        {
            FlowControl.Next or FlowControl.Meta or FlowControl.Break => false,
            FlowControl.Call => !isTailCall,
            _ => true,
        };
    }
}
