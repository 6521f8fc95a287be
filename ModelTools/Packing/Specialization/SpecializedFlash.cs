namespace Edge.ModelTools.Packing.Specialization;

/// <summary>What generated code takes of a board: IL and, estimated, tables of its deployment partition; little of its heap.</summary>
internal static class SpecializedFlash
{
    /// <summary>Default limit without a board: 1 MB.</summary>
    public const long DefaultBytes = 1 << 20;

    /// <summary>Bytes of the managed heap for each assembly; measured 220 to 300 on the 32-bit host build of nanoCLR.</summary>
    public const int AssemblyHeapBytes = 300;

    // The .pe of a part: 850 bytes beside the IL. IL is 83 to 94 % of its bound.
    private const int AssemblyBytes = 1024;
    private const int IlPercent = 95;

    /// <summary>Bytes of some assemblies.</summary>
    /// <param name="ilBytes">Upper bound of their IL.</param>
    /// <param name="assemblies">How many.</param>
    public static long Bytes(long ilBytes, int assemblies)
    {
        return (ilBytes * IlPercent / 100) + (AssemblyBytes * (long)assemblies);
    }
}
