using System.Collections.Generic;
using System.Linq;

namespace Edge.Tests.Desktop.DeviceLimits.Unrolled;

/// <summary>Pieces of the depthwise kernels: rows of inputs x0, x1, ... in three lanes, sums of one column, results of up to three output rows.</summary>
internal static class DepthwiseText
{
    /// <summary>Which packed sums are finished at once, and which are left out.</summary>
    public const string Test = """

                        // With ties to correct no triple passes the test, and Store makes its results. Half a window is where results above 0 begin; sums
                        // that have no such window, or another one, are not left out.
                        long test = outside;
                        if (hasTies)
                        {
                            test = -1;
                        }
                        else if (leavesZeros)
                        {
                            some = outside > 0 && outside != Lanes.Halves ? outside | (outside >> 1) : -1;
                        }
        """;

    /// <summary>The usual case of LaneResult.Prepare in its place, and the test whether a triple is one that Store has to make.</summary>
    public const string PrepareInPlace = """
                        // As LaneResult.Prepare does for most channels; the rest it does itself.
                        long tie = 0;
                        scale = 0;
                        offset = 0;
                        long first = half;
                        long multiplier = parameters[parameter + toMultiplier];
                        int down = -parameters[parameter + toShift];
                        long window = leastWindow << down;
                        if (multiplier >= smallest && (uint)(down - 1) < LaneResult.MaxExponent)
                        {
                            scale = multiplier << (21 - down);
                            tie = ties >> down;
                            offset = shared + (tie >> 1);
                            long low = (offset + (multiplier << 30) - middle) / scale;
                            offset -= low * scale;
                            first = parameters[parameter] + low;
                        }

                        long start = first * ones;
                        long outside = beyond - (window * ones);
                        if (first >= half || first < window - half)
                        {
                            LaneResult.Prepare(stage, oc, shared, out scale, out offset, out start, out outside, out tie);
                        }

                        parameter++;
        """ + "\n" + Test;

    /// <summary>Takes back that blocks side by side store their last column elsewhere.</summary>
    public const string Restore3x3 = """
                        if (isAcross)
                        {
                            q01 = inner01;
                            q02 = inner02;
                            q11 = inner11;
                            q12 = inner12;
                            q21 = inner21;
                            q22 = inner22;
                        }
        """;

    /// <summary>Finds the first input rows of each block, and some output rows.</summary>
    public static string Find(int inputs, int outputs, string lag, string indent)
    {
        return string.Concat(Enumerable.Range(0, inputs).Select(t => FindInput($"{t}", t, indent)))
            + string.Concat(Enumerable.Range(0, outputs).Select(y => FindOutput(y, lag, indent)));
    }

    /// <summary>Finds an input row of each block.</summary>
    public static string FindInput(string tap, int t, string indent)
    {
        return $"{indent}blocks.FindInput({tap}, {Places('r', 'k', t)});\n";
    }

    /// <summary>Declares the weights of a channel, w0, w1, ..., one more than a multiple of eight.</summary>
    public static string Weights(int taps, string indent)
    {
        string text = string.Concat(Enumerable.Range(0, taps / 8).Select(k =>
        {
            IEnumerable<string> items = Enumerable.Range(0, 8).Select(t => $"w{(8 * k) + t} = " + (t == 7 ? "v >> 56" : $"(v << {56 - (8 * t)}) >> 56"));
            return $"{indent}{(k == 0 ? "long " : "")}v = BitConverter.ToInt64(weights, {UnrolledText.Index("w", 8 * k)}) ^ signs;\n{indent}long {string.Join(", ", items)};\n";
        }));
        return text + $"{indent}long w{taps - 1} = weights[w + {taps - 1}] + Lanes.WeightOffset;\n{indent}w += {taps};\n";
    }

    /// <summary>Three inputs, one from each block.</summary>
    /// <param name="t">Input row.</param>
    /// <param name="places">Indexes in the rows of lanes 0, 1 and 2.</param>
    public static string Three(int t, string places)
    {
        string[] i = places.Split(' ');
        return $"(uint)(r{t}0[{i[0]} + k{t}0] | (r{t}1[{i[1]} + k{t}1] << 21)) | ((long)r{t}2[{i[2]} + k{t}2] << 42)";
    }

    /// <summary>
    /// The same where blocks lie one below the other: what blocks 1 and 2 saw in an earlier row is what blocks 0 and 1 see now, so that one
    /// value is read and two are shifted.
    /// </summary>
    /// <param name="t">Input row.</param>
    /// <param name="earlier">The row that is as many rows earlier as blocks are apart.</param>
    public static string Shifted(int t, int earlier)
    {
        return $"(x{earlier} >> 21) | ((long)r{t}2[i + k{t}2] << 42)";
    }

