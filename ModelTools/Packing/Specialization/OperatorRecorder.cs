using System;
using System.Collections.Generic;
using System.Linq;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Kernels.Packed;

namespace Edge.ModelTools.Packing.Specialization;

/// <summary>Runs a model once and notes the convolutions that generated code can take.</summary>
internal sealed class OperatorRecorder : PackedKernels
{
    private readonly SortedDictionary<int, ConstantOperator> _operators = [];
    private readonly SortedDictionary<int, ConstantSum?> _sums = [];
    private readonly Dictionary<int, ZeroResultCounter> _zeros = [];

    /// <summary>The convolutions seen, by number.</summary>
    public IReadOnlyCollection<ConstantOperator> Operators => [.. _operators.Values.Select(Complete).Where(each => each.Code.Methods.Count > 0)];

    /// <summary>The additions seen that are linear, by number.</summary>
    public IReadOnlyList<ConstantSum> Sums => [.. _sums.Values.OfType<ConstantSum>()];

    /// <inheritdoc/>
    internal override void Add(Stage stage, int first, int count)
    {
        if (ConstantKernels.CanTakeAdd(stage) && !_sums.ContainsKey(stage.OperatorId))
        {
            _sums.Add(stage.OperatorId, ConstantSum.Find(stage));
        }

        base.Add(stage, first, count);
    }

    /// <inheritdoc/>
    internal override void Conv2D(Stage stage, int first, int count, int firstChannel, int channelCount)
    {
        if (first == 0 && ConstantKernels.CanTake(stage))
        {
            if (firstChannel == 0)
            {
                _operators[stage.OperatorId] = Make(stage, channelCount);
            }

            Note(_operators[stage.OperatorId], stage, firstChannel, channelCount);
        }

        base.Conv2D(stage, first, count, firstChannel, channelCount);
        CountZeros(stage, first, count, firstChannel + channelCount);
    }

    /// <inheritdoc/>
    internal override void DepthwiseConv2D(Stage stage, int first, int count, int firstChannel, int channelCount)
    {
        if (first == 0 && ConstantKernels.CanTakeDepthwise(stage))
        {
            if (firstChannel == 0)
            {
                _operators[stage.OperatorId] = Make(stage, channelCount) with
                {
                    Hash = ConstantKernels.WithRows(ConstantKernels.Fingerprint(stage, channelCount), stage, count),
                    IsDepthwise = true,
                    RowStep = count,
                    InputRows = new ConstantRowLayout(stage.Input),
                    OutputRows = new ConstantRowLayout(stage.Output),
                };
            }

            Note(_operators[stage.OperatorId], stage, firstChannel, channelCount);
        }

        base.DepthwiseConv2D(stage, first, count, firstChannel, channelCount);
        CountZeros(stage, first, count, firstChannel + channelCount);
    }

    private ConstantOperator Complete(ConstantOperator made)
    {
        IReadOnlyList<double> shares = _zeros.TryGetValue(made.Id, out ZeroResultCounter? zeros) ? zeros.Shares : [];
        return made with { ZeroShares = shares };
    }

    private void CountZeros(Stage stage, int first, int count, int channels)
    {
        if (channels == stage.Output.Channels && stage.ActivationMin == 0 && !stage.HasTable)
        {
            if (!_zeros.TryGetValue(stage.OperatorId, out ZeroResultCounter? counter))
            {
                counter = new ZeroResultCounter(channels);
                _zeros.Add(stage.OperatorId, counter);
            }

            counter.Add(stage, first, count);
        }
    }

    private static ConstantOperator Make(Stage stage, int channelCount)
    {
        int channels = stage.Output.Channels;
        int weights = channels * stage.TapsPerChannel;
        long macs = (long)stage.Output.Height * stage.Output.Width * weights;
        int hash = ConstantKernels.Fingerprint(stage, channelCount);
        return new ConstantOperator(stage.OperatorId, hash, stage.TapsPerChannel, channels, macs, new sbyte[weights])
        {
            IsPointwise = PackedShapes.IsPointwise(stage),
            Shape = new ConstantShape(stage),
            PaddedRowBytes = ConstantRows.RowBytes(stage),
            ScratchLongs = stage.Lanes.Length,
            Biases = new int[channels],
            Multipliers = new int[channels],
            Shifts = new int[channels],
            Rounding = stage.Rounding,
            ResultZeroPoint = stage.ResultZeroPoint,
            ActivationMin = stage.ActivationMin,
            ActivationMax = stage.ActivationMax,
        };
    }

    /// <summary>Copies what a call brings of the weights; streamed ones come in several.</summary>
    private static void Note(ConstantOperator target, Stage stage, int firstChannel, int channelCount)
    {
        int parameter = stage.ParameterBase + firstChannel - stage.FirstChannel;
        int weight = stage.WeightsOffset + ((firstChannel - stage.FirstChannel) * target.Taps);
        Array.Copy(stage.Parameters, parameter, target.Biases, firstChannel, channelCount);
        Array.Copy(stage.Parameters, parameter + stage.ParameterStride, target.Multipliers, firstChannel, channelCount);
        Array.Copy(stage.Parameters, parameter + (2 * stage.ParameterStride), target.Shifts, firstChannel, channelCount);
        for (int i = 0; i < channelCount * target.Taps; i++)
        {
            target.Weights[(firstChannel * target.Taps) + i] = (sbyte)(stage.Weights[weight + i] - 128);
        }
    }
}
