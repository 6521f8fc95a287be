using System.Linq;
using System.Text;

namespace Edge.Tests.Desktop.DeviceLimits.Unrolled;

/// <summary>
/// The depthwise kernels of 5x5 and 7x7: a column of inputs is packed and added to the sums of all outputs that see it, in one or two output rows
/// of each lane.
/// </summary>
internal static class DepthwiseKernels
{
    private const string Outer = "            ";
    private const string Channel = "                ";
    private const string Step = "                        ";
    private const string Packed = "                            ";
    private const int MostTerms = 5;

    private const string Head = """
            /// <summary>
            /// Depthwise SIZExSIZE, stride STRIDE, from left to right: a step packs one column of input rows and adds it to the sums of all
            /// outputs that see it, of MOST rows in each lane. <see cref="DepthwiseBlocks"/> says which outputs the lanes make. Of blocks one below
            /// the other a row that a later block has seen is that block's lane, shifted; of blocks side by side each value is read.
            /// </summary>
            internal static class LaneDepthwiseSIZExSIZEStrideSTRIDE
            {
                /// <summary>Runs <see cref="KernelSet.DepthwiseConv2D"/> on a division of its rows.</summary>
                public static void Run(Stage stage, DepthwiseBlocks blocks, int firstChannel, int channelCount)
                {
                    // Used most: the first four locals take less time to load.
                    long x2 = 0, x3 = 0, x4 = 0, x5 = 0, scale, offset;
                    byte[] table = stage.ScratchBytes;
                    byte[] weights = stage.Weights;
                    int pixel = stage.Input.Channels;
                    long zeroLanes = stage.Input.ZeroPoint * Lanes.Ones, mask = Lanes.Mask, signs = Lanes.WeightSigns;
                    long shared = LaneResult.SharedOffset(stage);
                    bool hasTies = LaneResult.NeedsTies(stage), hasZero = zeroLanes != 0;
                    int w = stage.WeightsOffset + ((firstChannel - stage.FirstChannel) * TAPS);
                    bool isTwo = blocks.Rows > 1, isAcross = blocks.IsAcross;
                    int leftColumns = stage.PadLeft, known = hasZero || isAcross ? 0 : leftColumns;
                    int innerColumns = blocks.InnerColumns, rightColumns = blocks.RightColumns;
        """;

    private const string Prepare = """
                        LaneResult.Prepare(stage, oc, shared, out scale, out offset, out long start, out long outside, out long tie);

                        // With ties to correct no triple passes the test, and Store makes its results.
                        long test = hasTies ? -1 : outside;
        """;

    private const string PrepareZeros = """
                        LaneResult.Prepare(stage, oc, shared, out scale, out offset, out long start, out long outside, out long tie);
        """ + "\n" + DepthwiseText.Test;

    private const string Third = """
                    bool isThree = blocks.Rows > 2, isPair = isTwo && !isThree, isMany = isTwo, leavesZeros = blocks.LeavesZeros, isPartial = blocks.IsPartial;
                    int kind = blocks.Rows - (leavesZeros ? -2 : 1);
                    long some = 0;
        """;

    private const string Sides = """
                        for (int side = known > 0 ? 0 : -1; side <= 1; side++)
                        {
                            // Beyond the sides of the image columns are constants; of blocks side by side that concerns one lane.
                            int n = innerColumns, step0 = pixel, step2 = pixel;
                            long keepColumn = 0;
                            if (side < 0)
                            {
                                n = leftColumns;
                                step2 = 0;
                                keepColumn = Lanes.All >> Lanes.Bits;
                            }
                            else if (side > 0)
                            {
                                n = rightColumns;
                                step0 = 0;
                                i0 -= pixel;
                                keepColumn = Lanes.All - Lanes.Mask;
                            }

                            long padColumn = zeroLanes & ~keepColumn;
                            bool isSide = side != 0, isConstant = isSide && !isAcross;
                            for (; n > 0; n--)
                            {
                                if (isConstant)
                                {
        """;

