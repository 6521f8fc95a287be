namespace Edge.ModelTools.Packing.Specialization;

/// <summary>What generated code takes of a board's deployment partition: IL and, estimated, tables.</summary>
internal static class SpecializedFlash
{
    /// <summary>Default limit without a board: 1 MB.</summary>
    public const long DefaultBytes = 1 << 20;

    private const int AssemblyBytes = 1024;

    /// <summary>Bytes of some assemblies.</summary>
    /// <param name="ilBytes">Their IL.</param>
    /// <param name="assemblies">How many.</param>
    public static long Bytes(long ilBytes, int assemblies)
    {
        return ilBytes + (AssemblyBytes * (long)assemblies);
    }
}
