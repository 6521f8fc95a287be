using System;
using System.Linq;
using System.Text;
using static Edge.Tests.Desktop.DeviceLimits.Unrolled.NarrowDepthwise;

namespace Edge.Tests.Desktop.DeviceLimits.Unrolled;

/// <summary>What narrow depthwise kernels with stride 1 do with a row: words of each column of the kernel, products, sums.</summary>
internal static class NarrowStride1
{
    /// <summary>Inputs of a row from the first column on: those of the columns made, and those that the kernel sees behind them.</summary>
    public static string Inputs(int size)
    {
        int pad = size / 2;
        return $"{Outer}int inputColumns = image.Width - firstColumn < columns + {pad} ? image.Width - firstColumn : columns + {pad};\n"
            + InputPlaces(1, MostInputs(size)) + $"{Outer}long lead = {(pad == 1 ? "zeroLanes & mask" : pad == 2 ? "zeroPair" : "zeroLanes")};\n"
            + Zeros('h', 3, MostInputs(size), "zeroTop");
    }

    /// <summary>Sums of the first output rows begin with the rows above the image, those of the last end with the rows below.</summary>
    public static string FirstSums(int size)
    {
        int pad = size / 2;
        string first = string.Concat(Enumerable.Range(0, pad).Reverse().Select(i => $"{Channel}a{pad + i} = {(i == pad - 1 ? "start" : $"a{pad + i + 1}")} + z{pad - 1 - i};\n"));
        string below = string.Concat(Enumerable.Range(1, pad).Select(n => $"{Channel}long below{n} = {(n == 1 ? "" : $"below{n - 1} + ")}z{size - n};\n"));
        return first + Words(1, g => string.Concat(Enumerable.Range(pad, pad).Select(j => $"{Letters[g]}{j} = a{j};\n")), Channel) + below + $"{Channel}int wait = {pad};\n";
    }

    /// <summary>Packs a row and adds it to all sums.</summary>
    public static string Row(int size)
    {
        int pad = size / 2;
        string[] before = ["", $"input[i - k1]", "(uint)(input[i - k2] | (input[i - k1] << 21))", "(uint)(input[i - k3] | (input[i - k2] << 21)) | ((long)input[i - k1] << 42)"];
        string lead = $"{RowIndent}if (isInner)\n{RowIndent}{{\n{RowIndent}    lead = {before[pad]};\n{RowIndent}}}\n\n";
        return lead + Read("inputColumns", MostInputs(size), 'h', c => $"i + k{c}") + Words(0, Word, RowIndent) + $"\n{RowIndent}i += rowBytes;\n";

        string Word(int g)
        {
            var word = new StringBuilder();
            for (int t = g == 0 ? 0 : size + (3 * (g - 1)); t < size + (3 * g); t++)
            {
                word.Append($"long v{t} = {Neighbours(t)};\n");
            }

            if (size == 3)
            {
                return word.Append($"d{g} = {Sum(g, 0)};\n{Sums(g, 0, 2)}").ToString();
            }

            // Output rows above the image and below it are left out.
            word.Append("switch (wait)\n{\n");
            for (int y = 0; y <= pad; y++)
            {
                string target = y == 0 ? $"d{g}" : $"{Letters[g]}{y - 1}";
                word.Append($"    case {y}:\n        {target} = {Sum(g, y)};\n        {(y == pad ? "break" : $"goto case {y + 1}")};\n");
            }

            word.Append($"}}\n\nif (rest >= {pad})\n{{\n{Indented(Sums(g, pad, size - 1))}}}\nelse\n{{\n    switch (rest)\n    {{\n");
            for (int rest = 1; rest < pad; rest++)
            {
                word.Append($"        case {rest}:\n{Indented(Indented(Indented(Sums(g, pad, pad + rest))))}            break;\n");
            }

            return word.Append("    }\n}\n").ToString();
        }

        // Sums from the one of output rows above to the one before last, exclusive.
        string Sums(int g, int from, int to) => string.Concat(Enumerable.Range(from, to - from).Select(j => $"{Letters[g]}{j} = {Sum(g, j + 1)};\n"));

        // Sum y of those before, or start, with a kernel row.
        string Sum(int g, int y)
        {
            int kernelRow = size - 1 - y;
            return (kernelRow == 0 ? "start" : $"{Letters[g]}{y}") + " + " + string.Join(" + ", Enumerable.Range(0, size).Select(x => $"(v{(3 * g) + x} * w{(kernelRow * size) + x})"));
        }

        // Columns t - pad, t - pad + 1, t - pad + 2.
        string Neighbours(int t)
        {
            int top = t - pad + 2;
            return t > 0 ? $"(v{t - 1} >> 21) | {Column(top)}" : top < 0 ? "lead" : top == 0 ? $"lead | {Column(0)}" : $"lead | ((long)input[i] << 21) | {Column(1)}";
        }

        // The first three are always there.
        static string Column(int c) => c < 3 ? $"((long)input[i{(c == 0 ? "" : $" + k{c}")}] << 42)" : $"h{c}";
    }

    private static string Indented(string lines) => string.Concat(lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"    {line}\n"));
}
