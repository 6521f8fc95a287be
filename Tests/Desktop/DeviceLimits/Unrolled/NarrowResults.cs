using System;
using System.Linq;
using static Edge.Tests.Desktop.DeviceLimits.Unrolled.NarrowDepthwise;

namespace Edge.Tests.Desktop.DeviceLimits.Unrolled;

/// <summary>The epilogue of narrow depthwise kernels: up to four words of three columns.</summary>
internal static class NarrowResults
{
    /// <summary>Writes it.</summary>
    public static string Write()
    {
        string deep = Step + "        ";
        string some = string.Join("\n", Enumerable.Range(0, MostWords).Select(g => $"{deep}if ((d{g} & some) != 0)\n{deep}{{\n{(g == 0 ? Store(g, deep + "    ") : Partly(g))}{deep}}}\n"));
        string all = string.Concat(Enumerable.Range(3, (3 * MostWords) - 3).Reverse().Select(c =>
            $"{deep}    case {c + 1}:\n{Result(c, deep + "        ")}{deep}        goto {(c == 3 ? "default" : $"case {c}")};\n"));
        string each = Words(0, g => $"LaneResult.Store(stage, oc, d{g}, shared, scale, offset, start, outside, tie, {string.Join(", ", Enumerable.Range(3 * g, 3).Select(c => $"output, {At(c)}"))});\n", Step + "    ");
        return $"{Step}if (((d0 | d1 | d2 | d3) & test) == 0)\n{Step}{{\n{Step}    if (leavesZeros)\n{Step}    {{\n{some}{Step}    }}\n{Step}    else\n{Step}    {{\n"
            + $"{deep}switch (columns)\n{deep}{{\n{all}{deep}    default:\n{Store(0, deep + "        ")}{deep}        break;\n{deep}}}\n{Step}    }}\n{Step}}}\n{Step}else\n{Step}{{\n{each}{Step}}}\n";

        // The last word may have one column or two.
        string Partly(int g)
        {
            string inner = deep + "            ";
            return $"{deep}    switch (columns)\n{deep}    {{\n{deep}        case {(3 * g) + 1}:\n{Result(3 * g, inner)}{inner}break;\n{deep}        case {(3 * g) + 2}:\n{Result((3 * g) + 1, inner)}{inner}goto case {(3 * g) + 1};\n"
                + $"{deep}        default:\n{Result((3 * g) + 2, inner)}{inner}goto case {(3 * g) + 2};\n{deep}    }}\n";
        }

        static string Store(int g, string indent) => Result((3 * g) + 2, indent) + Result((3 * g) + 1, indent) + Result(3 * g, indent);

        static string Result(int c, string indent)
        {
            string lane = c % 3 == 0 ? $"(d{c / 3} & mask)" : c % 3 == 1 ? $"((d{c / 3} >> 21) & mask)" : $"(d{c / 3} >> 42)";
            return $"{indent}output[{At(c)}] = table[(int)((({lane} * scale) + offset) >> LaneResult.Shift)];\n";
        }

        static string At(int c) => c == 0 ? "o" : $"o + q{c}";
    }
}
