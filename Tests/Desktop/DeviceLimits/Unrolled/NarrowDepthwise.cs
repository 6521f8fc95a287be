using System;
using System.Linq;
using System.Text;

namespace Edge.Tests.Desktop.DeviceLimits.Unrolled;

/// <summary>The depthwise kernels of narrow images that are held whole: three columns side by side are the lanes of a word, rows are the steps.</summary>
internal static class NarrowDepthwise
{
    /// <summary>Words of a row of results.</summary>
    public const int MostWords = 4;

    /// <summary>Indentation in the method; of what is done for a channel, for a step, and for an input row.</summary>
    public const string Outer = "            ";
    public const string Channel = "                ";
    public const string Step = "                    ";
    public const string RowIndent = "                        ";

    /// <summary>Names of the sums of a word's output rows, by number of the word.</summary>
    public const string Letters = "abef";

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
        text.Append(Places()).Append(stride == 1 ? NarrowStride1.Inputs(size) : NarrowStride2.Inputs(size)).Append(Declare(size, stride));
        text.Append($"{Outer}for (int oc = firstChannel; oc < firstChannel + channelCount; oc++)\n{Outer}{{\n");
        text.Append(DepthwiseText.Weights(size * size, Channel)).Append('\n').Append(DepthwiseText.PrepareInPlace).Append("\n\n").Append(Zeros(size));
        text.Append(stride == 1 ? NarrowStride1.FirstSums(size) : NarrowStride2.FirstSums(size)).Append(Begin).Append('\n').Append(stride == 1 ? NarrowStride1.Row(size) : NarrowStride2.Row(size));
        text.Append($"{Step}}}\n{Step}else\n{Step}{{\n{Below(size / 2)}{Step}}}\n").Append(Wait).Append(NarrowResults.Write());
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

    /// <summary>Declares how far columns lie behind the first.</summary>
    public static string InputPlaces(int stride, int count)
    {
        return string.Concat(Enumerable.Range(1, count - 1).Chunk(8).Select(some => $"{Outer}int {string.Join(", ", some.Select(c => $"k{c} = {stride * c} * pixel"))};\n")).Replace("= 1 * pixel", "= pixel", StringComparison.Ordinal);
    }

    /// <summary>Declares some values: inputs of a row, each in the top lane, of which those behind the last column stay zero points; or packed ones.</summary>
    public static string Zeros(char name, int first, int count, string value)
    {
        return $"{Outer}long {string.Join(", ", Enumerable.Range(first, count - first).Select(c => $"{name}{c} = {value}"))};\n";
    }

    /// <summary>Inputs of a row, or of every second column of it, that words of results need; those before the first column, or every second column, not counted.</summary>
    public static int MostInputs(int size) => (3 * MostWords) + (size / 2);

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

    /// <summary>Something for each word of a row from a first one on, as far as there are words.</summary>
    public static string Words(int first, Func<int, string> write, string indent)
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
    public static string Read(string count, int most, char name, Func<int, string> place)
    {
        string cases = string.Concat(Enumerable.Range(3, most - 3).Reverse().Select(c =>
            $"{RowIndent}    case {c + 1}:\n{RowIndent}        {name}{c} = (long)input[{place(c)}] << 42;\n{RowIndent}        goto {(c == 3 ? "default" : $"case {c}")};\n"));
        return $"{RowIndent}switch ({count})\n{RowIndent}{{\n{cases}{RowIndent}    default:\n{RowIndent}        break;\n{RowIndent}}}\n\n";
    }

    /// <summary>Below the image: the last output rows have what they see of it.</summary>
    private static string Below(int count)
    {
        string cases = string.Concat(Enumerable.Range(1, count).Select(n =>
            $"{RowIndent}    case -{n}:\n{Words(0, g => $"d{g} = {Letters[g]}{n - 1} + below{n};\n", RowIndent + "        ")}{RowIndent}        break;\n"));
        return $"{RowIndent}switch (rest)\n{RowIndent}{{\n{cases}{RowIndent}}}\n";
    }
}
