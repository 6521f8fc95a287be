namespace Edge.ModelTools.Quantization;

/// <summary>One combination that the automatic mode tried.</summary>
/// <param name="Name">What was tried.</param>
/// <param name="OutputError">Noise over signal at the output on the held-out samples (<see cref="Quantization.OutputError"/>).</param>
internal sealed record QuantizationTrial(string Name, double OutputError);
