using System.Collections.Generic;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Telemetry;

namespace Edge.ModelTools.Profiling;

/// <summary>A meter that is told at the end of each group what the clock showed, and keeps it in full width.</summary>
internal sealed class GroupRecorder : IEnergyMeter
{
    private readonly Int8Model _model;
    private readonly List<GroupProfile> _groups = [];

    /// <summary>Makes the recorder of a model.</summary>
    /// <param name="model">The model that runs.</param>
    public GroupRecorder(Int8Model model)
    {
        _model = model;
    }

    /// <summary>Groups that have ended.</summary>
    public IReadOnlyList<GroupProfile> Groups => _groups;

    /// <inheritdoc/>
    public EnergyLabel Label => EnergyLabel.Estimated;

    /// <inheritdoc/>
    public string Source => "weighted instructions";

    /// <inheritdoc/>
    public void Begin()
    {
        _groups.Clear();
    }

    /// <inheritdoc/>
    public long TakeNanojoules(long computeMicroseconds, long weightReadMicroseconds, long idleMicroseconds)
    {
        int group = _groups.Count;
        _groups.Add(new GroupProfile(group, computeMicroseconds, weightReadMicroseconds, _model.Log.GetWeightBytes(group)));
        return 0;
    }
}
