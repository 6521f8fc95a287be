using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Lowering;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Scheduling.Strips;

/// <summary>
/// What can run in slices of channels: a convolution that nobody but the next operator reads, perhaps a depthwise convolution of it, and means
/// over rows and columns; where the depthwise result is scaled by what comes of the means (squeeze-excite), all of that up to the convolution
/// behind, and the sum with the block's input.
/// </summary>
internal sealed class SliceShape
{
    private const int AxisC = 4;
    private readonly DeviceProgram _program;

    private SliceShape(DeviceProgram program, int first)
    {
        _program = program;
        First = first;
        MeansEnd = first + 1;
        Multiply = -1;
    }

    /// <summary>The first convolution.</summary>
    public int First { get; }

    /// <summary>One past the last mean.</summary>
    public int MeansEnd { get; private set; }

    /// <summary>The first of the means.</summary>
    public int Means { get; private set; }

    /// <summary>The operator that scales; -1 where there is only a mean. The convolution that makes its gate stands before it.</summary>
    public int Multiply { get; private set; }

    /// <summary>One past the last operator.</summary>
    public int End { get; private set; }

    /// <summary>Channels to slice.</summary>
    public int Channels => _program.Operators[First].Output.Channels;

    /// <summary>The operators that begin with a convolution, or null where they cannot run so.</summary>
    public static SliceShape? Find(DeviceProgram program, int first)
    {
        var shape = new SliceShape(program, first);
        return shape.FindMeans() && (shape.Multiply < 0 || shape.FindGate()) ? shape : null;
    }

    private bool FindMeans()
    {
        DeviceOperator convolution = _program.Operators[First];
        if (convolution.OpCode != OpCode.Conv2D || convolution.Groups > 1 || !IsOnlyRead(convolution.Output, First + 1))
        {
            return false;
        }

        DeviceTensor current = convolution.Output;
        DeviceOperator next = _program.Operators[First + 1];
        if (next.OpCode == OpCode.DepthwiseConv2D && next.ChannelMultiplier == 1)
        {
            current = next.Output;
            MeansEnd++;
        }

        Means = MeansEnd;
        List<int> readers = Readers(current);
        if (readers.Count == 2 && readers[0] == Means && _program.Operators[readers[1]].OpCode == OpCode.Mul && !IsOutput(current) && Means > First + 1)
        {
            Multiply = readers[1];
        }
        else if (!IsOnlyRead(current, Means))
        {
            return false;
        }

        while (MeansEnd < _program.Operators.Count && IsMeanOf(_program.Operators[MeansEnd], current) && (MeansEnd == Means || IsOnlyRead(current, MeansEnd)))
        {
            current = _program.Operators[MeansEnd].Output;
            MeansEnd++;
        }

        End = MeansEnd;
        return MeansEnd > Means;
    }

    /// <summary>Whether a gate of nothing but the means scales the result, which only one convolution reads.</summary>
    private bool FindGate()
    {
        List<DeviceOperator> operators = _program.Operators;
        DeviceOperator gate = operators[Multiply - 1];
        DeviceTensor scaled = operators[Means - 1].Output;
        bool isPrivate = Enumerable.Range(MeansEnd - 1, Multiply - MeansEnd + 1).All(i => IsOnlyRead(operators[i].Output, i + 1));
        if (!isPrivate || Multiply - MeansEnd < 2 || gate.OpCode != OpCode.Conv2D || gate.Groups > 1 || gate.Output.Channels != Channels || operators[Multiply].Inputs.Count != 2
            || !operators[Multiply].Inputs.Contains(gate.Output) || !operators[Multiply].Inputs.Contains(scaled) || gate.Output.Height * gate.Output.Width != 1
            || !IsOnlyRead(operators[Multiply].Output, Multiply + 1) || operators[Multiply + 1].OpCode != OpCode.Conv2D)
        {
            return false;
        }

        End = Multiply + 2;
        DeviceTensor result = operators[End - 1].Output;
        bool isAdded = IsOnlyRead(result, End) && operators[End].OpCode == OpCode.Add && operators[End].Inputs.Contains(operators[First].Inputs[0]);
        End += isAdded ? 1 : 0;
        return true;
    }

    private static bool IsMeanOf(DeviceOperator op, DeviceTensor tensor) => op.OpCode == OpCode.Mean && (op.ReducedAxes & AxisC) == 0 && op.Inputs[0] == tensor;

    private bool IsOnlyRead(DeviceTensor tensor, int reader) => !IsOutput(tensor) && Readers(tensor) is [int only] && only == reader;

    private bool IsOutput(DeviceTensor tensor) => _program.Outputs.Contains(tensor);

    private List<int> Readers(DeviceTensor tensor)
    {
        return [.. _program.Operators.Index().Where(op => op.Item.Inputs.Contains(tensor)).Select(op => op.Index)];
    }
}
