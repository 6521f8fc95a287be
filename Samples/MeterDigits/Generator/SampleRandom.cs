using System;
using System.Numerics;

namespace Edge.MeterDigits.Generator;

/// <summary>
/// Random numbers of one sample: xoshiro256** (Blackman and Vigna, public domain), seeded by SplitMix64.
/// The same seed and stream give the same numbers on every machine, whatever other samples are drawn.
/// </summary>
internal sealed class SampleRandom
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>Starts the numbers of sample <paramref name="stream"/> of data set <paramref name="seed"/>.</summary>
    public SampleRandom(ulong seed, ulong stream)
    {
        ulong state = seed * 0xD1342543DE82EF95UL + stream;
        _s0 = SplitMix(ref state);
        _s1 = SplitMix(ref state);
        _s2 = SplitMix(ref state);
        _s3 = SplitMix(ref state);
    }

    /// <summary>Uniform over [0, 1).</summary>
    public float Unit() => (NextBits() >> 40) * (1f / (1 << 24));

    /// <summary>Uniform over [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public float Between(float low, float high) => low + (high - low) * Unit();

    /// <summary>Uniform over the whole numbers <paramref name="low"/> to <paramref name="high"/> - 1.</summary>
    public int Whole(int low, int high) => low + (int)(NextBits() % (ulong)(high - low));

    /// <summary>True with this probability.</summary>
    public bool Chance(float probability) => Unit() < probability;

    /// <summary>Normal deviate with mean 0 and standard deviation 1 (sum of twelve uniforms: bounded by 6, no tails to clip).</summary>
    public float Normal()
    {
        // Four 16-bit uniforms per draw, three draws: quick, and the same on every machine.
        float sum = 0;
        for (int i = 0; i < 3; i++)
        {
            ulong bits = NextBits();
            sum += (bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48);
        }
        return sum * (1f / 65536f) - 6f;
    }

    /// <summary>One of the values, each as likely.</summary>
    public T Pick<T>(params T[] values) => values[Whole(0, values.Length)];

    /// <summary>The bits the rest is made of.</summary>
    public ulong NextBits()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15UL;
        ulong z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
