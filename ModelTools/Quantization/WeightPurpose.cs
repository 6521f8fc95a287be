namespace Edge.ModelTools.Quantization;

/// <summary>The kernels that weights of a float model are chosen for.</summary>
internal enum WeightPurpose
{
    /// <summary>Any: weights serve accuracy alone.</summary>
    None,

    /// <summary>Those that <c>edge pack --specialize</c> writes: <see cref="InstructionPriceSearch"/>.</summary>
    Specialized,

    /// <summary>The packed ones: <see cref="PowerOfTwoSearch"/>.</summary>
    Packed,
}
