using System.Linq;
using System.Text;

namespace Edge.Tests.Desktop.DeviceLimits.Unrolled;

/// <summary>
/// The pointwise micro-kernels: up to eight triples of output channels, WIDTH taps of each in locals, a loop over pixels. With 24
/// taps the sums go to memory, with 8 or 16 they are requantized.
/// </summary>
internal static class PointKernels
{
    // Labels of the triples that are not the last one of their pass.
    private static readonly string[] s_names = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh"];

    private const string Outer = "            ";
    private const string Inner = "                ";

    private const string MacHead = """
            /// <summary>
            /// 24 input channels times up to 24 output channels of pixels, three output channels in the lanes of a long: 192 packed weights
            /// in locals, a loop over pixels, one straight expression for three channels. See LanePointwise.
            /// </summary>
            internal static class PointMac24
            {
                /// <summary>Index of the first sum.</summary>
                public const int FirstSum = 24;

                /// <summary>Adds a chunk of taps to the sums of one pass.</summary>
                /// <param name="input">Pixels that lie one behind the other.</param>
                /// <param name="i">Index of the chunk's first channel of the first pixel.</param>
                /// <param name="lanes">Room for the packed weights, then sums [pixel][triples].</param>
                /// <param name="pixel">Bytes of a pixel.</param>
                /// <param name="pixels">Number of pixels.</param>
                /// <param name="triples">Triples of channels, 1 to 8.</param>
                /// <param name="last">First channel of the last triple, from the first channel of the pass.</param>
                /// <param name="weights">[channel][tap], offset binary.</param>
                /// <param name="firstWeight">Index of the chunk's first weight of the pass's first channel.</param>
                /// <param name="taps">Taps of a channel.</param>
                /// <param name="skipped">First taps of the chunk that are not there: their weights are 0, their inputs are read.</param>
                /// <param name="staged">The scratch bytes, whose first ones take weights that are not all there.</param>
                /// <param name="skipsZeros">Whether many inputs are 0: each is looked at, and those that are not are added to all sums.</param>
                public static void Accumulate(
                    byte[] input, int i, long[] lanes, int pixel, int pixels, int triples, int last, byte[] weights, int firstWeight, int taps, int skipped,
                    byte[] staged, bool skipsZeros)
                {
                    // Used most where zeros are skipped: the first four locals have the cheapest instructions.
                    long x;
                    bool isSkipping = skipsZeros && triples > 2;
        """;

    private const string MacLoop = """
                    long low = 0xFF;
                    int p = FirstSum;
                    int end = i + (pixels * pixel);
                    if (isSkipping)
                    {
                        long s0, s1, s2, s3, s4, s5, s6, s7;
        SKIPS                return;
                    }

                    for (; i < end; i += pixel)
                    {
        """;

    private const string FusedHead = """
            /// <summary>
            /// As <see cref="PointMac24"/> with the last WIDTH taps of a pass; its sums go from the evaluation stack to the results. No ties.
            /// </summary>
            internal static class PointFusedWIDTH
            {
                /// <summary>Stores the results of one pass.</summary>
                /// <param name="input">Pixels that lie one behind the other.</param>
                /// <param name="i">Index of the chunk's first channel of the first pixel.</param>
                /// <param name="pixel">Bytes of a pixel.</param>
                /// <param name="output">Array of the results.</param>
                /// <param name="o">Index of the first pixel's result of channel <paramref name="oc"/>.</param>
                /// <param name="pixels">Number of pixels.</param>
                /// <param name="stage">The convolution.</param>
                /// <param name="oc">First output channel of the pass.</param>
                /// <param name="triples">Triples of channels, 1 to 8.</param>
                /// <param name="last">First channel of the last triple, from the first channel of the pass.</param>
                /// <param name="firstWeight">Index of the chunk's first weight of the pass's first channel.</param>
                /// <param name="hasSums">Whether there are sums of the taps before, [pixel][triples].</param>
                public static void Run(
                    byte[] input, int i, int pixel, byte[] output, int o, int pixels, Stage stage, int oc, int triples, int last, int firstWeight, bool hasSums)
                {
                    // The first four arguments and locals have the cheapest instructions.
                    long d;
                    int q;
                    long mask = Lanes.Mask;
                    byte[] table = stage.ScratchBytes;
                    long[] lanes = stage.Lanes;
                    byte[] weights = stage.Weights;
                    int taps = stage.TapsPerChannel;
                    int skipped = WIDTH - (taps % LanePointwise.Chunk);
                    int outputPixel = stage.Output.Channels;
                    long shared = LaneResult.SharedOffset(stage);
        """;

    private const string Overlap = """

                    // How many channels of the last triple the one before it stores.
                    int overlap = (3 * (triples - 1)) - last;
        """;

