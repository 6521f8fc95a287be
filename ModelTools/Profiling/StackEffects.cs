using System.Collections.Generic;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Edge.ModelTools.Profiling;

// What each opcode takes from the evaluation stack and what it leaves: ECMA-335 III, "stack transition" of each instruction.

/// <summary>Stack transitions of IL instructions, with types.</summary>
internal static class StackEffects
{
    /// <summary>Number of values an instruction pops.</summary>
    /// <param name="instruction">The instruction.</param>
    /// <param name="method">The method it is in.</param>
    /// <param name="depth">Values on the stack before it.</param>
    /// <returns>Values popped.</returns>
    public static int PopCount(Instruction instruction, MethodDefinition method, int depth)
    {
        switch (instruction.OpCode.StackBehaviourPop)
        {
            case StackBehaviour.Pop0:
                return 0;
            case StackBehaviour.Pop1:
            case StackBehaviour.Popi:
            case StackBehaviour.Popref:
                return 1;
            case StackBehaviour.Pop1_pop1:
            case StackBehaviour.Popi_pop1:
            case StackBehaviour.Popi_popi:
            case StackBehaviour.Popi_popi8:
            case StackBehaviour.Popi_popr4:
            case StackBehaviour.Popi_popr8:
            case StackBehaviour.Popref_pop1:
            case StackBehaviour.Popref_popi:
                return 2;
            case StackBehaviour.Popi_popi_popi:
            case StackBehaviour.Popref_popi_popi:
            case StackBehaviour.Popref_popi_popi8:
            case StackBehaviour.Popref_popi_popr4:
            case StackBehaviour.Popref_popi_popr8:
            case StackBehaviour.Popref_popi_popref:
                return 3;
            case StackBehaviour.PopAll:
                return depth;
            default:
                return VariablePopCount(instruction, method);
        }
    }

    /// <summary>Number of values an instruction pushes.</summary>
    public static int PushCount(Instruction instruction)
    {
        return instruction.OpCode.StackBehaviourPush switch
        {
            StackBehaviour.Push0 => 0,
            StackBehaviour.Push1_push1 => 2,
            StackBehaviour.Varpush => ((IMethodSignature)instruction.Operand).ReturnType.MetadataType is MetadataType.Void ? 0 : 1,
            _ => 1,
        };
    }

    /// <summary>Pushes the types of what an instruction leaves on the stack.</summary>
    /// <param name="instruction">The instruction.</param>
    /// <param name="method">The method it is in.</param>
    /// <param name="before">The stack before it, top last.</param>
    /// <param name="stack">The stack without what it popped; receives the result.</param>
    /// <param name="types">Primitive types of the module.</param>
    public static void Push(Instruction instruction, MethodDefinition method, TypeReference?[] before, List<TypeReference?> stack, TypeSystem types)
    {
        Code code = instruction.OpCode.Code;
        if (code is Code.Dup)
        {
            TypeReference? top = Top(before, 0);
            stack.Add(top);
            stack.Add(top);
        }
        else if (PushCount(instruction) > 0)
        {
            bool isCall = instruction.OpCode.StackBehaviourPush is StackBehaviour.Varpush;
            stack.Add(isCall ? ((IMethodSignature)instruction.Operand).ReturnType : Result(instruction, method, before, types));
        }
    }

    /// <summary>A value of the stack, counted from its top.</summary>
    /// <param name="stack">Top last.</param>
    /// <param name="fromTop">0 for the top.</param>
    /// <returns>Its type, or null when it is not known or not there.</returns>
    public static TypeReference? Top(TypeReference?[] stack, int fromTop)
    {
        return fromTop < stack.Length ? stack[^(fromTop + 1)] : null;
    }

    /// <summary>The local that an instruction loads, stores or takes the address of.</summary>
    /// <param name="instruction">The instruction.</param>
    /// <param name="body">The body it is in.</param>
    /// <returns>The local, or null when the instruction has none.</returns>
    public static VariableDefinition? Local(Instruction instruction, MethodBody body)
    {
        return instruction.OpCode.Code switch
        {
            Code.Ldloc_0 or Code.Stloc_0 => body.Variables[0],
            Code.Ldloc_1 or Code.Stloc_1 => body.Variables[1],
            Code.Ldloc_2 or Code.Stloc_2 => body.Variables[2],
            Code.Ldloc_3 or Code.Stloc_3 => body.Variables[3],
            _ => instruction.Operand as VariableDefinition,
        };
    }

