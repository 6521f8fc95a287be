using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Edge.ModelTools.Profiling;

// Types on the evaluation stack before each instruction of a method: ECMA-335 III.1.8 without the verification. A compiler's
// IL has one stack per instruction whichever way it is reached, so the first state that arrives is kept.

/// <summary>Finds the types that the instructions of a method work on.</summary>
internal sealed class StackTyping
{
    private readonly MethodDefinition _method;
    private readonly TypeSystem _types;
    private readonly Dictionary<Instruction, TypeReference?[]> _before = [];
    private readonly Queue<Instruction> _pending = new();

    private StackTyping(MethodDefinition method)
    {
        _method = method;
        _types = method.Module.TypeSystem;
    }

    /// <summary>Types on the stack before every instruction that can be reached.</summary>
    /// <param name="method">A method with a body.</param>
    /// <returns>For each instruction the stack, top last; null stands for a type that is not known.</returns>
    public static IReadOnlyDictionary<Instruction, TypeReference?[]> Run(MethodDefinition method)
    {
        var typing = new StackTyping(method);
        typing.Reach(method.Body.Instructions[0], []);
        foreach (ExceptionHandler handler in method.Body.ExceptionHandlers)
        {
            bool hasException = handler.HandlerType is ExceptionHandlerType.Catch or ExceptionHandlerType.Filter;
            typing.Reach(handler.HandlerStart, hasException ? [handler.CatchType] : []);
            if (handler.FilterStart is not null)
            {
                typing.Reach(handler.FilterStart, [null]);
            }
        }

        while (typing._pending.TryDequeue(out Instruction? instruction))
        {
            typing.Step(instruction);
        }

        return typing._before;
    }

    /// <summary>The kind of a type as far as costs depend on it.</summary>
    /// <param name="type">The type, or null when it is not known.</param>
    /// <param name="isVariable">Whether it is the type of a local or an argument, where small integers keep their size.</param>
    /// <returns>The kind; <see cref="StackKind.Any"/> when it is not known.</returns>
    public static StackKind KindOf(TypeReference? type, bool isVariable)
    {
        switch (type?.MetadataType)
        {
            case null:
            case MetadataType.Void:
                return StackKind.Any;
            case MetadataType.Boolean:
            case MetadataType.Char:
            case MetadataType.SByte:
            case MetadataType.Byte:
            case MetadataType.Int16:
            case MetadataType.UInt16:
                return isVariable ? StackKind.Small : StackKind.Int32;
            case MetadataType.Int32:
            case MetadataType.UInt32:
            case MetadataType.IntPtr:
            case MetadataType.UIntPtr:
                return StackKind.Int32;
            case MetadataType.Int64:
            case MetadataType.UInt64:
                return StackKind.Int64;
            case MetadataType.Single:
                return StackKind.Float32;
            case MetadataType.Double:
                return StackKind.Float64;
            case MetadataType.ByReference:
            case MetadataType.Pointer:
                return StackKind.Address;
            case MetadataType.ValueType:
                TypeDefinition? definition = type.Resolve();
                return definition is { IsEnum: true }
                    ? KindOf(definition.Fields.First(field => !field.IsStatic).FieldType, isVariable)
                    : StackKind.Struct;
            default:
                return StackKind.Reference;
        }
    }

    private void Reach(Instruction? instruction, TypeReference?[] stack)
    {
        if (instruction is not null && _before.TryAdd(instruction, stack))
        {
            _pending.Enqueue(instruction);
        }
    }

    private void Step(Instruction instruction)
    {
        TypeReference?[] before = _before[instruction];
        int popped = StackEffects.PopCount(instruction, _method, before.Length);
        int kept = popped > before.Length ? 0 : before.Length - popped;
        List<TypeReference?> stack = [.. before[..kept]];
        StackEffects.Push(instruction, _method, before, stack, _types);
        TypeReference?[] after = [.. stack];

        if (instruction.Operand is Instruction target)
        {
            Reach(target, instruction.OpCode.Code is Code.Leave or Code.Leave_S ? [] : after);
        }
        else if (instruction.Operand is Instruction[] targets)
        {
            foreach (Instruction each in targets)
            {
                Reach(each, after);
            }
        }

        bool fallsThrough = instruction.OpCode.FlowControl is not (FlowControl.Branch or FlowControl.Return or FlowControl.Throw);
        if (fallsThrough)
        {
            Reach(instruction.Next, after);
        }
    }
}
