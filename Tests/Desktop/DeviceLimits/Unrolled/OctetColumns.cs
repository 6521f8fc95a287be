using System.Linq;
using System.Text;

namespace Edge.Tests.Desktop.DeviceLimits.Unrolled;

/// <summary>The columns of <see cref="OctetKernels"/>: rows read, packed two channels at a time, added to the sums that see them; results.</summary>
/// <param name="size">Rows and columns of the kernel.</param>
/// <param name="stride">Its stride.</param>
/// <param name="requantization">How results are made.</param>
internal sealed class OctetColumns(int size, int stride, Requantization requantization)
{
    private const int Lanes = 3;

    private int InputRows => ((Lanes - 1) * stride) + size;

    /// <summary>Name of a weight.</summary>
    /// <param name="c">Channel of the eight.</param>
    /// <param name="row">Row of the kernel.</param>
    /// <param name="column">Its column.</param>
    public string Weight(int c, int row, int column) => $"{UnrolledText.Letters[c]}{(row * size) + column}";

    /// <summary>Takes the arrays and places of a triple of rows.</summary>
    public string Rows(string indent)
    {
        var text = new StringBuilder();
        for (int r = 0; r < InputRows; r++)
        {
            text.Append($"{indent}byte[] r{r} = rows.Inputs[place];\n{indent}int {(IsInside(r) ? $"k{r} = rows.InputPlaces[place]" : $"step{r} = rows.Steps[place], i{r} = rows.InputPlaces[place] + (step{r} == 0 ? 0 : oc - pixel)")};\n{indent}place++;\n");
        }

        for (int lane = 0; lane < Lanes; lane++)
        {
            text.Append($"{indent}byte[] output{lane} = rows.Outputs[target];\n{indent}int o{lane} = rows.OutputPlaces[target] + oc;\n{indent}target++;\n");
        }

        return text.Append($"{indent}int i = oc - pixel;\n{indent}long v0, {string.Join(", ", Enumerable.Range(1, InputRows - 1).Select(r => $"v{r}"))};\n").ToString();
    }

    /// <summary>The first columns, which finish no output, and for each output the columns that it is the first to see.</summary>
    public string Loop(string indent)
    {
        string inner = indent + "    ";
        string first = $"{indent}if (isLeftInside)\n{indent}{{\n{Read(inner)}{Column(inner, ["s = start 0"])}{indent}}}\n\n";
        string between = Read(inner) + Column(inner, ["s += s 1"]) + "\n";
        string[] sums = ["s = start 0"];
        string zeros = string.Join(" = ", Enumerable.Range(0, InputRows).Select(r => $"v{r}"));
        string advance = string.Concat(Enumerable.Range(0, Lanes).Select(lane => $"{inner}o{lane} += pixel;\n"));
        string results = requantization == Requantization.PowerOfTwo ? Column(inner, sums, true)
            : $"{inner}if (leavesZeros)\n{inner}{{\n{Column(inner + "    ", sums, true)}{inner}}}\n{inner}else\n{inner}{{\n{Column(inner + "    ", sums, false)}{inner}}}\n";
        return first + $"{indent}for (int n = columns - 1; n >= 0; n--)\n{indent}{{\n{between}{inner}if (n != last)\n{inner}{{\n{Read(inner + "    ")}{inner}}}\n{inner}else\n{inner}{{\n{inner}    {zeros} = zeros;\n{inner}}}\n\n"
            + $"{results}\n{advance}{indent}}}\n";
    }

    private bool IsInside(int row) => row >= size / 2 && row < InputRows - (size / 2);

    private string Read(string indent)
    {
        return $"{indent}i += pixel;\n" + string.Concat(Enumerable.Range(0, InputRows).Select(r =>
            $"{indent}v{r} = BitConverter.ToInt64(r{r}, {(IsInside(r) ? $"i + k{r}" : $"i{r} += step{r}")});\n"));
    }

