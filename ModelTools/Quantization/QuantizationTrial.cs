namespace Edge.ModelTools.Quantization;

/// <summary>One way of quantizing that was tried.</summary>
/// <param name="Name">What was tried.</param>
/// <param name="OutputError">Noise over signal at the output on the held-out samples (<see cref="Quantization.OutputError"/>).</param>
internal sealed record QuantizationTrial(string Name, double OutputError)
{
    /// <summary>From here on there is no signal to speak of: what varies from sample to sample is below what int8 can hold.</summary>
    private const double NoSignal = 10;

    /// <summary>What is said of an output without a signal.</summary>
    public const string HardlyDepends = "the output hardly depends on the input";

    /// <summary>Whether the samples make the float network's output vary at all.</summary>
    public bool HasSignal => OutputError < NoSignal;

    /// <summary>The error in words: a percentage of the signal where there is one.</summary>
    public string Noise => HasSignal ? System.FormattableString.Invariant($"{OutputError:0.000 %}") : HardlyDepends;
}
