namespace Edge.ModelTools.Scheduling.Strips;

/// <summary>Operators of a program that run part by part, up to a result that is whole again.</summary>
/// <param name="First">First operator of the program.</param>
/// <param name="End">One past the last, which makes the result.</param>
internal abstract record PartRange(int First, int End)
{
    /// <summary>Whether squeeze-excite blocks among them are computed twice.</summary>
    public virtual bool RecomputesBlocks => false;
}
