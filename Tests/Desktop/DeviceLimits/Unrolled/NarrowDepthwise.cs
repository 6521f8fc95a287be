using System;
using System.Linq;
using System.Text;

namespace Edge.Tests.Desktop.DeviceLimits.Unrolled;

/// <summary>The depthwise kernels of narrow images that are held whole: three columns side by side are the lanes of a word, rows are the steps.</summary>
internal static class NarrowDepthwise
{
    private const int MostWords = 4;

    private const string Outer = "            ";
    private const string Channel = "                ";
    private const string Step = "                    ";
    private const string Row = "                        ";

    // Sums of a word's output rows, by number of the word.
    private const string Letters = "abef";

    private const string Head = """
            /// <summary>
            /// Depthwise SIZExSIZE, stride STRIDE, of an image that <see cref="NarrowDepthwise"/> takes: each input row is read once, packed for every column of the
            /// kernel, and added to the sums of all output rows that see it.
            /// </summary>
            internal static class NarrowDepthwiseSIZExSIZEStrideSTRIDE
            {
                /// <summary>Makes some columns of all output rows; parameters as of <see cref="NarrowDepthwise.Run"/>.</summary>
                /// <param name="firstColumn">First output column.</param>
                /// <param name="columns">Output columns, 3 to 12.</param>
                public static void Run(Stage stage, bool leavesZeros, int firstColumn, int columns, int firstChannel, int channelCount)
                {
                    // Used most: the first four locals take less time to load.
                    int o;
                    long scale, offset;
                    byte[] table = stage.ScratchBytes;
                    byte[] weights = stage.Weights;
                    int[] parameters = stage.Parameters;
                    int toMultiplier = stage.ParameterStride, toShift = 2 * toMultiplier;
                    int parameter = stage.ParameterBase + firstChannel - stage.FirstChannel;
                    RowBuffer image = stage.Input, results = stage.Output;
                    byte[] input = image.RowArray(0), output = results.RowArray(0);
                    int pixel = image.Channels, rowBytes = image.RowBytes, resultBytes = results.RowBytes, last = image.Height - 1;
                    int words = (columns + 2) / 3;
                    long zeroLanes = image.ZeroPoint * Lanes.Ones, mask = Lanes.Mask, ones = Lanes.Ones, half = Lanes.Half, signs = Lanes.WeightSigns;
                    long zeroPair = zeroLanes >> Lanes.Bits, zeroTop = zeroLanes - zeroPair;
                    long shared = LaneResult.SharedOffset(stage), middle = LaneResult.Middle, smallest = shared == 0 ? long.MaxValue : LaneResult.SmallestMultiplier;
                    long leastWindow = 1L << LaneResult.MaxExponent, beyond = unchecked(Lanes.All + Lanes.Ones);
                    long ties = stage.Rounding == RoundingMode.Double ? 1L << LaneResult.Shift : 0;
                    bool hasTies = LaneResult.NeedsTies(stage), hasZero = zeroLanes != 0;
                    bool isInner = firstColumn > 0, isTwo = words > 1, isThree = words > 2, isFour = words > 3;
                    long some = 0;
                    int w = stage.WeightsOffset + ((firstChannel - stage.FirstChannel) * TAPS);
                    int inputStart = image.RowOffset(0) + (firstColumn * STRIDE * pixel), outputStart = results.RowOffset(0) + (firstColumn * pixel), outputBytes = results.Height * resultBytes;
        """;

    private const string Begin = """
                        int i = inputStart + oc;
                        o = outputStart + oc;
                        int end = o + outputBytes;
                        for (int rest = last; o < end; rest--)
                        {
                            if (rest >= 0)
                            {
        """;

    private const string Wait = """

                            if (wait != 0)
                            {
                                wait--;
                                continue;
                            }

        """;

    /// <summary>NarrowDepthwise5x5Stride1.cs and its like.</summary>
    public static string Write(int size, int stride)
    {
        var text = new StringBuilder(UnrolledText.HeaderWithSystem);
        text.Append(Head.Replace("SIZE", $"{size}", StringComparison.Ordinal).Replace("STRIDE", $"{stride}", StringComparison.Ordinal)
            .Replace("TAPS", $"{size * size}", StringComparison.Ordinal)).Append('\n');
        text.Append(Places()).Append(stride == 1 ? Columns(size) : PhaseColumns(size)).Append(Declare(size, stride));
        text.Append($"{Outer}for (int oc = firstChannel; oc < firstChannel + channelCount; oc++)\n{Outer}{{\n");
        text.Append(DepthwiseText.Weights(size * size, Channel)).Append('\n').Append(DepthwiseText.Prepare3x3).Append("\n\n").Append(Zeros(size));
        text.Append(stride == 1 ? FirstSums(size) : FirstPhaseSums(size)).Append(Begin).Append('\n').Append(stride == 1 ? Rows(size) : PhaseRows(size));
        text.Append($"{Step}}}\n{Step}else\n{Step}{{\n{Below(stride == 1 ? size / 2 : (size - 1) / 2)}{Step}}}\n").Append(Wait).Append(Results());
        text.Append($"\n{Step}o += resultBytes;\n{Channel}}}\n{Outer}}}\n        }}\n    }}\n}}\n");
        return Spaced(text.ToString());
    }

