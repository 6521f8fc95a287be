using System;
using System.Collections.Generic;
using System.Linq;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;

namespace Edge.ModelTools.Packing.Specialization;

/// <summary>Runs a model once and notes the convolutions that generated code can take.</summary>
internal sealed class OperatorRecorder : PackedKernels
{
    private readonly SortedDictionary<int, ConstantOperator> _operators = [];

    /// <summary>The convolutions seen, by number.</summary>
    public IReadOnlyCollection<ConstantOperator> Operators => _operators.Values;

    /// <inheritdoc/>
    public override void Conv2D(Stage stage, int first, int count, int firstChannel, int channelCount)
    {
        if (first == 0 && channelCount == stage.Output.Channels && ConstantKernels.CanTake(stage) && !_operators.ContainsKey(stage.OperatorId))
        {
            ReadOnlySpan<byte> weights = stage.Weights.AsSpan(stage.WeightsOffset, channelCount * stage.TapsPerChannel);
            sbyte[] values = [.. weights.ToArray().Select(weight => (sbyte)(weight - 128))];
            long macs = (long)stage.Output.Height * stage.Output.Width * values.Length;
            _operators.Add(stage.OperatorId, new ConstantOperator(stage.OperatorId, ConstantKernels.Fingerprint(stage), stage.TapsPerChannel, channelCount, macs, values));
        }

        base.Conv2D(stage, first, count, firstChannel, channelCount);
    }
}
