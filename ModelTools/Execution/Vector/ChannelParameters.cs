using System;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Edge.Runtime.Int8;

namespace Edge.ModelTools.Execution.Vector;

/// <summary>Biases, multipliers and shifts of a range of output channels, filled up to whole blocks of channels.</summary>
internal sealed class ChannelParameters
{
    private int[] _biases = [];
    private int[] _multipliers = [];
    private int[] _shifts = [];
    private ResultLanes[] _lanes = [];

    /// <summary>Reads those of a stage.</summary>
    public void Load(Stage stage, int firstChannel, int channelCount)
    {
        int padded = (channelCount + PackedWeights.BlockChannels - 1) / PackedWeights.BlockChannels * PackedWeights.BlockChannels;
        if (_biases.Length < padded)
        {
            _biases = new int[padded];
            _multipliers = new int[padded];
            _shifts = new int[padded];
            _lanes = new ResultLanes[padded / ResultLanes.Count];
        }

        int index = stage.ParameterBase + firstChannel - stage.FirstChannel;
        Copy(stage.Parameters, index, _biases, channelCount);
        Copy(stage.Parameters, index + stage.ParameterStride, _multipliers, channelCount);
        Copy(stage.Parameters, index + (2 * stage.ParameterStride), _shifts, channelCount);
        for (int c = 0; c < channelCount; c += ResultLanes.Count)
        {
            _lanes[c / ResultLanes.Count] = new ResultLanes(stage, Vector(_multipliers, c), Vector(_shifts, c));
        }
    }

    /// <summary>Biases of eight channels.</summary>
    public Vector256<int> Biases(int channel) => Vector(_biases, channel);

    /// <summary>Rounding of eight channels.</summary>
    public ref readonly ResultLanes Lanes(int channel) => ref _lanes[channel / ResultLanes.Count];

    private static Vector256<int> Vector(int[] values, int channel)
    {
        return Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(values), (nuint)channel);
    }

    private static void Copy(int[] source, int index, int[] target, int count)
    {
        Array.Copy(source, index, target, 0, count);
        int end = Math.Min(target.Length, count + PackedWeights.BlockChannels);
        Array.Clear(target, count, end - count);
    }
}
