using System;

namespace Edge.ModelTools.Quantization;

/// <summary>What the quantizer may be told beside graph and data. The defaults are right for any network.</summary>
internal sealed class QuantizerOptions
{
    /// <summary>How to quantize, or null to find out (<see cref="AutomaticQuantizer"/>).</summary>
    public QuantizationRecipe? Recipe { get; init; }

    /// <summary>The kernels that weights are to take less in, as far as the output error allows it; a recipe says so itself.</summary>
    public WeightPurpose Purpose { get; init; }

    /// <summary>Seed of everything random in the automatic mode; a recipe has its own.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads to use; the result does not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Called with what is being done and the share of it that is done, 0 to 1.</summary>
    public Action<string, double>? Progress { get; init; }

    /// <summary>Called with a sentence for each thing that is suspicious but does not stop the work.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>What to call with the share of an activity that is done, or null.</summary>
    public Action<double>? Report(string activity) => Progress is null ? null : share => Progress(activity, share);
}
