using System.Linq;
using System.Text;

namespace Edge.Tests.Desktop.DeviceLimits.Unrolled;

/// <summary>
/// The pass over windows of three rows: three to six triples of output channels, all taps of each in locals, a loop over pixels that ends with
/// the epilogue.
/// </summary>
internal static class WindowPass
{
    private const string Outer = "            ";
    private const string Inner = "                        ";

    private const string Head = """
            /// <summary>
            /// Three rows of ROW taps times 8 to 18 output channels, three channels in the lanes of a long, packed weights in locals; sums go from
            /// the evaluation stack to the results. With 27 taps 250 of at most 250 locals are taken; what could be one more is an argument.
            /// </summary>
            internal sealed class LaneNAMEWIDTH : LaneWindow
            {
                /// <summary>Taps in a row of a window.</summary>
                public const int RowTaps = ROW;

                /// <summary>Taps of a window.</summary>
                public const int Taps = Rows * RowTaps;

                /// <summary>Makes the kernel.</summary>
                public LaneNAMEWIDTH()
                    : base(RowTaps, PLACE)
                {
                }

                /// <inheritdoc/>
                protected override void RunPass(
                    long mask, byte[] table, long[] lanes, byte[] weights, long shared, Stage stage, int y, int rows, int oc, int firstWeight,
                    bool hasFour, bool hasFive, bool hasSix, int third, int last, int overlap, int step, int pixel)
                {
                    long d;
                    int o;
                    byte[] output;
        """;

    private const string Loop = """
                    for (rows += y; y < rows; y++)
                    {
                        output = stage.Output.RowArray(y);
                        o = stage.Output.RowOffset(y) + oc;
                        FindRows(stage, y);
                        for (int x = 0; x < stage.Output.Width;)
                        {
                            // A run of pixels inside the image, or one at its edge, whose window is put together.
                            int count = FindRun(stage, x);
                            byte[] r0 = _row0, r1 = _row1, r2 = _row2;
                            int i0 = _index0, i1 = _index1, i2 = _index2;
                            x += count;

                            // Bytes by which the window before lies to the left, once there is one: what both see stays in its locals.
                            int moved = 0;
                            for (; count > 0; count--)
                            {
        """;

    private const string End = """

                                o += pixel;
                                i0 += step;
                                i1 += step;
                                i2 += step;
                            }
                        }
                    }
                }
            }
        }

        """;

    // The first channel of each triple, from the first channel of the pass; the last one overlaps where channels do not divide.
    private static readonly string[] s_first = ["", "3", "third", "9", "12", "last"];

    // What says that there are the triples behind the third.
    private static readonly (int Triple, string Has)[] s_more = [(3, "hasFive"), (4, "hasSix"), (5, "hasFour")];

    /// <summary>LaneWindow27.cs and LaneWindow9.cs.</summary>
    public static string Write(int width) => Write(width, Requantization.Scaled);

    /// <summary>LaneShift27.cs and LaneShift9.cs.</summary>
    public static string Shift(int width) => Write(width, Requantization.PowerOfTwo);

    private static string Write(int width, Requantization requantization)
    {
        bool isShift = requantization == Requantization.PowerOfTwo;
        string head = Head.Replace("NAME", isShift ? "Shift" : "Window", System.StringComparison.Ordinal).Replace("PLACE", isShift ? "ShiftTable.Entries" : "0", System.StringComparison.Ordinal)
            .Replace("WIDTH", $"{width}", System.StringComparison.Ordinal).Replace("ROW", $"{width / 3}", System.StringComparison.Ordinal);
        var text = new StringBuilder(UnrolledText.Header).Append(head).Append('\n');
        text.Append(Pack(width, isShift)).Append($"{Outer}long {string.Join(", ", Enumerable.Range(0, width).Select(t => $"x{t} = 0"))};\n").Append(Loop).Append('\n').Append(Inputs(width));
        text.AppendJoin("\n", Enumerable.Range(0, 3).Select(k => Result(k, width, Inner, requantization)));
        return text.Append(If("hasFour", Inner, deeper => If("hasFive", deeper, still => Result(3, width, still, requantization) + If("hasSix", still, last => Result(4, width, last, requantization))) + "\n" + Result(5, width, deeper, requantization)))
            .Append(End).ToString();
    }