    private const string FusedLoop = """
                    int p = LanePointwise.FirstSum;
                    for (int end = i + (pixels * pixel); i < end; i += pixel)
                    {
                        if (hasSums)
                        {
                            // Of fewer than three triples the next pixel's sums are read, and not used.
                            s0 = lanes[p] + start0;
                            s1 = lanes[p + 1] + start1;
                            s2 = lanes[p + 2] + start2;
                            switch (triples)
                            {
                                case 8:
                                    s7 = lanes[p + 7] + start7;
                                    goto case 7;
                                case 7:
                                    s6 = lanes[p + 6] + start6;
                                    goto case 6;
                                case 6:
                                    s5 = lanes[p + 5] + start5;
                                    goto case 5;
                                case 5:
                                    s4 = lanes[p + 4] + start4;
                                    goto case 4;
                                case 4:
                                    s3 = lanes[p + 3] + start3;
                                    break;
                            }

                            p += triples;
                        }
        """;

    /// <summary>PointMac24.cs.</summary>
    public static string Mac()
    {
        const int Width = 24;
        var text = new StringBuilder(UnrolledText.HeaderWithSystem).Append(MacHead).Append('\n');
        text.Append(UnrolledText.WeightMasks(Width, Outer)).Append(Declare(Width, hasResults: false)).Append(Load(Width, prepare: null));
        text.Append(MacLoop.Replace("SKIPS", Skips(Width), System.StringComparison.Ordinal)).Append('\n').Append(UnrolledText.Inputs(Width, Inner));
        return text.Append(Sums(Add)).Append($"{Inner}p += triples;\n{Outer}}}\n        }}\n    }}\n}}\n").ToString();

        static string Add(int k, string indent)
        {
            return $"{indent}lanes[{UnrolledText.Index("p", k)}] +=\n{indent}    {UnrolledText.Products(UnrolledText.Letters[k], 'x', Width, indent + "    ")};\n";
        }
    }

    /// <summary>
    /// The loops that look for zeros, of eight, six or three triples; fewer do not pay for the look. Seven run as eight and four and five as six:
    /// the triples that are not there have weights of 0, so that sums behind those of the pixel are read and written as they are.
    /// </summary>
    private static string Skips(int width)
    {
        string deeper = Inner + "    ";
        return $"{Inner}if (triples > 6)\n{Inner}{{\n{Skip(8, width, deeper)}{Inner}}}\n{Inner}else if (triples > 3)\n{Inner}{{\n{Skip(6, width, deeper)}{Inner}}}\n"
            + $"{Inner}else\n{Inner}{{\n{Skip(3, width, deeper)}{Inner}}}\n\n";
    }

    private static string Skip(int triples, int width, string indent)
    {
        string deeper = indent + "    ";
        string sums = string.Concat(Enumerable.Range(0, triples).Select(k => $"{deeper}s{k} = lanes[{UnrolledText.Index("p", k)}];\n"));
        var text = new StringBuilder($"{indent}for (; i < end; i += pixel)\n{indent}{{\n{sums}");
        for (int octet = 0; octet < width; octet += 8)
        {
            text.Append($"{deeper}v = BitConverter.ToInt64(input, {UnrolledText.Index("i", octet)});\n{deeper}if (v != 0)\n{deeper}{{\n");
            text.AppendJoin("\n", Enumerable.Range(0, 4).Select(k => SkipPair(triples, octet, 2 * k, deeper + "    "))).Append($"{deeper}}}\n\n");
        }

        text.AppendJoin("", Enumerable.Range(0, triples).Select(k => $"{deeper}lanes[{UnrolledText.Index("p", k)}] = s{k};\n"));
        return text.Append($"{deeper}p += triples;\n{indent}}}\n").ToString();
    }

    /// <summary>Two neighbours are looked at together: where most inputs are 0, most pairs are.</summary>
    private static string SkipPair(int triples, int octet, int first, string indent)
    {
        string shifted = first == 0 ? "v" : $"(v >> {8 * first})";
        string deeper = indent + "    ";
        return $"{indent}pair = {shifted} & twoBytes;\n{indent}if (pair != 0)\n{indent}{{\n{SkipOne(triples, octet + first, "pair & low", deeper)}\n"
            + $"{SkipOne(triples, octet + first + 1, "pair >> 8", deeper)}{indent}}}\n";
    }

    private static string SkipOne(int triples, int tap, string input, string indent)
    {
        string products = string.Concat(Enumerable.Range(0, triples).Select(k => $"{indent}    s{k} += {UnrolledText.Letters[k]}{tap} * x;\n"));
        return $"{indent}x = {input};\n{indent}if (x != 0)\n{indent}{{\n{products}{indent}}}\n";
    }

