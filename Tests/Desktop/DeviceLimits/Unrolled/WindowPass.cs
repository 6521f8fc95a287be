using System.Linq;
using System.Text;

namespace Edge.Tests.Desktop.DeviceLimits.Unrolled;

/// <summary>
/// The pass over windows of three rows of nine: up to six triples of output channels, 27 taps of each in locals, a loop over pixels that ends
/// with the epilogue.
/// </summary>
internal static class WindowPass
{
    private const int Width = 27;
    private const string Outer = "            ";
    private const string Inner = "                        ";

    private const string Head = """
            /// <summary>
            /// The pass of <see cref="LaneWindow27"/>: 27 taps times up to 18 output channels, three channels in the lanes of a long, 162 packed
            /// weights in locals; sums go from the evaluation stack to the results. Locals: 249 of at most 255; what could be one more is an argument.
            /// </summary>
            internal sealed partial class LaneWindow27
            {
                /// <summary>Stores the results of one pass.</summary>
                /// <param name="mask"><see cref="Lanes.Mask"/>.</param>
                /// <param name="table">The scratch bytes.</param>
                /// <param name="lanes">The scratch longs.</param>
                /// <param name="weights">Weights.</param>
                /// <param name="shared"><see cref="LaneResult.SharedOffset"/>.</param>
                /// <param name="stage">The convolution.</param>
                /// <param name="y">First output row.</param>
                /// <param name="rows">Output rows.</param>
                /// <param name="oc">First output channel of the pass.</param>
                /// <param name="firstWeight">Index of its weights.</param>
                /// <param name="hasSix">Six triples of channels, not three.</param>
                /// <param name="third">First channel of the third triple, from the first channel of the pass.</param>
                /// <param name="last">As <paramref name="third"/>, of the last triple.</param>
                /// <param name="step">Bytes between the windows of two pixels.</param>
                /// <param name="pixel">Bytes of an output pixel.</param>
                private void RunPass(
                    long mask, byte[] table, long[] lanes, byte[] weights, long shared, Stage stage, int y, int rows, int oc, int firstWeight,
                    bool hasSix, int third, int last, int step, int pixel)
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

    // The first channel of each triple, from the first channel of the pass; the last of three and of six overlaps where channels do not divide.
    private static readonly string[] s_first = ["", "3", "third", "9", "12", "last"];

    /// <summary>LaneWindow27.Pass.cs.</summary>
    public static string Write()
    {
        var text = new StringBuilder(UnrolledText.Header).Append(Head).Append('\n');
        text.Append(Pack()).Append(Loop).Append('\n');
        text.AppendJoin("", Enumerable.Range(0, 9).Select(Inputs));
        text.AppendJoin("\n", Enumerable.Range(0, 3).Select(k => Result(k, Inner))).Append($"\n{Inner}if (hasSix)\n{Inner}{{\n");
        text.AppendJoin("\n", Enumerable.Range(3, 3).Select(k => Result(k, Inner + "    "))).Append($"{Inner}}}\n");
        return text.Append(End).ToString();
    }

    private static string Pack()
    {
        string[] names = [.. Enumerable.Range(3, 3).SelectMany(Names)];
        return string.Concat(Enumerable.Range(0, 3).Select(k => Pack(k, Outer)))
            + string.Concat(Enumerable.Range(3, 3).Select(k => $"{Outer}long {string.Join(", ", Names(k))};\n"))
            + $"{Outer}if (hasSix)\n{Outer}{{\n{string.Concat(Enumerable.Range(3, 3).Select(k => Pack(k, Outer + "    ")))}{Outer}}}\n"
            + $"{Outer}else\n{Outer}{{\n{Outer}    {string.Join($"\n{Outer}        = ", names.Chunk(24).Select(line => string.Join(" = ", line)))} = 0;\n{Outer}}}\n\n";
    }

    private static string Pack(int k, string indent)
    {
        string weight = k == 0 ? "firstWeight" : $"firstWeight + ({s_first[k]} * Taps)";
        string declares = k < 3 ? "long " : "";
        string scales = string.Join(", ", Enumerable.Range(3 * k, 3).Select(c => $"out {declares}scale{c}, out {declares}offset{c}"));
        return $"{indent}WeightStage.PackThree(lanes, weights, {weight}, Taps);\n"
            + UnrolledText.Locals(UnrolledText.Letters[k], Width, "lanes", "", indent, declares: k < 3)
            + $"{indent}PointResult.Prepare(\n{indent}    stage, {UnrolledEpilogue.At("oc", s_first[k])}, shared, {scales},\n"
            + $"{indent}    out {declares}start{k}, out {declares}outside{k});\n";
    }

    private static System.Collections.Generic.IEnumerable<string> Names(int k)
    {
        return [.. Enumerable.Range(0, Width).Select(t => $"{UnrolledText.Letters[k]}{t}"), .. Enumerable.Range(3 * k, 3).SelectMany(c => new[] { $"scale{c}", $"offset{c}" }), $"start{k}", $"outside{k}"];
    }

    /// <summary>Three taps of one of the three rows, a line.</summary>
    private static string Inputs(int line)
    {
        int row = line / 3;
        string items = string.Join(", ", Enumerable.Range(3 * line, 3).Select(t => $"x{t} = r{row}[{UnrolledText.Index($"i{row}", t - (9 * row))}]"));
        return $"{Inner}long {items};\n";
    }

    private static string Result(int k, string indent)
    {
        string sum = $"start{k} + {UnrolledText.Products(UnrolledText.Letters[k], 'x', Width, indent + "    ")}";
        return UnrolledEpilogue.Write(k, s_first[k], sum, k == 2, indent);
    }
}
