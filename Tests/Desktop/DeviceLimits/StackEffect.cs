using System;
using System.Collections.Generic;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Edge.Tests.Desktop.DeviceLimits;

/// <summary>Depth of the evaluation stack by ECMA-335 III: each instruction's pops and pushes, followed along every path.</summary>
internal static class StackEffect
{
    /// <summary>Values pushed less values popped by one instruction.</summary>
    /// <param name="instruction">Instruction.</param>
    /// <param name="method">Method that it belongs to; says what a return pops.</param>
    public static int Of(Instruction instruction, MethodDefinition method)
    {
        switch (instruction.OpCode.Code)
        {
            case Code.Ret:
                return IsVoid(method.ReturnType) ? 0 : -1;
            case Code.Newobj:
                return 1 - ((MethodReference)instruction.Operand).Parameters.Count;
            case Code.Call:
            case Code.Callvirt:
                var called = (MethodReference)instruction.Operand;
                return (IsVoid(called.ReturnType) ? 0 : 1) - called.Parameters.Count - (called.HasThis ? 1 : 0);
            default:
                return Pushes(instruction.OpCode.StackBehaviourPush) - Pops(instruction.OpCode.StackBehaviourPop);
        }
    }

    /// <summary>The deepest that the stack really gets.</summary>
    /// <param name="body">Body to follow.</param>
    public static int Depth(MethodBody body)
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
                depth += Of(instruction, body.Method);
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

    private static bool IsVoid(TypeReference type)
    {
        return type.FullName == "System.Void";
    }

    private static int Pushes(StackBehaviour behaviour)
    {
        return behaviour switch
        {
            StackBehaviour.Push0 => 0,
            StackBehaviour.Push1_push1 => 2,
            _ => 1,
        };
    }

    private static int Pops(StackBehaviour behaviour)
    {
        switch (behaviour)
        {
            case StackBehaviour.Pop0:
            case StackBehaviour.PopAll:
                return 0;
            case StackBehaviour.Pop1:
            case StackBehaviour.Popi:
            case StackBehaviour.Popref:
                return 1;
            case StackBehaviour.Popi_popi_popi:
            case StackBehaviour.Popref_popi_popi:
            case StackBehaviour.Popref_popi_popi8:
            case StackBehaviour.Popref_popi_popr4:
            case StackBehaviour.Popref_popi_popr8:
            case StackBehaviour.Popref_popi_popref:
                return 3;
            default:
                return 2;
        }
    }
}
