using System;
using System.Collections.Generic;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;

namespace Edge.ModelTools.Packing.Specialization;

/// <summary>A convolution whose weights can become constants.</summary>
/// <param name="Id">Operator number.</param>
/// <param name="Hash">See ConstantKernels.Fingerprint.</param>
/// <param name="Taps">Taps of a channel.</param>
/// <param name="Channels">Output channels.</param>
/// <param name="Macs">Multiply-accumulates of an inference.</param>
/// <param name="Weights">[channel][tap].</param>
internal sealed record ConstantOperator(int Id, int Hash, int Taps, int Channels, long Macs, sbyte[] Weights)
{
    private readonly IReadOnlyList<double> _zeroShares = [];
    private OperatorBlocks? _code;

    /// <summary>Each channel has an input channel of its own.</summary>
    public bool IsDepthwise { get; init; }

    /// <summary>Kernel, strides, padding and sizes.</summary>
    public ConstantShape Shape { get; init; } = new();

    /// <summary>Rows of each call of a depthwise convolution; the last one may have fewer.</summary>
    public int RowStep { get; init; }

    /// <summary>Where input rows lie; null where code does not have to know.</summary>
    public ConstantRowLayout? InputRows { get; init; }

    /// <summary>Where output rows lie.</summary>
    public ConstantRowLayout? OutputRows { get; init; }

    /// <summary>Share of triples of results of each channel that were 0; none where the lowest result is not stored as 0.</summary>
    public IReadOnlyList<double> ZeroShares
    {
        get => _zeroShares;
        init
        {
            _zeroShares = value;
            _code = null;
        }
    }

    /// <summary>Pixels lie one behind the other in input and output: 1x1, stride 1.</summary>
    public bool IsPointwise { get; init; }

    /// <summary>Bytes of an input row with its padding.</summary>
    public int PaddedRowBytes { get; init; }

    /// <summary>Longs of scratch memory.</summary>
    public int ScratchLongs { get; init; }

    /// <summary>Its code is that of <see cref="WindowWriter"/>.</summary>
    public bool Slides { get; init; }

    /// <summary>Taps that are in locals together.</summary>
    public int PhaseTaps => Slides ? WindowMethods.RowsAtOnce(this) * TapsInRow : BlockWriter.PhaseTaps(Taps);

    /// <summary>Groups of input channels, one after the other in the taps: where a row of the kernel has more than a method holds.</summary>
    public int InputGroups { get; init; } = 1;

    /// <summary>Taps of a row of the kernel, of a group.</summary>
    public int TapsInRow => Taps / InputGroups / Math.Max(1, Shape.KernelH);

    /// <summary>Bias of each channel: the accumulator is sum(u * w) + bias.</summary>
    public required int[] Biases { get; init; }

    /// <summary>Multiplier of each channel.</summary>
    public required int[] Multipliers { get; init; }

    /// <summary>Shift of each channel, positive is left.</summary>
    public required int[] Shifts { get; init; }

    /// <summary>The model's rounding.</summary>
    public RoundingMode Rounding { get; init; }

    /// <summary>Zero point added after requantization, offset binary.</summary>
    public int ResultZeroPoint { get; init; }

    /// <summary>Smallest result, offset binary.</summary>
    public int ActivationMin { get; init; }

    /// <summary>Largest result, offset binary.</summary>
    public int ActivationMax { get; init; }

    /// <summary>Its code.</summary>
    public OperatorBlocks Code => _code ??= IsDepthwise ? DepthwiseWriter.Write(this) : OperatorBlocks.Write(this);

    /// <summary>What the kernels expect: <see cref="Hash"/>, and how the code is called.</summary>
    public int Fingerprint => ConstantKernels.Describe(Code.Slides ? ConstantKernels.WithScratch(Hash, ScratchLongs) : Hash, Code.Call);
}
