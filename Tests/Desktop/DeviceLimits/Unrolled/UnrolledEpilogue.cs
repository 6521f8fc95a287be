namespace Edge.Tests.Desktop.DeviceLimits.Unrolled;

/// <summary>The epilogue of a triple of output channels: three results from one long, or, outside the window of its sums, by a call.</summary>
internal static class UnrolledEpilogue
{
    /// <summary>Writes it.</summary>
    /// <param name="k">Number of the triple: of its start and window, and with three to a triple of its scales and offsets.</param>
    /// <param name="first">Its first channel, from the first channel of the pass: nothing for 0, a number, or the name of a variable.</param>
    /// <param name="sum">Expression of its sums.</param>
    /// <param name="declares">Whether the place of a variable channel, q, is declared here.</param>
    /// <param name="indent">Indentation.</param>
    public static string Write(int k, string first, string sum, bool declares, string indent)
    {
        int c = 3 * k;
        bool isVariable = first.Length > 0 && !char.IsAsciiDigit(first[0]);
        string start = isVariable ? "q" : "o";
        int offset = isVariable || first.Length == 0 ? 0 : int.Parse(first, System.Globalization.CultureInfo.InvariantCulture);
        string place = isVariable ? $"{indent}{(declares ? "int " : "")}q = o + {first};\n" : "";
        return $"{indent}d = {sum};\n{place}"
            + $"{indent}if ((d & outside{k}) != 0)\n{indent}{{\n{indent}    PointResult.Store(\n"
            + $"{indent}        stage, {At("oc", first)}, d, scale{c}, offset{c}, scale{c + 1}, offset{c + 1}, scale{c + 2}, offset{c + 2},\n"
            + $"{indent}        start{k}, outside{k}, 0, 0, 0, 0, output, {UnrolledText.Index(start, offset)});\n{indent}}}\n{indent}else\n{indent}{{\n"
            + $"{indent}    output[{UnrolledText.Index(start, offset)}] = table[(int)((((d & mask) * scale{c}) + offset{c}) >> LaneResult.Shift)];\n"
            + $"{indent}    output[{UnrolledText.Index(start, offset + 1)}] = table[(int)(((((d >> 21) & mask) * scale{c + 1}) + offset{c + 1}) >> LaneResult.Shift)];\n"
            + $"{indent}    output[{UnrolledText.Index(start, offset + 2)}] = table[(int)((((d >> 42) * scale{c + 2}) + offset{c + 2}) >> LaneResult.Shift)];\n{indent}}}\n";
    }

    /// <summary>A place and the first channel of a triple from it.</summary>
    public static string At(string start, string first)
    {
        return first.Length == 0 ? start : $"{start} + {first}";
    }
}
