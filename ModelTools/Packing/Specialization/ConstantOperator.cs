namespace Edge.ModelTools.Packing.Specialization;

/// <summary>A convolution whose weights can become constants.</summary>
/// <param name="Id">Operator number.</param>
/// <param name="Fingerprint">See ConstantKernels.Fingerprint.</param>
/// <param name="Taps">Taps of a channel.</param>
/// <param name="Channels">Output channels.</param>
/// <param name="Macs">Multiply-accumulates of an inference.</param>
/// <param name="Weights">[channel][tap].</param>
internal sealed record ConstantOperator(int Id, int Fingerprint, int Taps, int Channels, long Macs, sbyte[] Weights);