    /// <summary>An empty line behind a block that something else follows.</summary>
    private static string Spaced(string text)
    {
        string[] lines = text.Split('\n');
        var spaced = new StringBuilder();
        for (int n = 0; n < lines.Length - 1; n++)
        {
            string next = lines[n + 1].Trim();
            bool isEnd = next.Length == 0 || next == "}" || next.StartsWith("else", StringComparison.Ordinal) || next.StartsWith("case ", StringComparison.Ordinal) || next == "default:";
            spaced.Append(lines[n]).Append(lines[n].Trim() == "}" && !isEnd ? "\n\n" : "\n");
        }

        return spaced.ToString();
    }

    /// <summary>Places of a row's results; a lane behind the last column stores where lane 0 of its word does, before it.</summary>
    private static string Places()
    {
        return $"{Outer}int q1 = pixel, q2 = 2 * pixel;\n" + string.Concat(Enumerable.Range(1, MostWords - 1).Select(g => 3 * g).Select(c =>
            $"{Outer}int q{c} = {c} * pixel, q{c + 1} = columns > {c + 1} ? {c + 1} * pixel : q{c}, q{c + 2} = columns > {c + 2} ? {c + 2} * pixel : q{c};\n"));
    }

    /// <summary>Inputs of a row from the first column on: those of the columns made, and those that the kernel sees behind them.</summary>
    private static string Columns(int size)
    {
        int pad = size / 2;
        return $"{Outer}int inputColumns = image.Width - firstColumn < columns + {pad} ? image.Width - firstColumn : columns + {pad};\n"
            + InputPlaces(1, MostInputs(size)) + $"{Outer}long lead = {(pad == 1 ? "zeroLanes & mask" : pad == 2 ? "zeroPair" : "zeroLanes")};\n"
            + Zeros('h', 3, MostInputs(size), "zeroTop");
    }

    private static string InputPlaces(int stride, int count)
    {
        return string.Concat(Enumerable.Range(1, count - 1).Chunk(8).Select(some => $"{Outer}int {string.Join(", ", some.Select(c => $"k{c} = {stride * c} * pixel"))};\n")).Replace("= 1 * pixel", "= pixel", StringComparison.Ordinal);
    }

    /// <summary>Declares some values: inputs of a row, each in the top lane, of which those behind the last column stay zero points; or packed ones.</summary>
    private static string Zeros(char name, int first, int count, string value)
    {
        return $"{Outer}long {string.Join(", ", Enumerable.Range(first, count - first).Select(c => $"{name}{c} = {value}"))};\n";
    }

    /// <summary>Stride 2: columns 0, 2, ... and 1, 3, ... from the first that the kernel sees, which is one of the pads.</summary>
    private static string PhaseColumns(int size)
    {
        int pad = size / 2;
        int most = MostInputs(size);
        return $"{Outer}int padLeft = stage.PadLeft, evens = ((image.Width + padLeft + 1) / 2) - firstColumn, odds = ((image.Width + padLeft) / 2) - firstColumn;\n"
            + $"{Outer}evens = evens < columns + {pad} ? evens : columns + {pad};\n{Outer}odds = odds < columns + {pad - 1} ? odds : columns + {pad - 1};\n{Outer}inputStart -= padLeft * pixel;\n"
            + $"{Outer}bool isFirstInside = padLeft < {pad}, isTall = stage.PadTop == {pad}, isLastOdd = ((last + stage.PadTop) & 1) != 0;\n"
            + $"{Outer}int firstWait = {pad} - ((stage.PadTop + 1) / 2);\n" + InputPlaces(2, most)
            + $"{Outer}long leadEven = {(pad == 2 ? "zeroLanes & mask" : "zeroPair")}, leadOdd = zeroLanes & mask;\n"
            + Zeros('g', 3, most, "zeroTop") + Zeros('h', 3, most - 1, "zeroTop") + Zeros('x', 0, (3 * MostWords) - 2 + pad, "0") + Zeros('y', 0, (3 * MostWords) - 3 + pad, "0");
    }

    /// <summary>Inputs of a row, or of every second column of it, that words of results need; those before the first column, or every second column, not counted.</summary>
    private static int MostInputs(int size) => (3 * MostWords) + (size / 2);

