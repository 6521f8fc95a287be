using System;
using System.Collections.Generic;
using Edge.ModelTools.Profiling;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Edge.Tests.Desktop.DeviceLimits;

/// <summary>Depth of the evaluation stack by ECMA-335 III: the profiler's pops and pushes, followed along every path.</summary>
internal static class StackDepth
{
    /// <summary>Values pushed less values popped by one instruction; one that empties the stack counts as none.</summary>
    /// <param name="instruction">Instruction.</param>
    /// <param name="method">Method that it belongs to; says what a return pops.</param>
    public static int Change(Instruction instruction, MethodDefinition method)
    {
        return StackEffects.PushCount(instruction) - StackEffects.PopCount(instruction, method, depth: 0);
    }

    /// <summary>The deepest that the stack really gets.</summary>
    /// <param name="body">Body to follow.</param>
    public static int Of(MethodBody body)
    {
        var depthAt = new Dictionary<Instruction, int>();
        var pending = new Stack<(Instruction Start, int Depth)>();
        pending.Push((body.Instructions[0], 0));
        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            bool takesException = handler.HandlerType is ExceptionHandlerType.Catch or ExceptionHandlerType.Filter;
            pending.Push((handler.HandlerStart, takesException ? 1 : 0));
            if (handler.FilterStart != null)
            {
                pending.Push((handler.FilterStart, 1));
            }
        }

        int deepest = 0;
        while (pending.Count > 0)
        {
            (Instruction start, int depth) = pending.Pop();
            for (Instruction? instruction = start; instruction != null && depthAt.TryAdd(instruction, depth); instruction = instruction.Next)
            {
                deepest = Math.Max(deepest, depth);
                depth += Change(instruction, body.Method);
                deepest = Math.Max(deepest, depth);
                FlowControl flow = instruction.OpCode.FlowControl;
                bool leaves = instruction.OpCode.Code is Code.Leave or Code.Leave_S;
                foreach (Instruction target in instruction.Operand as Instruction[] ?? (instruction.Operand is Instruction single ? [single] : []))
                {
                    pending.Push((target, leaves ? 0 : depth));
                }

                if (flow is FlowControl.Branch or FlowControl.Return or FlowControl.Throw)
                {
                    break;
                }
            }
        }

        return deepest;
    }
}