    private static string Pack(int width, bool isShift)
    {
        return string.Concat(Enumerable.Range(0, 3).Select(k => Pack(k, width, isShift, Outer)))
            + string.Concat(s_more.Select(more => $"{Outer}long {string.Join(", ", Names(more.Triple, width, isShift))};\n"))
            + string.Concat(s_more.Select(more => If(more.Has, Outer, deeper => Pack(more.Triple, width, isShift, deeper)).TrimStart('\n') + $"{Outer}else\n{Outer}{{\n{Nothing(more.Triple, width, isShift)}{Outer}}}\n\n"));
    }

    private static string Nothing(int k, int width, bool isShift)
    {
        return $"{Outer}    {string.Join($"\n{Outer}        = ", Names(k, width, isShift).Chunk(24).Select(line => string.Join(" = ", line)))} = 0;\n";
    }

    private static string If(string condition, string indent, System.Func<string, string> body)
    {
        return $"\n{indent}if ({condition})\n{indent}{{\n{body(indent + "    ").TrimStart('\n')}{indent}}}\n";
    }

    private static string Pack(int k, int width, bool isShift, string indent)
    {
        string weight = k == 0 ? "firstWeight" : $"firstWeight + ({s_first[k]} * Taps)";
        string declares = k < 3 ? "long " : "";
        string scales = string.Join(", ", Enumerable.Range(3 * k, 3).Select(c => isShift ? $"out {declares}scale{c}" : $"out {declares}scale{c}, out {declares}offset{c}"));
        string prepare = isShift
            ? $"{indent}ShiftPrepare.Run(\n{indent}    stage, {UnrolledEpilogue.At("oc", s_first[k])}, {scales},\n"
            : $"{indent}PointPrepare.Run(\n{indent}    stage, {UnrolledEpilogue.At("oc", s_first[k])}, shared, {scales},\n";
        return $"{indent}WeightStage.PackThree(lanes, weights, {weight}, Taps);\n"
            + UnrolledText.Locals(UnrolledText.Letters[k], width, "lanes", "", indent, declares: k < 3)
            + prepare + $"{indent}    out {declares}start{k}{(isShift ? "" : $", out {declares}outside{k}")});\n";
    }

    private static System.Collections.Generic.IEnumerable<string> Names(int k, int width, bool isShift)
    {
        return [.. Enumerable.Range(0, width).Select(t => $"{UnrolledText.Letters[k]}{t}"), .. Enumerable.Range(3 * k, 3).SelectMany(c => isShift ? [$"scale{c}"] : new[] { $"scale{c}", $"offset{c}" }), $"start{k}", .. isShift ? [] : new[] { $"outside{k}" }];
    }

    /// <summary>All inputs of a window; of one a third or two thirds of a row behind another only those that one has not seen.</summary>
    private static string Inputs(int width)
    {
        int third = width / 9;
        string deeper = Inner + "    ";
        return $"{Inner}if (moved == {third})\n{Inner}{{\n{Rows(third)}{Inner}}}\n{Inner}else if (moved == {2 * third})\n{Inner}{{\n{Rows(2 * third)}{Inner}}}\n"
            + $"{Inner}else\n{Inner}{{\n{Rows(3 * third)}{deeper}moved = step;\n{Inner}}}\n\n";

        string Rows(int read) => string.Concat(Enumerable.Range(0, 3).Select(row => Row(row, read)));

        string Row(int row, int read)
        {
            int rowTaps = width / 3;
            int kept = rowTaps - read;
            return string.Concat(Enumerable.Range(0, kept).Select(t => $"{deeper}x{(row * rowTaps) + t} = x{(row * rowTaps) + t + read};\n"))
                + string.Concat(Enumerable.Range(kept, read).Select(t => $"{deeper}x{(row * rowTaps) + t} = r{row}[{UnrolledText.Index($"i{row}", t)}];\n"));
        }
    }

    private static string Result(int k, int width, string indent, Requantization requantization)
    {
        string sum = $"start{k} + {UnrolledText.Products(UnrolledText.Letters[k], 'x', width, indent + "    ")}";
        return UnrolledEpilogue.Write(k, s_first[k], sum, k == 2, indent, k == 2 ? "third" : k == 5 ? "overlap" : "", k == 2 ? 6 : 0, requantization);
    }
}
