using System.Linq;
using System.Text;

namespace Edge.Tests.Desktop.DeviceLimits.Unrolled;

/// <summary>The depthwise kernel of 3x3, stride 2: a step packs two columns; up to three output rows in each lane.</summary>
internal static class Depthwise3x3Stride2
{
    private const string Outer = "            ";
    private const string Channel = "                ";

    private const string Head = """
            /// <summary>
            /// Depthwise 3x3, stride 2, from left to right: a step packs two columns of input rows and finishes one column of up to three
            /// output rows in each lane. <see cref="DepthwiseBlocks"/> says which outputs the lanes make; they are no neighbours, so that
            /// nothing has to be shifted. Columns outside the image are constants, rows outside are masked.
            /// </summary>
            internal static class LaneDepthwise3x3Stride2
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
                    bool isMany = blocks.Rows > 1, isThree = blocks.Rows > 2;
                    int bottom = 2 * blocks.Rows;
                    long keepTop = blocks.KeepRows(0), padTop = zeroLanes & ~keepTop;
                    long keepBottom = blocks.KeepRows(bottom), padBottom = zeroLanes & ~keepBottom;

                    // The first column of a block: a constant, or read. In blocks side by side it lies outside the image for lane 2 only.
                    bool isAcross = blocks.IsAcross;
                    bool isLeftConstant = stage.PadLeft > 0 && !isAcross;
                    long keepLeft = stage.PadLeft > 0 ? Lanes.All >> Lanes.Bits : Lanes.All, padLeft = zeroLanes & ~keepLeft;
                    int left = stage.PadLeft * pixel;
                    int columns = blocks.Columns;
                    int last = blocks.RightColumns > 0 ? 0 : -1;
        """;

    private const string Swap = """
                    int inner01 = q01, inner02 = q02, inner11 = q11, inner12 = q12, inner21 = q21, inner22 = q22;
        """;

    private const string Start = """
                        long x0, x1, x3, x4, x5, x6;
                        long d0, d1 = 0, d2 = 0;
                        long b0 = start, b1 = start, b2 = start;
                        i = oc - left;
                        int o = oc;
                        if (!isLeftConstant)
                        {
        """;

    private const string Left = """
                        }
                        else if (hasZero)
                        {
                            b0 += zeroLanes * (w0 + w3 + w6);
                            b1 = b0;
                            b2 = b0;
                        }

                        for (int n = columns - 1; n >= 0; n--)
                        {
                            i += pixel;
        """;

    private const string Right = """
                            }
                            else
                            {
                                long right = zeroLanes * (w2 + w5 + w8);
                                d0 += right;
                                d1 += isMany ? right : 0;
                                d2 += isThree ? right : 0;
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

    /// <summary>LaneDepthwise3x3Stride2.cs.</summary>
    public static string Write()
    {
        var text = new StringBuilder(UnrolledText.HeaderWithSystem).Append(Head).Append('\n').Append(DepthwiseText.Find(6, 0, "0", Outer));
        text.Append(DepthwiseText.FindInput("bottom", 6, Outer)).Append(DepthwiseText.Find(0, 3, "0", Outer)).Append(Swap).Append('\n');
        text.Append($"{Outer}for (int oc = firstChannel; oc < firstChannel + channelCount; oc++)\n{Outer}{{\n").Append(DepthwiseText.Weights(9, Channel));
        text.Append('\n').Append(DepthwiseText.PrepareInPlace).Append('\n').Append(Start).Append('\n');
        text.Append(Column("i i oc", "keepLeft", "padLeft", y => $"b{y} += {Products(0, y)}", Channel + "    ")).Append(Left).Append('\n');
        text.Append(Column("i i i", "", "", y => $"d{y} = b{y} + {Products(1, y)}", Channel + "    "));
        text.Append($"{Channel}    if (n != last)\n{Channel}    {{\n{Channel}        i += pixel;\n");
        text.Append(Column("i i i", "", "", y => $"d{y} += {Products(2, y)};\nb{y} = start + {Products(0, y)}", Channel + "        ")).Append(Right).Append("\n\n");
        text.Append(DepthwiseText.ResultsByKind("o", Channel + "    ", looksAtEach: false));
        return text.Append($"\n{Channel}    o += pixel;\n{Channel}}}\n\n").Append(DepthwiseText.Restore3x3).Append("\n            }\n        }\n    }\n}\n").ToString();
    }

    /// <summary>Packs a column, and adds it to the sums of each output row, of which there are three, two, or one.</summary>
    private static string Column(string places, string keep, string pad, System.Func<int, string> add, string indent)
    {
        var text = new StringBuilder(Pack(0, indent) + Pack(1, indent) + Pack(6, indent));
        text.Append($"{indent}if (isMany)\n{indent}{{\n{Pack(2, indent + "    ")}{Pack(3, indent + "    ")}");
        text.Append($"{indent}    if (isThree)\n{indent}    {{\n{Pack(4, indent + "        ")}{Pack(5, indent + "        ")}{Add(2, indent + "        ")}{indent}    }}\n");
        text.Append($"{indent}    else\n{indent}    {{\n{indent}        x4 = x6;\n{indent}    }}\n\n{Add(1, indent + "    ")}{indent}}}\n");
        return text.Append($"{indent}else\n{indent}{{\n{indent}    x2 = x6;\n{indent}}}\n\n{Add(0, indent)}").ToString();

        string Add(int y, string inner) => string.Concat(add(y).Split('\n').Select((line, i) => $"{inner}{line.TrimEnd(';')};\n"));

        // The first row and the last may lie outside the image.
        string Pack(int t, string inner)
        {
            string[] keeps = [.. new[] { keep, t == 0 ? "keepTop" : t == 6 ? "keepBottom" : "" }.Where(name => name.Length > 0)];
            string[] pads = [.. new[] { pad, t == 0 ? "padTop" : t == 6 ? "padBottom" : "" }.Where(name => name.Length > 0)];
            string value = DepthwiseText.Three(t, places);
            return $"{inner}x{t} = {(keeps.Length == 0 ? value : $"(({value}) & {string.Join(" & ", keeps)}) | {string.Join(" | ", pads)}")};\n";
        }
    }

    private static string Products(int column, int y) => DepthwiseText.Products(3, column, 2 * y);
}
