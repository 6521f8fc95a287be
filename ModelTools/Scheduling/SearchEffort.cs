using System.Threading;

namespace Edge.ModelTools.Scheduling;

/// <summary>What a search has done, in numbers that do not depend on the machine.</summary>
internal sealed class SearchEffort
{
    private int _ranges;
    private int _plans;

    /// <summary>Ranges of operators whose rows were walked.</summary>
    public int RangesWalked => _ranges;

    /// <summary>Plans of a whole network whose tensors were given places.</summary>
    public int PlansPlaced => _plans;

    /// <summary>Counts a range; ranges are looked at by several threads.</summary>
    public void CountRange() => Interlocked.Increment(ref _ranges);

    /// <summary>Counts a plan.</summary>
    public void CountPlan() => Interlocked.Increment(ref _plans);
}
