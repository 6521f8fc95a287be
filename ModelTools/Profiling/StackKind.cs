namespace Edge.ModelTools.Profiling;

/// <summary>What an instruction works on, as far as its cost depends on it.</summary>
internal enum StackKind
{
    /// <summary>Not known, or of no influence.</summary>
    Any,

    /// <summary>A 32-bit integer.</summary>
    Int32,

    /// <summary>A 64-bit integer.</summary>
    Int64,

    /// <summary>A float.</summary>
    Float32,

    /// <summary>A double.</summary>
    Float64,

    /// <summary>An object or an array.</summary>
    Reference,

    /// <summary>A managed pointer.</summary>
    Address,

    /// <summary>A value of a struct type.</summary>
    Struct,

    /// <summary>A variable of 8 or 16 bits, which a load widens.</summary>
    Small,
}
