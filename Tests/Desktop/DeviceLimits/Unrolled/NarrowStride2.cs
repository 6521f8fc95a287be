using System;
using System.Linq;
using System.Text;
using static Edge.Tests.Desktop.DeviceLimits.Unrolled.NarrowDepthwise;

namespace Edge.Tests.Desktop.DeviceLimits.Unrolled;

/// <summary>The same with stride 2: words of even and of odd columns, and rows that are even or odd for an output row.</summary>
internal static class NarrowStride2
{
    /// <summary>Stride 2: columns 0, 2, ... and 1, 3, ... from the first that the kernel sees, which is one of the pads.</summary>
    public static string Inputs(int size)
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

    /// <summary>As those of <see cref="NarrowStride1"/>; which rows are above the image depends on the padding.</summary>
    public static string FirstSums(int size)
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

    /// <summary>Packs both phases of a row and adds them to the sums that the row concerns.</summary>
    public static string Row(int size)
    {
        int pad = size / 2;
        int most = MostInputs(size);

        // Of the first three of a phase one or two are zero points where columns begin with the first: the kernel begins there, or a column later.
        string lead = pad == 2
            ? $"{RowIndent}if (isInner)\n{RowIndent}{{\n{RowIndent}    leadEven = input[g];\n{RowIndent}    leadOdd = input[h];\n{RowIndent}}}\n{RowIndent}else if (isFirstInside)\n{RowIndent}{{\n{RowIndent}    leadOdd = input[h];\n{RowIndent}}}\n\n"
            : $"{RowIndent}if (isInner)\n{RowIndent}{{\n{RowIndent}    leadEven = (uint)(input[g] | (input[g + k1] << 21));\n{RowIndent}    leadOdd = input[h];\n{RowIndent}}}\n{RowIndent}else if (isFirstInside)\n{RowIndent}{{\n{RowIndent}    leadEven = (zeroLanes & mask) | ((long)input[g + k1] << 21);\n{RowIndent}}}\n\n";
        var text = new StringBuilder($"{RowIndent}int g = i, h = g + pixel;\n").Append(lead);
        text.Append(Read("evens", most, 'g', c => $"g + k{c}")).Append(Read("odds", most - 1, 'h', c => $"h + k{c}")).Append($"{RowIndent}i += rowBytes;\n");
        text.Append(Words(0, Packed, RowIndent)).Append($"\n{RowIndent}if (isOdd)\n{RowIndent}{{\n{Words(0, Odd, RowIndent + "    ")}\n{RowIndent}    isOdd = false;\n{RowIndent}    continue;\n{RowIndent}}}\n\n");
        return text.Append(Words(0, Even, RowIndent)).Append($"\n{RowIndent}isOdd = true;\n").ToString();

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
}
