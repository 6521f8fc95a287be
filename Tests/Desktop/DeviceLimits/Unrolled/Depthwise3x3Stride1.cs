using System.Linq;
using System.Text;

namespace Edge.Tests.Desktop.DeviceLimits.Unrolled;

/// <summary>The depthwise kernel of 3x3, stride 1: up to three output rows in each lane.</summary>
internal static class Depthwise3x3Stride1
{
    private const string Outer = "            ";
    private const string Channel = "                ";
    private const string Row = "                            ";

    private const string Head = """
            /// <summary>
            /// Depthwise 3x3, stride 1, from left to right: a step packs one column of input rows and finishes one column of up to three
            /// output rows in each lane. <see cref="DepthwiseBlocks"/> says which outputs the lanes make. Of blocks one below the other a row
            /// that a later block has seen is that block's lane, shifted; of blocks side by side each value is read. Columns outside the
            /// image are constants, rows outside are masked.
            /// </summary>
            internal static class LaneDepthwise3x3Stride1
            {
                /// <summary>Runs <see cref="KernelSet.DepthwiseConv2D"/> on a division of its rows.</summary>
                public static void Run(Stage stage, DepthwiseBlocks blocks, int firstChannel, int channelCount)
                {
                    // Used most: the first four locals take less time to load.
                    int i;
                    long x2, scale, offset;
                    byte[] table = stage.ScratchBytes;
                    byte[] weights = stage.Weights;
                    int[] parameters = stage.Parameters;
                    int toMultiplier = stage.ParameterStride, toShift = 2 * toMultiplier;
                    int parameter = stage.ParameterBase + firstChannel - stage.FirstChannel;
                    int pixel = stage.Input.Channels;
                    long zeroLanes = stage.Input.ZeroPoint * Lanes.Ones;
                    long mask = Lanes.Mask, ones = Lanes.Ones, half = Lanes.Half, signs = Lanes.WeightSigns;
                    long shared = LaneResult.SharedOffset(stage), middle = LaneResult.Middle, smallest = shared == 0 ? long.MaxValue : LaneResult.SmallestMultiplier;
                    long leastWindow = 1L << LaneResult.MaxExponent, beyond = unchecked(Lanes.All + Lanes.Ones);
                    long ties = stage.Rounding == RoundingMode.Double ? 1L << LaneResult.Shift : 0;
                    bool hasTies = LaneResult.NeedsTies(stage), hasZero = zeroLanes != 0, leavesZeros = blocks.LeavesZeros, isPartial = blocks.IsPartial;
                    int kind = blocks.Rows - (leavesZeros ? -2 : 1);
                    long some = 0;
                    int w = stage.WeightsOffset + ((firstChannel - stage.FirstChannel) * 9);
                    bool isTwo = blocks.Rows == 2, isThree = blocks.Rows == 3, isMany = isTwo || isThree, isAcross = blocks.IsAcross;
                    int bottom = blocks.Rows + 1;
                    long keepTop = blocks.KeepRows(0), padTop = zeroLanes & ~keepTop;
                    long keepBottom = blocks.KeepRows(bottom), padBottom = zeroLanes & ~keepBottom;
                    long keep2 = blocks.KeepRows(2), pad2 = zeroLanes & ~keep2, keep3 = blocks.KeepRows(3), pad3 = zeroLanes & ~keep3;
                    long keep4 = blocks.KeepRows(4), pad4 = zeroLanes & ~keep4;
                    bool isBelow3 = isThree && !isAcross, isBelow2 = isTwo && !isAcross, isBelow1 = !isMany && !isAcross;

                    // Results lag behind input columns. Where the last column is outside the image, a step without one follows.
                    int lag = 3 - stage.PadLeft;
                    int columns = blocks.InnerColumns;
                    int last = blocks.RightColumns > 0 ? 0 : 1;
        """;

    private const string Swap = """
                    int inner01 = q01, inner02 = q02, inner11 = q11, inner12 = q12, inner21 = q21, inner22 = q22;
        """;

    private const string Start = """
                        long a0 = 0, a1 = 0, a2 = 0;
                        long b0 = start, b1 = start, b2 = start;
                        long right = 0;
                        if (hasZero)
                        {
                            right = zeroLanes * (w2 + w5 + w8);
                            b0 += zeroLanes * (w0 + w3 + w6);
                            b1 = b0;
                            b2 = b0;
                        }

                        long d0, d1 = 0, d2 = 0;
                        int unfinished = lag - 1;
                        i = oc;
        """;

