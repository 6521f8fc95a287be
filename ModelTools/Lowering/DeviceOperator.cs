using System.Collections.Generic;
using Edge.ModelTools.Arithmetic;
using Edge.ModelTools.Graph;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Operators;

namespace Edge.ModelTools.Lowering;

/// <summary>
/// An operator in the runtime's terms: integers only. Field names are those of <see cref="Edge.Runtime.Int8.Stage"/>.
/// </summary>
internal sealed class DeviceOperator
{
    private DeviceOperator? _origin;

    /// <summary>Makes an operator.</summary>
    /// <param name="opCode">See <see cref="OpCode"/>.</param>
    /// <param name="name">Name for reports.</param>
    /// <param name="inputs">Inputs; constants among them carry data.</param>
    /// <param name="output">Output.</param>
    public DeviceOperator(int opCode, string name, IEnumerable<DeviceTensor> inputs, DeviceTensor output)
    {
        OpCode = opCode;
        Name = name;
        Inputs = [.. inputs];
        Output = output;
        ResultZeroPoint = output.ZeroPoint;
    }

    public int OpCode { get; }

    /// <summary>The operator whose weights this one shares, because it computes a part of the same result; itself otherwise.</summary>
    public DeviceOperator Origin => _origin ?? this;

    public int Id { get; set; } = -1;

    public string Name { get; }

    /// <summary>Where it stands in the source model, for messages.</summary>
    public string Location { get; init; } = string.Empty;

    /// <summary>Index of the source operator whose output this operator's output is, or -1.</summary>
    public int SourceIndex { get; set; } = -1;

    public int BlockIndex { get; init; } = -1;

    public BlockRole Role { get; init; }

    public List<DeviceTensor> Inputs { get; }

    public DeviceTensor Output { get; set; }

    /// <summary>Name of the source operator kind, for reports ("Conv2D", "FullyConnected").</summary>
    public string KindName { get; init; } = string.Empty;

    public int KernelH { get; set; } = 1;

    public int KernelW { get; set; } = 1;

    public int StrideH { get; set; } = 1;

    public int StrideW { get; set; } = 1;

    public int PadTop { get; set; }

    public int PadLeft { get; set; }

    public int PadFront { get; set; }

    public int PadValue { get; set; }

    /// <summary>Groups of Conv2D.</summary>
    public int Groups { get; set; } = 1;

    /// <summary>Output channels of an input channel of DepthwiseConv2D.</summary>
    public int ChannelMultiplier { get; set; } = 1;

    public int WeightZeroPoint { get; set; }

    public int ResultZeroPoint { get; set; }

    public int ActivationMin { get; set; }

    public int ActivationMax { get; set; } = 255;

    /// <summary>Axes of Mean: 1 = H, 2 = W, 4 = C.</summary>
    public int ReducedAxes { get; set; }

    /// <summary>Axis of Concat: 0 = H, 1 = W, 2 = C.</summary>
    public int ConcatAxis { get; set; }

    /// <summary>Permutation of Transpose: p0 + 3 p1 + 9 p2.</summary>
    public int Permutation { get; set; }

    public bool IsSubtraction { get; set; }

    public int LeftShift { get; set; }

    /// <summary>Multipliers of Add (3), Mul (1), PRelu (2), Mean (1).</summary>
    public FixedPointMultiplier[] Multipliers { get; set; } = [];

    /// <summary>Weights of convolutions, [output channel][tap]: taps in [KH, KW, I] or [KH, KW] order.</summary>
    public sbyte[] Weights { get; set; } = [];

    /// <summary>bias - inputZeroPoint * sum(w - weightZeroPoint), for each output channel.</summary>
    public int[] FoldedBias { get; set; } = [];

    /// <summary>Requantization of each output channel.</summary>
    public FixedPointMultiplier[] ChannelMultipliers { get; set; } = [];

    /// <summary>Consecutive taps whose lane sums provably hold.</summary>
    public int LaneTaps { get; set; } = BlobFormat.MinLaneTaps;

    /// <summary>Most inputs are stored as 0, so that kernels gain by looking for them.</summary>
    public bool SkipsZeros { get; set; }

    /// <summary>Each channel's multiplier is a power of two, so that kernels may shift sums.</summary>
    public bool HasPowersOfTwo { get; set; }

    /// <summary>256 entries, offset binary to offset binary, applied to the clamped result; null without one.</summary>
    public byte[]? Table { get; set; }

    /// <summary>Softmax: 256 exponentials in Q0.31, index max - u.</summary>
    public int[] Exponentials { get; set; } = [];

