using System;

namespace Edge.ModelTools.Quantization;

/// <summary>What the quantizer may be told beside graph and data. The defaults are right for any network.</summary>
internal sealed class QuantizerOptions
{
    /// <summary>How ranges are chosen.</summary>
    public CalibrationMethod Method { get; init; } = CalibrationMethod.MinMax;

    /// <summary>Threads to use; the result does not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Called with what is being done and the share of it that is done, 0 to 1.</summary>
    public Action<string, double>? Progress { get; init; }

    /// <summary>Called with a sentence for each thing that is suspicious but does not stop the work.</summary>
    public Action<string>? Warn { get; init; }
}
