using System.Linq;

namespace Edge.Tests.Desktop.DeviceLimits.Unrolled;

/// <summary>The epilogue of a triple of output channels: three results from one long, which a call brings into the windows of its sums where it lies outside.</summary>
internal static class UnrolledEpilogue
{
    /// <summary>Writes it.</summary>
    /// <param name="k">Number of the triple: of its start and window, and with three to a triple of its scales and offsets.</param>
    /// <param name="first">Its first channel, from the first channel of the pass: nothing for 0, a number, or the name of a variable.</param>
    /// <param name="sum">Expression of its sums.</param>
    /// <param name="declares">Whether the place of a variable channel, q, is declared here.</param>
    /// <param name="indent">Indentation.</param>
    /// <param name="overlap">Variable by which is known how many of its channels the triple before it stores; nothing where that is none.</param>
    /// <param name="none">Value with which that is none; with one less or more it is one.</param>
    /// <param name="requantization">How results are made; see LaneResult and ShiftTable.</param>
    public static string Write(int k, string first, string sum, bool declares, string indent, string overlap = "", int none = 0, Requantization requantization = Requantization.Scaled)
    {
        int c = 3 * k;
        bool isVariable = first.Length > 0 && !char.IsAsciiDigit(first[0]);
        string start = isVariable ? "q" : "o";
        int offset = isVariable || first.Length == 0 ? 0 : int.Parse(first, System.Globalization.CultureInfo.InvariantCulture);
        string place = isVariable ? $"{indent}{(declares ? "int " : "")}q = o + {first};\n" : "";
        if (requantization == Requantization.PowerOfTwo)
        {
            return $"{indent}d = {sum};\n{place}" + (overlap.Length == 0 ? Results(0, indent) : Overlapped(indent));
        }

        return $"{indent}d = {sum};\n{place}"
            + $"{indent}if ((d & outside{k}) == 0 || (d = PointResult.ToWindow(stage, {At("oc", first)}, d, start{k}, outside{k}, output, {UnrolledText.Index(start, offset)})) >= 0)\n"
            + $"{indent}{{\n{(overlap.Length == 0 ? Results(0, indent + "    ") : Overlapped(indent + "    "))}{indent}}}\n";

        string Results(int from, string inner) => string.Concat(Enumerable.Range(from, 3 - from).Select(lane => Result(lane, inner)));

        string Overlapped(string inner) => $"{inner}if ({overlap} == {none})\n{inner}{{\n{Results(0, inner + "    ")}{inner}}}\n{inner}else\n{inner}{{\n"
            + $"{inner}    if ({overlap} == {System.Math.Abs(none - 1)})\n{inner}    {{\n{Result(1, inner + "        ")}{inner}    }}\n\n{Result(2, inner + "    ")}{inner}}}\n";

        string Result(int lane, string inner)
        {
            string target = $"{inner}output[{UnrolledText.Index(start, offset + lane)}]";
            if (requantization == Requantization.PowerOfTwo)
            {
                return $"{target} = table[(int)((ulong)(d * scale{c + lane}) >> ShiftTable.Shift)];\n";
            }

            string value = lane == 0 ? "(d & mask)" : lane == 1 ? "((d >> 21) & mask)" : "(d >> 42)";
            string scaled = $"({value} * scale{c + lane}) + offset{c + lane}";
            string rounded = requantization == Requantization.ScaledWithTies ? $"(t = {scaled}) - (((t - shared) >> 63) & tie{c + lane})" : scaled;
            return $"{target} = table[(int)(({rounded}) >> LaneResult.Shift)];\n";
        }
    }

    /// <summary>A place and the first channel of a triple from it.</summary>
    public static string At(string start, string first)
    {
        return first.Length == 0 ? start : $"{start} + {first}";
    }
}
