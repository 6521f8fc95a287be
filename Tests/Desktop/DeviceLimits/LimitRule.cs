namespace Edge.Tests.Desktop.DeviceLimits;

/// <summary>What the gate refuses, and what would happen on the device without it.</summary>
internal enum LimitRule
{
    /// <summary>A type that the referenced nanoFramework assemblies do not have; the device build fails.</summary>
    UnknownType,

    /// <summary>A member or overload that they do not have; the device build fails.</summary>
    UnknownMember,

    /// <summary>Generic types and methods compile; at run time they end in a crash at load or an assertion.</summary>
    Generic,

    /// <summary>Multi-dimensional arrays: the metadata processor refuses some, others crash at load.</summary>
    MultiDimensionalArray,

    /// <summary>Pointers and fixed locals: the metadata processor refuses them.</summary>
    Pointer,

    /// <summary>Instructions that the interpreter rejects when it meets them (stackalloc, calli, refany ...).</summary>
    UnsupportedInstruction,

    /// <summary>Overflow-checking instructions do not check: the result wraps silently.</summary>
    CheckedArithmetic,

    /// <summary>The count of locals or arguments is a byte; 256 wraps to 0 and the interpreter crashes.</summary>
    TooManyLocals,

    /// <summary>The depth of the evaluation stack is a byte, computed by the metadata processor in its own way.</summary>
    EvaluationStack,

    /// <summary>Branch offsets are 16 bit; a longer one wraps silently.</summary>
    BranchTooFar,

    /// <summary>The number of cases of a switch instruction is a byte.</summary>
    SwitchTooLong,

    /// <summary>All IL of an assembly lies in one table with 16-bit offsets.</summary>
    IlTooLarge,

    /// <summary>Array initializers of an assembly lie in one table with 16-bit offsets; too many and the program does not start.</summary>
    StaticDataTooLarge,

    /// <summary>All names and literals of an assembly lie in one table with 16-bit offsets.</summary>
    StringsTooLarge,

    /// <summary>Counts of methods and fields of a class are bytes; 256 fields crash at load or give wrong values.</summary>
    TooManyMembers,

    /// <summary>Attributes that newer compilers inject into the assembly itself; they shift the method table.</summary>
    InjectedAttribute,

    /// <summary>A fault block (C# makes them of yield) is encoded as catch-all: it would swallow the exception.</summary>
    FaultHandler,

    /// <summary>Interface members with a body or static ones break at run time.</summary>
    InterfaceBody,

    /// <summary>A byte or uint times a long (conv.u8) is unsigned for the interpreter: a shift to the right fills with zeros.</summary>
    UnsignedLong,

    /// <summary>Strings end at a zero character on the device: a literal that contains one is cut.</summary>
    ZeroInString,
}
