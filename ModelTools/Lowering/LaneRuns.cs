using System;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Lowering;

/// <summary>Runs of taps whose products add up within a lane of the packed kernels.</summary>
internal static class LaneRuns
{
    // Multiples of 24, the widest chunk of the packed kernels, so that no run ends with a narrower one.
    private static readonly int[] s_taps = [int.MaxValue, 528, 456, 384, 336, 288, 240, 216, 192, 168, 144, 120, 96, 72, 48];

    /// <summary>The largest for which the sums of weights of one sign stay within a lane in every channel.</summary>
    public static int Longest(DeviceOperator op)
    {
        int taps = op.TapsPerChannel;
        foreach (int candidate in s_taps)
        {
            if (Hold(op.Weights, taps, candidate))
            {
                return candidate;
            }
        }

        return BlobFormat.MinLaneTaps;
    }

    private static bool Hold(sbyte[] weights, int taps, int run)
    {
        for (int start = 0; start < weights.Length; start += taps)
        {
            int positive = 0;
            int negative = 0;
            for (int tap = 0; tap < taps; tap++)
            {
                if (tap % run == 0)
                {
                    positive = 0;
                    negative = 0;
                }

                int weight = weights[start + tap];
                positive += Math.Max(weight, 0);
                negative += Math.Max(-weight, 0);
                if (positive > BlobFormat.MaxLaneSum || negative > BlobFormat.MaxLaneSum)
                {
                    return false;
                }
            }
        }

        return true;
    }
}