    private const string Wait = """

                                i += pixel;
                                if (wait != 0)
                                {
                                    wait--;
                                    continue;
                                }

        """;

    /// <summary>LaneDepthwise5x5Stride1.cs and its like.</summary>
    public static string Write(int size, int stride)
    {
        int most = MostRows(size, stride);
        int rows = size + ((most - 1) * stride);
        var text = new StringBuilder(UnrolledText.HeaderWithSystem);
        text.Append(Head.Replace("SIZE", $"{size}", System.StringComparison.Ordinal).Replace("STRIDE", $"{stride}", System.StringComparison.Ordinal)
            .Replace("TAPS", $"{size * size}", System.StringComparison.Ordinal).Replace("MOST", most == 2 ? "one or two" : "up to three", System.StringComparison.Ordinal)).Append('\n');
        text.Append(More(most)).Append(Keep(rows)).Append(DepthwiseText.Find(rows, most, "0", Outer));
        text.Append($"{Outer}for (int oc = firstChannel; oc < firstChannel + channelCount; oc++)\n{Outer}{{\n").Append(DepthwiseText.Weights(size * size, Channel));
        text.Append(most == 2 ? Prepare : PrepareZeros).Append('\n').Append(Sums(size, stride));
        string others = string.Join(", ", Enumerable.Range(0, rows).Where(t => t is < 2 or > 5).Select(t => $"x{t} = 0"));
        text.Append($"{Channel}long {others};\n{Channel}int wait = {size - 1} - known;\n");
        text.Append($"{Channel}int i = oc - ((leftColumns - known) * pixel), i0 = i, i2 = oc, o = oc;\n").Append(Sides).Append('\n');
        text.Append(Column(size, stride, isConstant: true)).Append($"{Step}}}\n{Step}else\n{Step}{{\n");
        text.Append(Pack(size, stride)).Append(Column(size, stride, isConstant: false)).Append($"{Step}}}\n").Append(Wait);
        text.Append(stride == 1 ? "" : $"{Step}wait = 1;\n").Append(most == 2 ? DepthwiseText.AllResults(["", "isTwo"], ["d0", "d1"], "o", Step) : DepthwiseText.ResultsByKind("o", Step, looksAtEach: false));
        return text.Append($"\n{Step}o += pixel;\n                    }}\n                }}\n            }}\n        }}\n    }}\n}}\n").ToString();
    }

    /// <summary>Most output rows of a block: three where few weights leave room for their sums, and columns are not counted in pairs.</summary>
    private static int MostRows(int size, int stride) => size == 5 && stride == 1 ? 3 : 2;

    private static string More(int most) => most == 2 ? "" : Third + "\n";

    private static string Keep(int rows)
    {
        return string.Concat(Enumerable.Range(0, rows).Select(t => $"{Outer}long keep{t} = blocks.KeepRows({t}), pad{t} = zeroLanes & ~keep{t};\n"));
    }

    /// <summary>Declares the sums, and what a column outside the image adds to them.</summary>
    private static string Sums(int size, int stride)
    {
        int sums = (size - 1) / stride;
        var text = new StringBuilder($"{Channel}long {string.Join(", ", Enumerable.Range(0, sums).Select(j => $"a{j} = start"))}, d0 = start;\n");
        text.Append($"{Channel}long {string.Join(", ", Enumerable.Range(0, size).Select(c => $"z{c} = 0"))};\n{Channel}if (hasZero)\n{Channel}{{\n");
        foreach (int c in Enumerable.Range(0, size))
        {
            text.Append($"{Channel}    z{c} = zeroLanes * ({string.Join(" + ", Enumerable.Range(0, size).Select(t => $"w{(t * size) + c}"))});\n");
        }

        text.Append($"{Channel}}}\n\n{Channel}long {string.Join(", ", Enumerable.Range(0, sums).Select(j => $"b{j} = start"))}, d1 = isTwo ? d0 : 0;\n");
        return MostRows(size, stride) == 2 ? text.ToString() : text.Append($"{Channel}long {string.Join(", ", Enumerable.Range(0, sums).Select(j => $"c{j} = start"))}, d2 = isThree ? d0 : 0;\n").ToString();
    }

