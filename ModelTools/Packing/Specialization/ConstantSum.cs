using System;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Kernels.Reference;

namespace Edge.ModelTools.Packing.Specialization;

// The reference rounds both terms and their sum, and yet its results are mostly those of one linear function: (a * FactorA + b * FactorB + Start) >> 22
// is the index of the result's table. Each pair of inputs bounds Start from one or two sides; factors are moved by a few units until bounds of
// all 65,536 pairs leave a number. Every index lies in the table, so that a sum is at least 0 and below 2^32, and two fit a long side by side.

/// <summary>An addition whose results are those of a linear function, found by trying all pairs of inputs.</summary>
/// <param name="Id">Operator number.</param>
/// <param name="Hash">See ConstantKernels.FingerprintAdd.</param>
/// <param name="FactorA">Factor of the first input.</param>
/// <param name="FactorB">Factor of the second one.</param>
/// <param name="Start">Added to both.</param>
internal sealed record ConstantSum(int Id, int Hash, long FactorA, long FactorB, long Start)
{
    private const int Radius = 16;
    private const int Values = 256;

    /// <summary>What the kernels expect.</summary>
    public int Fingerprint => ConstantKernels.Describe(Hash, 1);

    /// <summary>Looks for the function; null when there is none.</summary>
    /// <param name="stage">The addition.</param>
    public static ConstantSum? Find(Stage stage)
    {
        var results = new int[Values * Values];
        for (int pair = 0; pair < results.Length; pair++)
        {
            int a = pair / Values - stage.Inputs[0].ZeroPoint;
            int b = stage.Sign * (pair % Values - stage.Inputs[1].ZeroPoint);
            results[pair] = Elementwise.AddTerms(stage, a, b) + stage.ResultZeroPoint + ConstantKernels.AddBase;
            if (results[pair] < 1 || results[pair] >= ConstantKernels.AddEntries - 1)
            {
                return null;
            }
        }

        // The function's slope, as far as the ends tell.
        const long One = 1L << ConstantKernels.AddShift;
        (double slopeA, double slopeB) = Slopes(stage);
        long factorA = (long)Math.Round(slopeA * One);
        long factorB = (long)Math.Round(slopeB * One);
        for (int ring = 0; ring <= Radius; ring++)
        {
            for (int a = -ring; a <= ring; a++)
            {
                for (int b = -ring; b <= ring; b += Math.Abs(a) == ring || ring == 0 ? 1 : 2 * ring)
                {
                    if (FindStart(stage, results, factorA + a, factorB + b) is long start)
                    {
                        return new ConstantSum(stage.OperatorId, ConstantKernels.FingerprintAdd(stage), factorA + a, factorB + b, start);
                    }
                }
            }
        }

        return null;
    }

    private static (double A, double B) Slopes(Stage stage)
    {
        if (stage.Rounding == RoundingMode.Single)
        {
            double scale = Math.ScaleB(1, stage.Shift0);
            return (stage.Multiplier0 * scale, stage.Sign * stage.Multiplier1 * scale);
        }

        double sum = Math.ScaleB(stage.Multiplier2, stage.Shift2 - 31 + stage.LeftShift);
        return (Math.ScaleB(stage.Multiplier0, stage.Shift0 - 31) * sum, stage.Sign * Math.ScaleB(stage.Multiplier1, stage.Shift1 - 31) * sum);
    }

    /// <summary>What to add so that all results are right and no sum is outside the table; null when there is nothing.</summary>
    private static long? FindStart(Stage stage, int[] results, long factorA, long factorB)
    {
        int min = stage.ActivationMin + ConstantKernels.AddBase;
        int max = stage.ActivationMax + ConstantKernels.AddBase;
        long least = long.MinValue;
        long most = long.MaxValue;
        for (int pair = 0; pair < results.Length && least <= most; pair++)
        {
            long sum = (pair / Values * factorA) + (pair % Values * factorB);
            int low = results[pair] <= min ? 0 : Math.Min(results[pair], max);
            int end = results[pair] >= max ? ConstantKernels.AddEntries : Math.Max(results[pair], min) + 1;
            least = Math.Max(least, ((long)low << ConstantKernels.AddShift) - sum);
            most = Math.Min(most, ((long)end << ConstantKernels.AddShift) - 1 - sum);
        }

        return least <= most ? least + ((most - least) / 2) : null;
    }
}