    private static int SumCount(int size, int stride) => (size - 1) / stride;

    private static string Declare(int size, int stride)
    {
        return string.Concat(Letters.Select(letter => $"{Outer}long {string.Join(", ", Enumerable.Range(0, SumCount(size, stride)).Select(j => $"{letter}{j} = 0"))};\n"))
            + $"{Outer}long d0 = 0, d1 = 0, d2 = 0, d3 = 0;\n";
    }

    /// <summary>What a row of zero points adds to sums.</summary>
    private static string Zeros(int size)
    {
        string sums = string.Concat(Enumerable.Range(0, size).Select(y => $"{Channel}    z{y} = zeroLanes * ({string.Join(" + ", Enumerable.Range(0, size).Select(x => $"w{(y * size) + x}"))});\n"));
        return $"{Channel}long {string.Join(", ", Enumerable.Range(0, size).Select(y => $"z{y} = 0"))};\n{Channel}if (hasZero)\n{Channel}{{\n{sums}{Channel}}}\n\n";
    }

    /// <summary>Sums of the first output rows begin with the rows above the image, those of the last end with the rows below.</summary>
    private static string FirstSums(int size)
    {
        int pad = size / 2;
        string first = string.Concat(Enumerable.Range(0, pad).Reverse().Select(i => $"{Channel}a{pad + i} = {(i == pad - 1 ? "start" : $"a{pad + i + 1}")} + z{pad - 1 - i};\n"));
        string below = string.Concat(Enumerable.Range(1, pad).Select(n => $"{Channel}long below{n} = {(n == 1 ? "" : $"below{n - 1} + ")}z{size - n};\n"));
        return first + Words(1, g => string.Concat(Enumerable.Range(pad, pad).Select(j => $"{Letters[g]}{j} = a{j};\n")), Channel) + below + $"{Channel}int wait = {pad};\n";
    }

    private static string FirstPhaseSums(int size)
    {
        int pad = size / 2;
        string first = string.Concat(Enumerable.Range(0, pad).Select(j => (j, Tall: Head(pad, j), Short: Head(pad - 1, j))).Where(sum => sum.Tall.Length + sum.Short.Length > 0)
            .Select(sum => $"{Channel}a{sum.j} = start + {Either(sum.Tall, sum.Short)};\n"));
        string below = string.Concat(Enumerable.Range(1, pad).Select(n => $"{Channel}long below{n} = {(n == 1 ? $"z{size - 1} + (isLastOdd ? 0 : z{size - 2})" : $"below{n - 1} + z{size - (2 * n) + 1} + (isLastOdd ? z{size - (2 * n) + 2} : z{size - (2 * n)})")};\n"));
        string others = Words(1, g => string.Concat(Enumerable.Range(0, pad).Where(j => Head(pad, j).Length + Head(pad - 1, j).Length > 0).Select(j => $"{Letters[g]}{j} = a{j};\n")), Channel);
        return first + others + below + $"{Channel}int wait = firstWait;\n{Channel}bool isOdd = (stage.PadTop & 1) != 0;\n";

        // The rows above the image that the output of sum j sees, when the first row is added; nothing where there is no such output.
        string Head(int padTop, int j)
        {
            int output = (padTop / 2) - pad + j + (padTop & 1);
            return output < 0 ? "" : string.Join(" + ", Enumerable.Range(0, Math.Max(0, padTop - (2 * output))).Select(y => $"z{y}"));
        }

        static string Either(string tall, string other) => tall == other ? tall : $"(isTall ? {Or0(tall)} : {Or0(other)})";

        static string Or0(string sum) => sum.Length == 0 ? "0" : sum;
    }