    private static string Pack(int size, int stride)
    {
        int most = MostRows(size, stride);
        string more = Later(2), third = most == 2 ? "" : $"\n{Packed}        if (isThree)\n{Packed}        {{\n{Later(3)}{Packed}        }}\n";
        string sides = string.Concat(Enumerable.Range(0, size + ((most - 1) * stride)).Select(t => $"{Packed}        x{t} = (x{t} & keepColumn) | padColumn;\n"));
        return $"{Packed}if (isAcross)\n{Packed}{{\n" + string.Concat(Enumerable.Range(0, size).Select(t => Read(t, "i0 i i2", "")))
            + $"{Packed}    if (isTwo)\n{Packed}    {{\n{more}{third}{Packed}    }}\n\n{Packed}    if (isSide)\n{Packed}    {{\n{sides}{Packed}    }}\n\n"
            + $"{Packed}    i0 += step0;\n{Packed}    i2 += step2;\n{Packed}}}\n"
            + (most == 2 ? Branch("else if (isTwo)", 2) : Branch("else if (isPair)", 2) + Branch("else if (isThree)", 3)) + Branch("else", 1) + "\n";

        string Branch(string condition, int count) => $"{Packed}{condition}\n{Packed}{{\n"
            + string.Concat(Enumerable.Range(0, size + ((count - 1) * stride)).Select(t => Below(t, count * stride))) + $"{Packed}}}\n";

        // Input rows that the second row of a block needs besides, or the third.
        string Later(int row) => string.Concat(Enumerable.Range(size + ((row - 2) * stride), stride).Select(t => Read(t, "i0 i i2", row == 2 ? "    " : "        ")));

        static string Below(int t, int apart) => t < apart ? Read(t, "i i i", "") : $"{Packed}    x{t} = (({DepthwiseText.Shifted(t, t - apart)}) & keep{t}) | pad{t};\n";

        static string Read(int t, string places, string indent) => $"{Packed}    {indent}x{t} = (({DepthwiseText.Three(t, places)}) & keep{t}) | pad{t};\n";
    }

    /// <summary>Adds a column to the sums; with stride 2 to every second kernel column, and an even one ends the sums of an output.</summary>
    private static string Column(int size, int stride, bool isConstant)
    {
        if (stride == 1)
        {
            return Add(size, 1, size - 1, ends: false, isConstant, Packed);
        }

        return $"{Packed}if ((wait & 1) != 0)\n{Packed}{{\n{Add(size, 2, size - 2, ends: false, isConstant, Packed + "    ")}{Packed}}}\n"
            + $"{Packed}else\n{Packed}{{\n{Add(size, 2, size - 1, ends: true, isConstant, Packed + "    ")}{Packed}}}\n";
    }

    private static string Add(int size, int stride, int last, bool ends, bool isConstant, string indent)
    {
        string second = Row('b', "d1", stride, indent + "    ");
        string two = MostRows(size, stride) == 2 ? "isTwo" : "isPair";
        string three = two == "isTwo" ? "" : $"{indent}else if (isThree)\n{indent}{{\n{second}{Row('c', "d2", 2 * stride, indent + "    ")}{indent}}}\n";
        return Row('a', "d0", 0, indent) + $"{indent}if ({two})\n{indent}{{\n{second}{indent}}}\n{three}";

        string Row(char sums, string result, int first, string inner)
        {
            var text = new StringBuilder();
            int count = (size - 1) / stride;
            for (int j = -1; j < count; j++)
            {
                int column = last - (stride * (j + 1));
                if (column < 0)
                {
                    break;
                }

                string target = j < 0 ? result : $"{sums}{j}";
                string terms = isConstant ? $"z{column}" : DepthwiseText.Products(size, column, first);
                string source = column == 0 ? "start" : ends ? target : $"{sums}{j + 1}";
                text.Append(source == target ? $"{inner}{target} += {terms};\n" : $"{inner}{target} = {source} + {terms};\n");
            }

            return text.ToString();
        }
    }
}