    /// <summary>Products of a column of a kernel with input rows.</summary>
    /// <param name="size">Rows and columns of the kernel.</param>
    /// <param name="column">Its column.</param>
    /// <param name="first">First input row.</param>
    public static string Products(int size, int column, int first)
    {
        return string.Join(" + ", Enumerable.Range(0, size).Select(t => $"(x{first + t} * w{(t * size) + column})"));
    }

    /// <summary>Results of one output row in the usual case.</summary>
    public static string Results(int y, string sum, string at, string indent)
    {
        return $"{indent}t{y}2[{at} + q{y}2] = table[(int)(((({sum} >> 42) * scale) + offset) >> LaneResult.Shift)];\n"
            + $"{indent}t{y}1[{at} + q{y}1] = table[(int)((((({sum} >> 21) & mask) * scale) + offset) >> LaneResult.Shift)];\n"
            + $"{indent}t{y}0[{at} + q{y}0] = table[(int)(((({sum} & mask) * scale) + offset) >> LaneResult.Shift)];\n";
    }

    /// <summary>Results of one output row of which some lie outside the window.</summary>
    public static string Store(int y, string sum, string at, string indent)
    {
        string places = string.Join(", ", Enumerable.Range(0, 3).Select(lane => $"t{y}{lane}, {at} + q{y}{lane}"));
        return $"{indent}LaneResult.Store(stage, oc, {sum}, shared, scale, offset, start, outside, tie, {places});\n";
    }

    /// <summary>Results of all output rows, the last row first: rows that are not wanted are stored where the first row's results come.</summary>
    /// <param name="conditions">For each row whether it is there, nested; nothing for the first.</param>
    /// <param name="sums">The sums of each row.</param>
    /// <param name="at">Index of the output column.</param>
    /// <param name="indent">Indentation.</param>
    public static string AllResults(string[] conditions, string[] sums, string at, string indent)
    {
        return $"{indent}if ((({string.Join(" | ", sums)}) & test) == 0)\n{indent}{{\n{Nested(Results, 0, indent + "    ")}{indent}}}\n"
            + $"{indent}else\n{indent}{{\n{Nested(Store, 0, indent + "    ")}{indent}}}\n";

        string Nested(System.Func<int, string, string, string, string> write, int y, string inner)
        {
            string later = y + 1 < sums.Length ? $"{inner}if ({conditions[y + 1]})\n{inner}{{\n{Nested(write, y + 1, inner + "    ")}{inner}}}\n\n" : "";
            return later + write(y, sums[y], at, inner);
        }
    }

    /// <summary>The same for up to three rows, told by kind: rows less one, and three more where a row is stored only if one of its results is not 0.</summary>
    /// <param name="at">Index of the output column.</param>
    /// <param name="indent">Indentation.</param>
    /// <param name="looksAtEach">Whether rows are told apart where one of them lies outside the window; else all are stored as that one.</param>
    public static string ResultsByKind(string at, string indent, bool looksAtEach = true)
    {
        const int Rows = 3;
        string inner = indent + "            ";
        string cases = string.Concat(Enumerable.Range(0, 2 * Rows).Select(kind => $"{indent}        case {kind}:\n"
            + string.Concat(Enumerable.Range(0, (kind % Rows) + 1).Reverse().Select(y => kind < Rows ? Results(y, $"d{y}", at, inner) : Some(y))) + $"{inner}break;\n"));
        return $"{indent}if (((d0 | d1 | d2) & test) == 0)\n{indent}{{\n{indent}    switch (kind)\n{indent}    {{\n{cases}{indent}    }}\n{indent}}}\n"
            + $"{indent}else\n{indent}{{\n{indent}    if (isMany)\n{indent}    {{\n{indent}        if (isThree)\n{indent}        {{\n{Each(2, inner)}{indent}        }}\n\n"
            + $"{Each(1, indent + "        ")}{indent}    }}\n\n{Each(0, indent + "    ")}{indent}}}\n";

        string Each(int y, string where) => !looksAtEach ? Store(y, $"d{y}", at, where) : $"{where}if ((d{y} & test) == 0)\n{where}{{\n{Results(y, $"d{y}", at, where + "    ")}{where}}}\n{where}else\n{where}{{\n{Store(y, $"d{y}", at, where + "    ")}{where}}}\n";

        string Some(int y) => $"{inner}if ((d{y} & some) != 0{(y == 0 ? " || isPartial" : "")})\n{inner}{{\n{Results(y, $"d{y}", at, inner + "    ")}{inner}}}\n\n";
    }

    private static string FindOutput(int y, string lag, string indent)
    {
        return $"{indent}blocks.FindOutput({y}, {lag}, {Places('t', 'q', y)});\n";
    }

    private static string Places(char array, char index, int row)
    {
        return string.Join(", ", Enumerable.Range(0, 3).Select(lane => $"out byte[] {array}{row}{lane}, out int {index}{row}{lane}"));
    }
}
