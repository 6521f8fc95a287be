using System.Collections.Generic;
using Edge.Runtime.Int8.Kernels.Packed;

namespace Edge.ModelTools.Packing.Specialization;

// A native call reads eight neighbouring taps of a pixel for little more than three single bytes take. Two of them fit a lane: three ands and
// shifts move 16 bits of each pixel into one long, from which an and takes the first tap and a shift and an and the second: 630 weighted
// instructions for three inputs, 910 byte by byte. What lies above 16 bits of a lane is no more than the mask of bytes takes away.

/// <summary>C# that packs eight taps of three pixels.</summary>
internal static class OctetReader
{
    /// <summary>Taps read at once.</summary>
    public const int Taps = 8;

    /// <summary>Fewest taps of a run for which eight are read.</summary>
    public const int Least = 5;

    private const long Bytes = 255 * Lanes.Ones;
    private const int PairBits = 16;

    /// <summary>Locals that it needs.</summary>
    public static IReadOnlyList<string> Locals { get; } = ["e0", "e1", "e2", "p"];

    /// <summary>Writes the statements.</summary>
    /// <param name="text">The method.</param>
    /// <param name="depth">Indentation.</param>
    /// <param name="array">The array of bytes.</param>
    /// <param name="places">Index of the first tap of each pixel.</param>
    /// <param name="names">Local of each tap, null where none is wanted.</param>
    public static void Write(MethodText text, int depth, string array, IReadOnlyList<string> places, IReadOnlyList<string?> names)
    {
        for (int lane = 0; lane < 3; lane++)
        {
            text.Line(depth, $"e{lane} = System.BitConverter.ToInt64({array}, {places[lane]});");
            text.IlBytes += (2 * MethodText.LocalBytes) + 5;
        }

        for (int pair = 0; pair < Taps / 2; pair++)
        {
            if (names[2 * pair] is null && names[(2 * pair) + 1] is null)
            {
                continue;
            }

            text.Line(depth, $"p = {Pair(text, pair * PairBits)};");
            text.IlBytes += MethodText.LocalBytes;
            for (int tap = 2 * pair; tap < (2 * pair) + 2; tap++)
            {
                if (names[tap] is string name)
                {
                    text.Line(depth, $"{name} = {(tap % 2 == 0 ? "p" : "(p >> 8)")} & {text.Constant(Bytes)};");
                    text.IlBytes += (2 * MethodText.LocalBytes) + (tap % 2 == 0 ? 1 : 4);
                }
            }
        }
    }

    /// <summary>16 bits of each pixel in its lane.</summary>
    private static string Pair(MethodText text, int shift)
    {
        text.IlBytes += (4 * MethodText.LocalBytes) + 24;
        string first = shift == 0 ? "(e0 & mask)" : $"((e0 >> {shift}) & mask)";
        string second = shift < Lanes.Bits ? $"(e1 << {Lanes.Bits - shift})" : $"(e1 >> {shift - Lanes.Bits})";
        string third = shift == 0 ? "e2" : $"(e2 >> {shift})";
        return $"{first} | ({second} & {text.Constant(Lanes.Mask << Lanes.Bits)}) | ({third} << {2 * Lanes.Bits})";
    }
}
