namespace Edge.ModelTools.Profiling;

/// <summary>One IL instruction of a counted assembly, with everything that its cost depends on.</summary>
/// <param name="Opcode">Its name in IL assembly language, or <see cref="LocalsOpcode"/>.</param>
/// <param name="Operand">What it works on.</param>
internal sealed record CountedInstruction(string Opcode, StackKind Operand)
{
    /// <summary>Stands for the work of entering a method that has locals; no instruction of IL.</summary>
    public const string LocalsOpcode = "(locals)";

    /// <summary>Dispatch of a call or newobj; null for other instructions.</summary>
    public CallKind? Call { get; init; }

    /// <summary>Called method as <c>Namespace.Type::Method</c>; empty for other instructions.</summary>
    public string Method { get; init; } = string.Empty;

    /// <summary>Whether a call pushes a result.</summary>
    public bool HasResult { get; init; }

    /// <summary>Locals cleared on entry, or fields of a new object; 0 for other instructions.</summary>
    public int Items { get; init; }

    /// <summary>Size counter of an instruction whose cost grows with a length known only when it runs; -1 without one.</summary>
    public int SizeCounter { get; init; } = -1;

    /// <summary>Bytes per unit of the size counter (1 where the row counts elements).</summary>
    public int UnitBytes { get; init; } = 1;

    /// <summary>Bytes known before it runs (initialisers of arrays).</summary>
    public int FixedBytes { get; init; }
}
