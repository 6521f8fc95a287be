namespace Edge.ModelTools.Scheduling;

/// <summary>A place in a bank.</summary>
internal readonly record struct Placement(int Bank, int Offset)
{
    /// <summary>The place some bytes further on.</summary>
    public Placement Next(int bytes)
    {
        return new Placement(Bank, Offset + bytes);
    }
}