    /// <summary>Adds a column to sums; "d = s 2" is the sum that it finishes, whose results are stored where wanted.</summary>
    private string Column(string indent, string[] sums, bool? leavesZeros = null)
    {
        string[] all = leavesZeros == null ? sums : [$"d = s {size - 1}", .. sums];
        var text = new StringBuilder();
        for (int c = 0; c < OctetKernels.Channels; c++)
        {
            for (int i = 0; i < all.Length; i++)
            {
                string[] parts = all[i].Split(' ');
                string source = parts[1] == "+=" ? "" : $"{parts[2]}{c} + ";
                string products = string.Join($"\n{indent}    + ", Enumerable.Range(0, size).Select(k => $"({Input(c, k, i == 0, all.Length == 1)} * {Weight(c, k, parts[3][0] - '0')})"));
                text.Append(parts[0] == "d" ? Results(c, $"(d = {source}{products})", indent, leavesZeros == true) : $"{indent}{parts[0]}{c} {parts[1]} {source}{products};\n");
            }
        }

        return text.ToString();
    }

    /// <summary>What a kernel row sees of a channel: packed with its neighbour where it is used for the first time, and kept where it is used again.</summary>
    private string Input(int c, int k, bool isFirst, bool isLast)
    {
        if (!isFirst)
        {
            return $"x{k}";
        }

        string value = c % 2 == 0 ? $"(t{k} = {Pack(c / 2, k)}) & bytes" : $"(t{k} >> 8) & bytes";
        return isLast ? $"({value})" : $"(x{k} = {value})";
    }

    /// <summary>Two channels of three rows, 16 bits in each lane. Bits above those are masked later, where no other lane has them.</summary>
    private string Pack(int pair, int k)
    {
        bool isShiftedLater = k + stride < size;
        string third = Shifted(k + (2 * stride), (16 * pair) - 42);
        string masked = pair == 0 && !isShiftedLater ? third : $"({third} & high)";
        if (k >= stride)
        {
            return $"(t{k - stride} >> 21) | {masked}";
        }

        string first = pair == 3 ? $"(long)((ulong)v{k} >> 48)" : $"({Shifted(k, 16 * pair)} & low)";
        return $"{first} | ({Shifted(k + stride, (16 * pair) - 21)} & middle) | {masked}";
    }

    private static string Shifted(int row, int right) => right == 0 ? $"v{row}" : right > 0 ? $"(v{row} >> {right})" : $"(v{row} << {-right})";

    private string Results(int c, string sum, string indent, bool leavesZeros)
    {
        if (requantization == Requantization.PowerOfTwo)
        {
            string[] scales = ["third", "second", "scale"];
            string shifted = string.Concat(scales.Select((scale, n) =>
                $"{indent}    output{2 - n}[{UnrolledText.Index($"o{2 - n}", c)}] = table[(int)((ulong)(d * {scale}{c}) >> ShiftTable.Shift)];\n"));
            return $"{indent}if (({sum} & some{c}) != 0 || !leavesZeros)\n{indent}{{\n{shifted}{indent}}}\n\n";
        }

        string inner = indent + (leavesZeros ? "        " : "    ");
        string[] sums = ["(d & mask)", "((d >> 21) & mask)", "(d >> 42)"];
        string store = string.Concat(Enumerable.Range(0, Lanes).Reverse().Select(lane =>
            $"{inner}output{lane}[{UnrolledText.Index($"o{lane}", c)}] = table[(int)((({sums[lane]} * scale{c}) + offset{c}) >> LaneResult.Shift)];\n"));
        string places = string.Join(", ", Enumerable.Range(0, Lanes).Select(lane => $"output{lane}, {UnrolledText.Index($"o{lane}", c)}"));
        string others = $"{inner}LaneResult.Store(stage, {UnrolledText.Index("oc", c)}, d, shared, scale{c}, offset{c}, start{c}, outside{c}, tie{c}, {places});\n";
        if (!leavesZeros)
        {
            return $"{indent}if (({sum} & test{c}) == 0)\n{indent}{{\n{store}{indent}}}\n{indent}else\n{indent}{{\n{others}{indent}}}\n\n";
        }

        return $"{indent}if (({sum} & test{c}) != 0)\n{indent}{{\n{indent}    if ((d & outside{c}) == 0)\n{indent}    {{\n{store}{indent}    }}\n{indent}    else\n{indent}    {{\n{others}{indent}    }}\n{indent}}}\n\n";
    }
}