    private const string After = """
                                i += pixel;
                                if (unfinished != 0)
                                {
                                    unfinished--;
                                    continue;
                                }
                            }
                            else
                            {
                                i += pixel;
                                d0 = a0 + right;
                                if (isMany)
                                {
                                    d1 = a1 + right;
                                    d2 = isThree ? a2 + right : 0;
                                }

                                if (isAcross)
                                {
                                    q01 = q00;
                                    q02 = q00;
                                    q11 = q10;
                                    q12 = q10;
                                    q21 = q20;
                                    q22 = q20;
                                }
                            }
        """;

    /// <summary>LaneDepthwise3x3Stride1.cs.</summary>
    public static string Write()
    {
        var text = new StringBuilder(UnrolledText.HeaderWithSystem).Append(Head).Append('\n').Append(DepthwiseText.Find(4, 0, "lag", Outer));
        text.Append(DepthwiseText.FindInput("bottom", 4, Outer)).Append(DepthwiseText.Find(0, 3, "lag", Outer)).Append(Swap).Append('\n');
        text.Append($"{Outer}for (int oc = firstChannel; oc < firstChannel + channelCount; oc++)\n{Outer}{{\n").Append(DepthwiseText.Weights(9, Channel));
        text.Append('\n').Append(DepthwiseText.PrepareInPlace).Append('\n').Append(Start).Append('\n');
        text.Append($"{Channel}for (int n = columns; n >= last; n--)\n{Channel}{{\n{Channel}    if (n != 0)\n{Channel}    {{\n");
        text.Append(Below()).Append(Across()).Append('\n').Append(After).Append("\n\n").Append(DepthwiseText.ResultsByKind("i", Channel + "    "));
        return text.Append($"{Channel}}}\n\n").Append(DepthwiseText.Restore3x3).Append("\n            }\n        }\n    }\n}\n").ToString();
    }

    /// <summary>Blocks one below the other, of three rows, two, or one.</summary>
    private static string Below()
    {
        return string.Concat(new[] { 3, 2, 1 }.Select(rows => (rows == 3 ? "" : "else ") + $"if (isBelow{rows})\n")
            .Select((condition, j) => $"{Channel}        {condition}{Channel}        {{\n" + Inputs(3 - j) + Products(3 - j, 2 + 3 - j - 1) + $"{Channel}        }}\n"));

        // The row in the middle of a first output row is never outside the image.
        static string Inputs(int rows) => string.Concat(Enumerable.Range(0, rows + 2).Select(t =>
        {
            string value = t < rows ? DepthwiseText.Three(t, "i i i") : DepthwiseText.Shifted(t, t - rows);
            return $"{Row}{Declare(t)}x{t} = {(t == 1 ? value : t == 0 ? $"(({value}) & keepTop) | padTop" : $"(({value}) & keep{t}) | pad{t}")};\n";
        }));
    }

    /// <summary>Blocks side by side: the rows in the middle are inside the image, and the last one is row 4.</summary>
    private static string Across()
    {
        var text = new StringBuilder($"{Channel}        else\n{Channel}        {{\n");
        foreach (int t in new[] { 0, 1, 4 })
        {
            text.Append($"{Row}long x{t} = {(t == 1 ? DepthwiseText.Three(t, "i i i") : $"(({DepthwiseText.Three(t, "i i i")}) & {(t == 0 ? "keepTop" : "keepBottom")}) | {(t == 0 ? "padTop" : "padBottom")}")};\n");
        }

        foreach (int rows in new[] { 3, 2, 1 })
        {
            string inner = Row + "    ";
            text.Append($"{Row}{(rows == 3 ? "if (isThree)" : rows == 2 ? "else if (isTwo)" : "else")}\n{Row}{{\n");
            text.Append(rows == 1 ? "" : $"{inner}x2 = {DepthwiseText.Three(2, "i i i")};\n").Append(rows < 3 ? "" : $"{inner}long x3 = {DepthwiseText.Three(3, "i i i")};\n");
            text.Append(Products(rows, 4).Replace(Row, inner, System.StringComparison.Ordinal)).Append($"{Row}}}\n");
        }

        return text.Append($"{Channel}        }}\n").ToString();
    }

    private static string Declare(int t) => t == 2 ? "" : "long ";

    /// <summary>What a column adds to the sums of each output row.</summary>
    /// <param name="rows">Output rows of a block.</param>
    /// <param name="last">Name of the last input row.</param>
    private static string Products(int rows, int last)
    {
        return string.Concat(Enumerable.Range(0, rows).Select(y =>
            $"{Row}d{y} = a{y} + {Column(2, y)};\n{Row}a{y} = b{y} + {Column(1, y)};\n{Row}b{y} = start + {Column(0, y)};\n"));

        string Column(int column, int y)
        {
            string products = DepthwiseText.Products(3, column, y);
            return rows < 3 ? products.Replace($"(x{rows + 1} ", $"(x{last} ", System.StringComparison.Ordinal) : products;
        }
    }
}