    /// <summary>PointFused8.cs and PointFused16.cs.</summary>
    public static string Fused(int width)
    {
        string head = FusedHead.Replace("WIDTH", $"{width}", System.StringComparison.Ordinal);
        var text = new StringBuilder(UnrolledText.HeaderWithSystem).Append(head).Append('\n');
        text.Append(UnrolledText.WeightMasks(width, Outer).Replace("staged", "table", System.StringComparison.Ordinal)).Append(Declare(width, hasResults: true)).Append(Load(width, Prepare).Replace("staged", "table", System.StringComparison.Ordinal));
        text.Append($"{Outer}long {string.Join(", ", Enumerable.Range(0, 8).Select(k => $"s{k} = start{k}"))};\n{Overlap}\n");
        text.Append(FusedLoop).Append("\n\n").Append(UnrolledText.Inputs(width, Inner));
        return text.Append(Triples(Result)).Append($"{Inner}o += outputPixel;\n{Outer}}}\n        }}\n    }}\n}}\n").ToString();

        string Result(int k, bool isLast, string indent)
        {
            string sum = $"s{k} + {UnrolledText.Products(UnrolledText.Letters[k], 'x', width, indent + "    ")}";
            return UnrolledEpilogue.Write(k, isLast ? "last" : k == 0 ? "" : $"{3 * k}", sum, declares: false, indent, isLast ? "overlap" : "");
        }
    }

    /// <summary>The last triple, which may overlap the one before, then the others, which have a constant place, from the one before it down.</summary>
    private static string Triples(System.Func<int, bool, string, string> write)
    {
        string deeper = Inner + "        ";
        var text = new StringBuilder($"{Inner}switch (triples)\n{Inner}{{\n");
        for (int k = 7; k > 0; k--)
        {
            text.Append($"{Inner}    case {k + 1}:\n{write(k, true, deeper)}\n{deeper}goto {s_names[k - 1]};\n");
        }

        text.Append($"{Inner}    default:\n{deeper}goto {s_names[0]};\n{Inner}}}\n\n");
        for (int k = 6; k >= 0; k--)
        {
            text.Append($"{Inner[4..]}{s_names[k]}:\n{write(k, false, Inner)}\n");
        }

        return text.ToString();
    }

    /// <summary>The same without a place for each triple.</summary>
    private static string Sums(System.Func<int, string, string> write)
    {
        string deeper = Inner + "        ";
        var text = new StringBuilder($"{Inner}switch (triples)\n{Inner}{{\n");
        for (int k = 7; k > 0; k--)
        {
            text.Append($"{Inner}    case {k + 1}:\n{write(k, deeper)}{deeper}goto case {k};\n");
        }

        return text.Append($"{Inner}    case 1:\n{write(0, deeper)}{deeper}break;\n{Inner}}}\n\n").ToString();
    }

    /// <summary>Weights of all triples to locals, and what else each has; zeros where a pass has fewer of them.</summary>
    private static string Load(int width, System.Func<int, string, string>? prepare)
    {
        var text = new StringBuilder(LoadTriple(0, width, Outer) + prepare?.Invoke(0, Outer));
        for (int k = 1; k < 8; k++)
        {
            text.Append($"{Outer}if (triples > {k})\n{Outer}{{\n{LoadTriple(k, width, Inner)}{prepare?.Invoke(k, Inner)}{Outer}}}\n{Outer}else\n{Outer}{{\n");
            text.Append(Inner).AppendJoin($"\n{Inner}    = ", Names(k, width, prepare is not null).Chunk(24).Select(line => string.Join(" = ", line))).Append($" = 0;\n{Outer}}}\n\n");
        }

        return text.ToString();
    }

    private static string LoadTriple(int k, int width, string indent)
    {
        string weights = UnrolledText.ThreeWeights(UnrolledText.Letters[k], width, k == 0 ? "firstWeight" : $"firstWeight + ({FirstChannel(k)} * taps)", indent);
        return width < 24
            ? weights + UnrolledText.Differences(UnrolledText.Letters[k], width, indent)
            : $"{weights}{indent}if (!isSkipping)\n{indent}{{\n{UnrolledText.Differences(UnrolledText.Letters[k], width, indent + "    ")}{indent}}}\n{(k == 0 ? "\n" : "")}";
    }

    /// <summary>The first channel of a triple, from the first channel of the pass; the last triple overlaps where channels do not divide.</summary>
    private static string FirstChannel(int k)
    {
        return k == 7 ? "last" : $"(triples > {k + 1} ? {3 * k} : last)";
    }

    private static string[] Names(int k, int width, bool hasResults)
    {
        string[] results = [.. Enumerable.Range(3 * k, 3).SelectMany(c => new[] { $"scale{c}", $"offset{c}" }), $"start{k}", $"outside{k}"];
        return [.. Enumerable.Range(0, width).Select(t => $"{UnrolledText.Letters[k]}{t}"), .. hasResults ? results : []];
    }

    private static string Declare(int width, bool hasResults)
    {
        return string.Concat(Enumerable.Range(0, 8).Select(k => $"{Outer}long {string.Join(", ", Names(k, width, hasResults))};\n"));
    }

    private static string Prepare(int k, string indent)
    {
        string scales = string.Join(", ", Enumerable.Range(3 * k, 3).Select(c => $"out scale{c}, out offset{c}"));
        return $"{indent}PointPrepare.Run(\n{indent}    stage, {UnrolledEpilogue.At("oc", k == 0 ? "" : FirstChannel(k))}, shared, {scales},\n{indent}    out start{k}, out outside{k});\n";
    }
}
