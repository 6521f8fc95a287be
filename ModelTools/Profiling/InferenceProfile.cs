using System.Collections.Generic;

namespace Edge.ModelTools.Profiling;

/// <summary>Weighted instructions of one inference.</summary>
/// <param name="Macs">Multiply-accumulates of the network, each once, padding included as is usual.</param>
/// <param name="Groups">Groups in the order they ran.</param>
/// <param name="Operators">Kernel calls added up by group and operator, in the order of their first call.</param>
/// <param name="Outputs">Output tensors, int8, so that a caller can see that the counted run computed the right thing.</param>
/// <param name="LoadWeighted">Weighted instructions of loading the model before: checks of the whole blob, buffers. Not part of <see cref="Weighted"/>.</param>
internal sealed record InferenceProfile(
    long Macs,
    IReadOnlyList<GroupProfile> Groups,
    IReadOnlyList<OperatorProfile> Operators,
    IReadOnlyList<IReadOnlyList<sbyte>> Outputs,
    double LoadWeighted)
{
    /// <summary>Weighted instructions of the whole inference: kernels, weight reads and executor.</summary>
    public double Weighted
    {
        get
        {
            double total = 0;
            foreach (GroupProfile group in Groups)
            {
                total += group.Weighted;
            }

            return total;
        }
    }

    /// <summary>Weighted instructions per multiply-accumulate; 0 for a network without any.</summary>
    public double WeightedPerMac => Macs == 0 ? 0 : Weighted / Macs;
}
