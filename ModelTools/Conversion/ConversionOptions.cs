using System;
using Edge.ModelTools.Data;
using Edge.ModelTools.Quantization;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8;

namespace Edge.ModelTools.Conversion;

/// <summary>Settings of a conversion; the defaults are right for most models.</summary>
internal sealed record ConversionOptions
{
    /// <summary>One multiply-accumulate in ten may be done again unless asked otherwise.</summary>
    public const double DefaultMaxRecompute = 1.1;

    /// <summary>Folder or file of typical inputs; needed for float models.</summary>
    public string? CalibrationPath { get; init; }

    /// <summary>Most calibration samples used.</summary>
    public int CalibrationLimit { get; init; } = CalibrationSet.DefaultLimit;

    /// <summary>From pixels to real values; null takes what the data set says.</summary>
    public Normalisation? Normalisation { get; init; }

    /// <summary>Whether calibration arrays have their channels first; null leaves it to their shape.</summary>
    public bool? IsChannelsFirst { get; init; }

    /// <summary>The model takes blue first; samples are red first.</summary>
    public bool IsBlueFirst { get; init; }

    /// <summary>Receives what was converted on the way, a sentence each.</summary>
    public Action<string>? Note { get; init; }

    /// <summary>Receives what is suspicious or not as asked for, a sentence each.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Rounding, or null: double for int8 models that come quantized, single for models that Edge quantizes.</summary>
    public RoundingMode? Rounding { get; init; }

    /// <summary>Fold tables, padding and spelled-out functions into their neighbours.</summary>
    public bool Fuse { get; init; } = true;

    /// <summary>One group per operator, every tensor whole: the schedule that defines the results.</summary>
    public bool IsPlain { get; init; }

    /// <summary>Memory budget, bytes; null looks for the smallest.</summary>
    public int? SramBytes { get; init; } = 64 * 1024;

    /// <summary>Where the smallest is looked for: it may cost this many times what the network does with all the memory that helps.</summary>
    public double MostCost { get; init; } = double.PositiveInfinity;

    /// <summary>Where no schedule fits <see cref="SramBytes"/>, the smallest that works is taken and <see cref="Warn"/> says so.</summary>
    public bool IsBudgetFlexible { get; init; }

    /// <summary>Says which boards have so many bytes for an inference.</summary>
    public Func<int, string>? BoardsWith { get; init; }

    /// <summary>Says what is wrong with a blob of so many bytes in the flash of the boards it is for, and what to do; or null.</summary>
    public Func<int, (string What, string Remedy)?>? FlashRemark { get; init; }

    /// <summary>A blob that <see cref="FlashRemark"/> finds wrong is refused; otherwise <see cref="Warn"/> says so.</summary>
    public bool IsFlashBinding { get; init; }

    /// <summary>Schedule for firmware that holds the native kernels.</summary>
    public bool IsForNativeKernels { get; init; }

    /// <summary>Squeeze-excite strategy.</summary>
    public SqueezeExciteMode SqueezeExcite { get; init; }

    /// <summary>Most multiply-accumulates, those done again included, for each one of the network.</summary>
    public double MaxRecompute { get; init; } = DefaultMaxRecompute;

    /// <summary>Most strips of columns that operators run in where memory is short; 1 for none.</summary>
    public int MaxStrips { get; init; } = RowFusedScheduler.MostStrips;

    /// <summary>Largest weight window, bytes.</summary>
    public int WindowBytes { get; init; } = OperatorScheduler.DefaultWindowBytes;

    /// <summary>Settings of the quantizer.</summary>
    public QuantizerOptions Quantizer { get; init; } = new();
}