    /// <summary>Something for each word of a row from a first one on, as far as there are words.</summary>
    private static string Words(int first, Func<int, string> write, string indent)
    {
        if (first == MostWords)
        {
            return "";
        }

        string[] conditions = ["", "isTwo", "isThree", "isFour"];
        string content = write(first);
        string inner = first == 0 ? indent : indent + "    ";
        string lines = string.Concat(content.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"{inner}{line}\n"));
        string later = Words(first + 1, write, inner);
        later = later.Length > 0 ? "\n" + later : "";
        return first == 0 ? lines + later : $"{indent}if ({conditions[first]})\n{indent}{{\n{lines}{later}{indent}}}\n";
    }

    /// <summary>Reads columns behind the third, as many as there are.</summary>
    private static string Read(string count, int most, char name, Func<int, string> place, string always)
    {
        string cases = string.Concat(Enumerable.Range(3, most - 3).Reverse().Select(c =>
            $"{Row}    case {c + 1}:\n{Row}        {name}{c} = (long)input[{place(c)}] << 42;\n{Row}        goto {(c == 3 ? "default" : $"case {c}")};\n"));
        return $"{Row}switch ({count})\n{Row}{{\n{cases}{Row}    default:\n{always}{Row}        break;\n{Row}}}\n\n";
    }

    private static string Rows(int size)
    {
        int pad = size / 2;
        string[] before = ["", $"input[i - k1]", "(uint)(input[i - k2] | (input[i - k1] << 21))", "(uint)(input[i - k3] | (input[i - k2] << 21)) | ((long)input[i - k1] << 42)"];
        string lead = $"{Row}if (isInner)\n{Row}{{\n{Row}    lead = {before[pad]};\n{Row}}}\n\n";
        return lead + Read("inputColumns", MostInputs(size), 'h', c => $"i + k{c}", "") + Words(0, Word, Row) + $"\n{Row}i += rowBytes;\n";

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

    private static string PhaseRows(int size)
    {
        int pad = size / 2;
        int most = MostInputs(size);

        // Of the first three of a phase one or two are zero points where columns begin with the first: the kernel begins there, or a column later.
        string lead = pad == 2
            ? $"{Row}if (isInner)\n{Row}{{\n{Row}    leadEven = input[g];\n{Row}    leadOdd = input[h];\n{Row}}}\n{Row}else if (isFirstInside)\n{Row}{{\n{Row}    leadOdd = input[h];\n{Row}}}\n\n"
            : $"{Row}if (isInner)\n{Row}{{\n{Row}    leadEven = (uint)(input[g] | (input[g + k1] << 21));\n{Row}    leadOdd = input[h];\n{Row}}}\n{Row}else if (isFirstInside)\n{Row}{{\n{Row}    leadEven = (zeroLanes & mask) | ((long)input[g + k1] << 21);\n{Row}}}\n\n";
        var text = new StringBuilder($"{Row}int g = i, h = g + pixel;\n").Append(lead);
        text.Append(Read("evens", most, 'g', c => $"g + k{c}", "")).Append(Read("odds", most - 1, 'h', c => $"h + k{c}", "")).Append($"{Row}i += rowBytes;\n");
        text.Append(Words(0, Packed, Row)).Append($"\n{Row}if (isOdd)\n{Row}{{\n{Words(0, Odd, Row + "    ")}\n{Row}    isOdd = false;\n{Row}    continue;\n{Row}}}\n\n");
        return text.Append(Words(0, Even, Row)).Append($"\n{Row}isOdd = true;\n").ToString();

        string Packed(int g)
        {
            return Chain('x', 'g', g, pad, pad == 2 ? "leadEven | ((long)input[g + k1] << 21)" : "leadEven") + Chain('y', 'h', g, pad - 1, "leadOdd | ((long)input[h + k1] << 21)");
        }

        // Words 3g to 3g + beyond of a phase, those that the words of results before this one have not packed.
        string Chain(char name, char column, int g, int beyond, string two)
        {
            var chain = new StringBuilder();
            for (int t = g == 0 ? 0 : (3 * (g - 1)) + beyond + 1; t <= (3 * g) + beyond; t++)
            {
                chain.Append($"{name}{t} = {(t > 0 ? $"({name}{t - 1} >> 21)" : two)} | {(t == 0 ? $"((long)input[{column} + k2] << 42)" : $"{column}{t + 2}")};\n");
            }

            return chain.ToString();
        }

        string Odd(int g) => string.Concat(Enumerable.Range(0, pad).Select(j => $"{Letters[g]}{j} += {Products(g, (2 * (pad - 1 - j)) + 1)};\n"));

        string Even(int g) => $"d{g} = {Letters[g]}0 + {Products(g, size - 1)};\n" + string.Concat(Enumerable.Range(0, pad).Select(j =>
            $"{Letters[g]}{j} = {(j == pad - 1 ? "start" : $"{Letters[g]}{j + 1}")} + {Products(g, size - 3 - (2 * j))};\n"));

        string Products(int g, int y) => string.Join(" + ", Enumerable.Range(0, size).Select(x => $"({(x % 2 == 0 ? 'x' : 'y')}{(3 * g) + (x / 2)} * w{(y * size) + x})"));
    }

    /// <summary>Below the image: the last output rows have what they see of it.</summary>
    private static string Below(int count)
    {
        string cases = string.Concat(Enumerable.Range(1, count).Select(n =>
            $"{Row}    case -{n}:\n{Words(0, g => $"d{g} = {Letters[g]}{n - 1} + below{n};\n", Row + "        ")}{Row}        break;\n"));
        return $"{Row}switch (rest)\n{Row}{{\n{cases}{Row}}}\n";
    }

    private static string Results()
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
