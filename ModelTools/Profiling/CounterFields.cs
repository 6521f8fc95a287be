using System.Collections.Generic;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Edge.ModelTools.Profiling;

/// <summary>The type with the counters that is added to a counted assembly, and the instructions that count.</summary>
internal sealed class CounterFields
{
    /// <summary>Name of the added type.</summary>
    public const string TypeName = "EdgeInstructionCounters";

    /// <summary>Static field, <c>long[]</c>: executions by block.</summary>
    public const string CountsName = "Counts";

    /// <summary>Static field, <c>long[]</c>: sum of lengths by size counter.</summary>
    public const string SizesName = "Sizes";

    private readonly ModuleDefinition _module;
    private readonly TypeDefinition _type;
    private readonly FieldDefinition _counts;
    private readonly FieldDefinition _sizes;
    private readonly MethodDefinition _addSize;
    private readonly Dictionary<Instruction, Instruction> _sizeStarts = [];

    /// <summary>Prepares the type; <see cref="AddType"/> adds it when all sizes are known.</summary>
    /// <param name="module">Module that is woven.</param>
    public CounterFields(ModuleDefinition module)
    {
        _module = module;
        TypeSystem types = module.TypeSystem;
        const TypeAttributes StaticClass = TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed | TypeAttributes.BeforeFieldInit;
        const FieldAttributes StaticField = FieldAttributes.Public | FieldAttributes.Static | FieldAttributes.InitOnly;
        _type = new TypeDefinition(string.Empty, TypeName, StaticClass, types.Object);
        _counts = new FieldDefinition(CountsName, StaticField, new ArrayType(types.Int64));
        _sizes = new FieldDefinition(SizesName, StaticField, new ArrayType(types.Int64));
        _addSize = MakeAddSize(types);
        _type.Fields.Add(_counts);
        _type.Fields.Add(_sizes);
        _type.Methods.Add(_addSize);
    }

    /// <summary>Inserts <c>Counts[block]++</c>.</summary>
    /// <param name="processor">Body to change.</param>
    /// <param name="before">Where.</param>
    /// <param name="block">Number of the counter.</param>
    /// <returns>The first inserted instruction.</returns>
    public Instruction InsertCount(ILProcessor processor, Instruction before, int block)
    {
        Instruction first = processor.Create(OpCodes.Ldsfld, _counts);
        processor.InsertBefore(before, first);
        processor.InsertBefore(before, processor.Create(OpCodes.Ldc_I4, block));
        processor.InsertBefore(before, processor.Create(OpCodes.Ldelema, _module.TypeSystem.Int64));
        processor.InsertBefore(before, processor.Create(OpCodes.Dup));
        processor.InsertBefore(before, processor.Create(OpCodes.Ldind_I8));
        processor.InsertBefore(before, processor.Create(OpCodes.Ldc_I4_1));
        processor.InsertBefore(before, processor.Create(OpCodes.Conv_I8));
        processor.InsertBefore(before, processor.Create(OpCodes.Add));
        processor.InsertBefore(before, processor.Create(OpCodes.Stind_I8));
        return first;
    }

    /// <summary>Inserts <c>Sizes[site] += length</c>, where the length is on top of the stack and stays there.</summary>
    /// <param name="processor">Body to change.</param>
    /// <param name="before">The instruction that takes the length.</param>
    /// <param name="site">Number of the counter.</param>
    public void InsertSize(ILProcessor processor, Instruction before, int site)
    {
        Instruction first = processor.Create(OpCodes.Dup);
        processor.InsertBefore(before, first);
        processor.InsertBefore(before, processor.Create(OpCodes.Ldc_I4, site));
        processor.InsertBefore(before, processor.Create(OpCodes.Call, _addSize));
        _sizeStarts.Add(before, first);
    }

    /// <summary>The first of the instructions that record the size of an instruction.</summary>
    /// <param name="sized">Instruction given to <see cref="InsertSize"/>.</param>
    /// <returns>The instruction to count before.</returns>
    public Instruction SizeStart(Instruction sized)
    {
        return _sizeStarts[sized];
    }

    /// <summary>Adds the type, with arrays of their final lengths.</summary>
    /// <param name="blockCount">Number of block counters.</param>
    /// <param name="sizeCount">Number of size counters.</param>
    public void AddType(int blockCount, int sizeCount)
    {
        const MethodAttributes Initialiser =
            MethodAttributes.Private | MethodAttributes.Static | MethodAttributes.HideBySig | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName;
        var initialiser = new MethodDefinition(".cctor", Initialiser, _module.TypeSystem.Void);
        ILProcessor processor = initialiser.Body.GetILProcessor();
        EmitArray(processor, blockCount, _counts);
        EmitArray(processor, sizeCount, _sizes);
        processor.Emit(OpCodes.Ret);
        _type.Methods.Add(initialiser);
        _module.Types.Add(_type);
    }

    private void EmitArray(ILProcessor processor, int length, FieldDefinition field)
    {
        processor.Emit(OpCodes.Ldc_I4, length);
        processor.Emit(OpCodes.Newarr, _module.TypeSystem.Int64);
        processor.Emit(OpCodes.Stsfld, field);
    }

    private MethodDefinition MakeAddSize(TypeSystem types)
    {
        var method = new MethodDefinition("AddSize", MethodAttributes.Public | MethodAttributes.Static | MethodAttributes.HideBySig, types.Void);
        method.Parameters.Add(new ParameterDefinition("length", ParameterAttributes.None, types.Int32));
        method.Parameters.Add(new ParameterDefinition("site", ParameterAttributes.None, types.Int32));
        ILProcessor processor = method.Body.GetILProcessor();
        processor.Emit(OpCodes.Ldsfld, _sizes);
        processor.Emit(OpCodes.Ldarg_1);
        processor.Emit(OpCodes.Ldelema, types.Int64);
        processor.Emit(OpCodes.Dup);
        processor.Emit(OpCodes.Ldind_I8);
        processor.Emit(OpCodes.Ldarg_0);
        processor.Emit(OpCodes.Conv_I8);
        processor.Emit(OpCodes.Add);
        processor.Emit(OpCodes.Stind_I8);
        processor.Emit(OpCodes.Ret);
        return method;
    }
}
