using System;
using System.Collections.Generic;
using System.Linq;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Operators;

namespace Edge.ModelTools.Profiling;

/// <summary>
/// Stands between the executor and the kernels that run, and reads the counters before and after each call. It is not counted
/// itself: its caller pays for the call, its callee for entering.
/// </summary>
internal sealed class CountingKernels : KernelSet
{
    private readonly KernelSet _kernels;
    private readonly Func<double> _weighNow;
    private readonly Func<int> _groupNow;
    private readonly Dictionary<(int Group, int Id), OperatorProfile> _operators = [];
    private readonly HashSet<int> _seen = [];

    /// <summary>Wraps a set of kernels.</summary>
    /// <param name="kernels">The kernels that compute.</param>
    /// <param name="weighNow">Weighted instructions so far.</param>
    /// <param name="groupNow">Number of the group that runs.</param>
    public CountingKernels(KernelSet kernels, Func<double> weighNow, Func<int> groupNow)
    {
        _kernels = kernels;
        _weighNow = weighNow;
        _groupNow = groupNow;
    }

    /// <summary>Kernel calls added up, in the order of the first call of each operator in each group.</summary>
    public IReadOnlyList<OperatorProfile> Operators => [.. _operators.Values];

    /// <summary>Multiply-accumulates of all operators seen, each once.</summary>
    public long Macs => _operators.Values.Sum(each => each.Macs);

    /// <inheritdoc/>
    public override string Name => _kernels.Name;

    /// <summary>Forgets what was counted.</summary>
    public void Clear()
    {
        _operators.Clear();
        _seen.Clear();
    }

    /// <inheritdoc/>
    internal override int LeastScratchLongs(Stage stage) => _kernels.LeastScratchLongs(stage);

    /// <inheritdoc/>
    internal override int UsefulScratchLongs(Stage stage) => _kernels.UsefulScratchLongs(stage);

    /// <inheritdoc/>
    internal override int LeastScratchBytes(Stage stage) => _kernels.LeastScratchBytes(stage);

    /// <inheritdoc/>
    internal override void Prepare(Stage stage) => _kernels.Prepare(stage);

    /// <inheritdoc/>
    internal override void Run(Stage stage, int first, int count, int firstChannel, int channelCount) =>
        Count(stage, () => _kernels.Run(stage, first, count, firstChannel, channelCount));

    /// <inheritdoc/>
    internal override void Accumulate(Stage stage, int inputRow, bool isFirst) => Count(stage, () => _kernels.Accumulate(stage, inputRow, isFirst));

    private static string KindOf(Stage stage)
    {
        return stage.OpCode switch
        {
            OpCode.Conv2D when stage.Input.Height == stage.KernelH && stage.Input.Width == stage.KernelW => "FullyConnected",
            OpCode.Conv2D when stage is { KernelH: 1, KernelW: 1, Groups: 1 } => "Pointwise",
            _ => OperatorTable.All[stage.OpCode].Name,
        };
    }

    private static long MacsOf(Stage stage)
    {
        bool isConvolution = stage.OpCode is OpCode.Conv2D or OpCode.DepthwiseConv2D;
        return isConvolution ? (long)stage.Output.Height * stage.Output.RowBytes * stage.TapsPerChannel : 0;
    }

    private void Count(Stage stage, Action run)
    {
        double before = _weighNow();
        run();
        double weighted = _weighNow() - before;
        (int, int) key = (_groupNow(), stage.OperatorId);
        if (!_operators.TryGetValue(key, out OperatorProfile? profile))
        {
            long macs = _seen.Add(stage.OperatorId) ? MacsOf(stage) : 0;
            profile = new OperatorProfile(key.Item1, stage.OperatorId, KindOf(stage), macs, 0);
        }

        _operators[key] = profile with { Weighted = profile.Weighted + weighted };
    }
}