    /// <summary>The type of the argument that an instruction loads or stores.</summary>
    /// <param name="instruction">The instruction.</param>
    /// <param name="method">The method it is in.</param>
    /// <returns>The type, or null when the instruction has no argument.</returns>
    public static TypeReference? ArgumentType(Instruction instruction, MethodDefinition method)
    {
        int index = instruction.OpCode.Code switch
        {
            Code.Ldarg_0 => 0,
            Code.Ldarg_1 => 1,
            Code.Ldarg_2 => 2,
            Code.Ldarg_3 => 3,
            _ => -1,
        };
        if (index < 0)
        {
            return (instruction.Operand as ParameterDefinition)?.ParameterType;
        }

        if (!method.HasThis)
        {
            return method.Parameters[index].ParameterType;
        }

        return index == 0 ? This(method) : method.Parameters[index - 1].ParameterType;
    }

    private static TypeReference This(MethodDefinition method)
    {
        return method.DeclaringType.IsValueType ? new ByReferenceType(method.DeclaringType) : method.DeclaringType;
    }

    private static int VariablePopCount(Instruction instruction, MethodDefinition method)
    {
        if (instruction.OpCode.Code is Code.Ret)
        {
            return method.ReturnType.MetadataType is MetadataType.Void ? 0 : 1;
        }

        var signature = (IMethodSignature)instruction.Operand;
        bool takesThis = signature.HasThis && !signature.ExplicitThis && instruction.OpCode.Code is not Code.Newobj;
        int pointer = instruction.OpCode.Code is Code.Calli ? 1 : 0;
        return signature.Parameters.Count + (takesThis ? 1 : 0) + pointer;
    }

    private static TypeReference? Result(Instruction instruction, MethodDefinition method, TypeReference?[] before, TypeSystem types)
    {
        switch (instruction.OpCode.StackBehaviourPush)
        {
            case StackBehaviour.Pushi8:
                return types.Int64;
            case StackBehaviour.Pushr4:
                return types.Single;
            case StackBehaviour.Pushr8:
                return types.Double;
        }

        switch (instruction.OpCode.Code)
        {
            case Code.Ldloca or Code.Ldloca_S:
                return new ByReferenceType(Local(instruction, method.Body)!.VariableType);
            case Code.Ldarga or Code.Ldarga_S:
                return new ByReferenceType(ArgumentType(instruction, method) ?? This(method));
            case Code.Ldflda or Code.Ldsflda:
                return new ByReferenceType(((FieldReference)instruction.Operand).FieldType);
            case Code.Ldelema:
                return new ByReferenceType((TypeReference)instruction.Operand);
            case Code.Ldfld or Code.Ldsfld:
                return ((FieldReference)instruction.Operand).FieldType;
            case Code.Newobj:
                return ((MethodReference)instruction.Operand).DeclaringType;
            case Code.Newarr:
                return new ArrayType((TypeReference)instruction.Operand);
            case Code.Ldstr:
                return types.String;
            case Code.Ldelem_Ref:
                return (Top(before, 1) as ArrayType)?.ElementType;
            case Code.Ldind_Ref:
                return (Top(before, 0) as ByReferenceType)?.ElementType;
            case Code.Castclass or Code.Isinst or Code.Unbox_Any or Code.Ldobj or Code.Ldelem_Any:
                return (TypeReference)instruction.Operand;
            case Code.Box or Code.Ldnull:
                return types.Object;
            case Code.Ldtoken or Code.Mkrefany or Code.Refanytype:
                return null;
        }

        if (Local(instruction, method.Body) is { } local)
        {
            return local.VariableType;
        }

        if (ArgumentType(instruction, method) is { } argument)
        {
            return argument;
        }

        // Arithmetic: the result has the type of its operands; a pointer plus an offset stays a pointer. The rest gives int32.
        return instruction.OpCode.StackBehaviourPush is StackBehaviour.Push1
            ? Top(before, instruction.OpCode.StackBehaviourPop is StackBehaviour.Pop1_pop1 ? 1 : 0)
            : types.Int32;
    }
}
