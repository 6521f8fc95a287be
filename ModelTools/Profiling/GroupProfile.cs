namespace Edge.ModelTools.Profiling;

/// <summary>Weighted instructions of one group of the schedule.</summary>
/// <param name="Index">Number of the group.</param>
/// <param name="Compute">Kernels, decoding of weights and executor.</param>
/// <param name="WeightRead">Reading weights from their source.</param>
/// <param name="WeightBytes">Bytes of weights read.</param>
internal sealed record GroupProfile(int Index, double Compute, double WeightRead, long WeightBytes)
{
    /// <summary>Everything in the group.</summary>
    public double Weighted => Compute + WeightRead;
}