    /// <summary>Resize: source row of each output row, then source column of each output column.</summary>
    public int[] IndexMaps { get; set; } = [];

    /// <summary>Taps of one output channel.</summary>
    public int TapsPerChannel => FoldedBias.Length == 0 ? 0 : Weights.Length / FoldedBias.Length;

    /// <summary>Whether this is one of the two convolutions.</summary>
    public bool IsConvolution => OpCode is Edge.Runtime.Int8.Blob.OpCode.Conv2D or Edge.Runtime.Int8.Blob.OpCode.DepthwiseConv2D;

    /// <summary>Multiply-accumulates of one inference; padding counts, as is usual.</summary>
    public long Macs => (long)Output.Height * Output.Width * Weights.Length;

    /// <summary>Whether the result passes through requantization or a clamp, so that a table can follow.</summary>
    public bool CanCarryTable => OperatorTable.All[OpCode].TakesTable;

    /// <summary>The same operator between other tensors; it shares the weights, and its number is still to be given.</summary>
    /// <param name="name">Name for reports.</param>
    /// <param name="inputs">Inputs.</param>
    /// <param name="output">Output.</param>
    /// <param name="sourceIndex">Index of the source operator whose output this is, or -1.</param>
    public DeviceOperator Between(string name, IEnumerable<DeviceTensor> inputs, DeviceTensor output, int sourceIndex)
    {
        return new DeviceOperator(OpCode, name, inputs, output)
        {
            _origin = Origin,
            Location = Location,
            SourceIndex = sourceIndex,
            BlockIndex = BlockIndex,
            Role = Role,
            KindName = KindName,
            KernelH = KernelH,
            KernelW = KernelW,
            StrideH = StrideH,
            StrideW = StrideW,
            PadTop = PadTop,
            PadLeft = PadLeft,
            PadFront = PadFront,
            PadValue = PadValue,
            Groups = Groups,
            ChannelMultiplier = ChannelMultiplier,
            WeightZeroPoint = WeightZeroPoint,
            ResultZeroPoint = ResultZeroPoint,
            ActivationMin = ActivationMin,
            ActivationMax = ActivationMax,
            ReducedAxes = ReducedAxes,
            ConcatAxis = ConcatAxis,
            Permutation = Permutation,
            IsSubtraction = IsSubtraction,
            LeftShift = LeftShift,
            Multipliers = Multipliers,
            Weights = Weights,
            FoldedBias = FoldedBias,
            ChannelMultipliers = ChannelMultipliers,
            LaneTaps = LaneTaps,
            SkipsZeros = SkipsZeros,
            HasPowersOfTwo = HasPowersOfTwo,
            Table = Table,
            Exponentials = Exponentials,
            IndexMaps = IndexMaps,
        };
    }

    /// <summary>The same convolution for some of its output channels, with weights of its own.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <param name="name">Name for reports.</param>
    /// <param name="inputs">Inputs.</param>
    /// <param name="output">Output.</param>
    public DeviceOperator OfChannels(int first, int count, string name, IEnumerable<DeviceTensor> inputs, DeviceTensor output)
    {
        DeviceOperator part = Between(name, inputs, output, -1);
        part._origin = null;
        part.Weights = Weights[(first * TapsPerChannel)..((first + count) * TapsPerChannel)];
        part.FoldedBias = FoldedBias[first..(first + count)];
        part.ChannelMultipliers = ChannelMultipliers[first..(first + count)];
        return part;
    }

    /// <summary>Fills the fields of a stage that say what the operator is; rows, weights and places in memory are the schedule's.</summary>
    public void CopyTo(Stage stage)
    {
        stage.KernelH = KernelH;
        stage.KernelW = KernelW;
        stage.StrideH = StrideH;
        stage.StrideW = StrideW;
        stage.PadTop = PadTop;
        stage.PadLeft = PadLeft;
        stage.PadFront = PadFront;
        stage.Groups = Groups;
        stage.WeightZeroPoint = WeightZeroPoint;
        stage.ResultZeroPoint = ResultZeroPoint;
        stage.ActivationMin = ActivationMin;
        stage.ActivationMax = ActivationMax;
        stage.ChannelMultiplier = ChannelMultiplier;
        stage.ReducedAxes = ReducedAxes;
        stage.ConcatAxis = ConcatAxis;
        stage.Permutation = Permutation;
        stage.TapsPerChannel = TapsPerChannel;
        stage.LaneTaps = LaneTaps;
        stage.SkipsZeros = SkipsZeros;
        stage.HasPowersOfTwo = HasPowersOfTwo;
        stage.HasTable = Table is not null;
        stage.Parameters = IndexMaps;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{KindName} {Name}";
}
