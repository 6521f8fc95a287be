using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Edge.ModelTools.Profiling;

/// <summary>Describes the instructions of one method for the cost table.</summary>
internal sealed class InstructionReader
{
    /// <summary>The type whose methods a device implements in C: what the desktop has in their place is not counted.</summary>
    public const string NativeType = "Edge.Runtime.Int8.Kernels.Native.Interop";

    private readonly MethodDefinition _method;
    private readonly IReadOnlySet<string> _countedAssemblies;
    private readonly IReadOnlyDictionary<Instruction, TypeReference?[]> _stacks;

    /// <summary>Makes the reader of one method, as the compiler wrote it.</summary>
    /// <param name="method">A method with a body that has not been changed yet.</param>
    /// <param name="countedAssemblies">Names of the assemblies whose instructions are counted; calls into others are library calls.</param>
    public InstructionReader(MethodDefinition method, IReadOnlySet<string> countedAssemblies)
    {
        _method = method;
        _countedAssemblies = countedAssemblies;
        _stacks = StackTyping.Run(method);
    }

    /// <summary>Describes one instruction.</summary>
    /// <param name="instruction">An instruction of the method.</param>
    /// <returns>Its description, without a size counter.</returns>
    public CountedInstruction Read(Instruction instruction)
    {
        TypeReference?[] stack = _stacks.TryGetValue(instruction, out TypeReference?[]? found) ? found : [];
        string opcode = instruction.OpCode.Name;
        switch (instruction.OpCode.Code)
        {
            case Code.Call:
            case Code.Callvirt:
                return ReadCall(instruction, stack);
            case Code.Newobj:
                return ReadNew(instruction);
            case Code.Newarr:
                var element = (TypeReference)instruction.Operand;
                StackKind kind = StackTyping.KindOf(element, isVariable: false);
                bool isReference = kind is StackKind.Reference;
                return new CountedInstruction(opcode, isReference ? kind : StackKind.Any) { UnitBytes = isReference ? 1 : SizeOf(element) };
            default:
                return new CountedInstruction(opcode, Operand(instruction, stack));
        }
    }

    private static int SizeOf(TypeReference? type)
    {
        return type?.MetadataType switch
        {
            MetadataType.Int16 or MetadataType.UInt16 or MetadataType.Char => 2,
            MetadataType.Int32 or MetadataType.UInt32 or MetadataType.Single => 4,
            MetadataType.Int64 or MetadataType.UInt64 or MetadataType.Double => 8,
            _ => 1,
        };
    }

    private static string FullName(MethodReference method)
    {
        return method.DeclaringType.FullName + "::" + method.Name;
    }

    private static bool IsDelegate(TypeReference type)
    {
        return type.Resolve()?.BaseType?.FullName is "System.MulticastDelegate";
    }

    private StackKind Operand(Instruction instruction, TypeReference?[] stack)
    {
        if (StackEffects.Local(instruction, _method.Body) is { } local)
        {
            return StackTyping.KindOf(local.VariableType, isVariable: true);
        }

        if (StackEffects.ArgumentType(instruction, _method) is { } argument)
        {
            return StackTyping.KindOf(argument, isVariable: true);
        }

        // A shift is priced by what is shifted, everything else by the top of the stack (both operands agree).
        bool isShift = instruction.OpCode.Code is Code.Shl or Code.Shr or Code.Shr_Un;
        return StackTyping.KindOf(StackEffects.Top(stack, isShift ? 1 : 0), isVariable: false);
    }

    private CountedInstruction ReadCall(Instruction instruction, TypeReference?[] stack)
    {
        var method = (MethodReference)instruction.Operand;
        var read = new CountedInstruction(instruction.OpCode.Name, StackKind.Any)
        {
            Call = Dispatch(instruction, method),
            Method = FullName(method),
            HasResult = method.ReturnType.MetadataType is not MetadataType.Void,
        };
        return read.Method switch
        {
            // The length is the last argument of every overload that the device has; the array before it gives the size of an element.
            "System.Array::Copy" => read with { UnitBytes = ArrayElementSize(stack, method.Parameters.Count == 3 ? 2 : 4) },
            "System.Array::Clear" => read with { UnitBytes = ArrayElementSize(stack, method.Parameters.Count - 1) },
            "System.Runtime.CompilerServices.RuntimeHelpers::InitializeArray" => read with { FixedBytes = InitialiserBytes(instruction) },
            _ => read,
        };
    }

    private static int ArrayElementSize(TypeReference?[] stack, int fromTop)
    {
        return SizeOf((StackEffects.Top(stack, fromTop) as ArrayType)?.ElementType);
    }

    private static int InitialiserBytes(Instruction call)
    {
        return call.Previous?.Operand is FieldReference field ? field.Resolve()?.InitialValue?.Length ?? 0 : 0;
    }

    private CountedInstruction ReadNew(Instruction instruction)
    {
        var constructor = (MethodReference)instruction.Operand;
        var read = new CountedInstruction(instruction.OpCode.Name, StackKind.Any) { Method = FullName(constructor) };
        if (IsDelegate(constructor.DeclaringType))
        {
            return read with { Call = CallKind.NewDelegate };
        }

        if (!IsCounted(constructor.DeclaringType))
        {
            return read with { Call = CallKind.NewLibrary };
        }

        int fields = 0;
        for (TypeDefinition? type = constructor.DeclaringType.Resolve(); type is not null; type = type.BaseType?.Resolve())
        {
            fields += type.Fields.Count(field => !field.IsStatic);
        }

        return read with { Call = CallKind.New, Items = fields };
    }

    private CallKind Dispatch(Instruction instruction, MethodReference method)
    {
        if (method.HasThis && method.Name == "Invoke" && IsDelegate(method.DeclaringType))
        {
            return CallKind.Delegate;
        }

        if (!IsCounted(method.DeclaringType))
        {
            return CallKind.Library;
        }

        if (!method.HasThis)
        {
            return CallKind.Static;
        }

        if (instruction.OpCode.Code is Code.Call || method.Resolve() is not { IsVirtual: true } definition)
        {
            return CallKind.Instance;
        }

        return definition.DeclaringType.IsInterface ? CallKind.Interface : CallKind.Virtual;
    }

    private bool IsCounted(TypeReference type)
    {
        if (type.FullName == NativeType)
        {
            return false;
        }

        string scope = type.GetElementType().Scope switch
        {
            AssemblyNameReference assembly => assembly.Name,
            ModuleDefinition module => module.Assembly.Name.Name,
            _ => string.Empty,
        };
        return _countedAssemblies.Contains(scope);
    }
}
