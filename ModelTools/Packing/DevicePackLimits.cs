namespace Edge.ModelTools.Packing;

/// <summary>What the metadata processor and the interpreter take of data in an assembly (measured on nanoCLR, docs/decisions.md).</summary>
internal static class DevicePackLimits
{
    /// <summary>Array initializers and signatures of an assembly together: their table has 16-bit offsets and about 64,000 bytes worked.</summary>
    public const int StaticTableBytes = 64000;

    /// <summary>What the app itself needs of that table: 1.8 KB, and room to grow.</summary>
    public const int StaticReserveBytes = 4000;

    /// <summary>Bytes of a piece: one is on the heap at a time. With it there are at most 15 pieces; a switch takes 255 cases.</summary>
    public const int PieceBytes = 4096;

    /// <summary>Estimated bytes of metadata and code beside the data.</summary>
    public const int ClassBytes = 1024;

    /// <summary>Largest model and sample as static data.</summary>
    public const int StaticBytes = StaticTableBytes - StaticReserveBytes;
}
