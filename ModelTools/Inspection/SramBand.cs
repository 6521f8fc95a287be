namespace Edge.ModelTools.Inspection;

/// <summary>Bytes that lie in one piece in the banks, which are one address space here.</summary>
/// <param name="Start">Address of the first.</param>
/// <param name="Bytes">How many.</param>
internal sealed record SramBand(int Start, int Bytes)
{
    /// <summary>The first address behind it.</summary>
    public int End => Start + Bytes;
}
