namespace Edge.ModelTools.Scheduling.Strips;

/// <summary>Operators that run in strips of columns, one strip after the other, up to a result that is put together again.</summary>
/// <param name="First">First operator of the program.</param>
/// <param name="End">One past the last, which makes the result.</param>
/// <param name="Count">Strips, at least 2.</param>
internal sealed record StripRange(int First, int End, int Count) : PartRange(First, End)
{
    /// <summary>Operators of a strip, without those that pick columns.</summary>
    public int Length => End - First;

    /// <summary>The columns of the result that a strip makes.</summary>
    /// <param name="strip">Number of the strip.</param>
    /// <param name="width">Columns of the result.</param>
    public ColumnSpan Columns(int strip, int width) => new(strip * width / Count, (strip + 1) * width / Count);
}
