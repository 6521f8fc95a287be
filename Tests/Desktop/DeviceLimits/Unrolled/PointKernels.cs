using System.Linq;
using System.Text;

namespace Edge.Tests.Desktop.DeviceLimits.Unrolled;

/// <summary>
/// The pointwise micro-kernels: up to eight triples of output channels, WIDTH taps of each in registers, a loop over pixels (<see cref="PointLoops"/>). With 24
/// taps sums go to memory or are requantized, with 8 or 16 they are requantized.
/// </summary>
internal static class PointKernels
{
    private const string Outer = PointLoops.Outer;
    private const string Inner = PointLoops.Inner;

    private const string MacHead = """
            /// <summary>
            /// 24 input channels times up to 24 output channels of pixels, three output channels in the lanes of a long: 192 packed weights
            /// in locals, a loop over pixels, one straight expression for three channels. See LanePointwise.
            /// </summary>
            internal static class PointMac24
            {
                /// <summary>Index of the first sum.</summary>
                public const int FirstSum = 24;

                /// <summary>Adds some taps to the sums of one pass, a chunk at a time, or stores its results.</summary>
        """;

    private const string FusedHead = """
            /// <summary>
            /// As <see cref="PointMac24"/> with the last WIDTH taps of a pass; its sums go from the evaluation stack to the results.
            /// </summary>
            internal static class PointFusedWIDTH
            {
                /// <summary>Stores the results of one pass.</summary>
        """;

    private const string ShiftHead = """
            /// <summary>
            /// As <see cref="PointMac24"/> with the last WIDTH taps of a pass, where all multipliers are powers of two: the bits of a result's index are brought to the top of a long.
            /// </summary>
            internal static class PointShiftWIDTH
            {
                /// <summary>Stores the results of one pass.</summary>
        """;

    private const string Parameters = """
                /// <param name="o">Index of the first pixel's result of channel <paramref name="oc"/>.</param>
                /// <param name="i">Index of the first of these taps of the first pixel.</param>
                /// <param name="input">Pixels that lie one behind the other.</param>
                /// <param name="output">Array of the results.NOOUTPUT</param>
                /// <param name="pixel">Bytes of a pixel.</param>
                /// <param name="pixels">Number of pixels.</param>
                /// <param name="stage">The convolution.</param>
                /// <param name="oc">First output channel of the pass.</param>
                /// <param name="triples">Triples of channels, 1 to TRIPLES. The last one is the first of each pixel's sums, and a0 to aLAST its weights.</param>
                /// <param name="last">First channel of the last triple, from the first channel of the pass.</param>
                /// <param name="overlap">How many channels of the last triple the one before it stores.</param>
                /// <param name="firstWeight">Index of their first weight of the pass's first channel.</param>
                /// <param name="left">Taps. As many as are missing of a chunk are read in front of them, and have weights of 0.</param>
                /// <param name="hasSums">Whether there are sums of the taps before, [pixel][triples], to add to; there have to be some where zeros are skipped.</param>
                /// <param name="scale0">A register, as those that follow: a method has 255 locals at most, and as many arguments. What is passed is not read.</param>
                public static void Run(
                    int o, int i, byte[] input, byte[] output, int pixel, int pixels, Stage stage, int oc, int triples, int last, int overlap, int firstWeight, int left, bool hasSums,
        REGISTERS)
                {
                    // Used mostSKIPPED: the first four arguments and locals have the cheapest instructions.
                    long x0, dTIE;
        MASK            long MOREINPUTS;
                    int p, q, end, more;
                    int taps = stage.TapsPerChannel;
                    int bytes = pixels * pixel;
                    int outputPixel = stage.Output.Channels;
                    byte[] table = stage.ScratchBytes;
                    long[] lanes = stage.Lanes;
        """;

    private const string Shared = $"{Outer}long shared = LaneResult.SharedOffset(stage);\n";

    /// <summary>PointMac24.cs.</summary>
    public static string Mac()
    {
        const int Width = 24;
        var text = new StringBuilder(Begin(MacHead, Width, PointLoops.MostTriples, hasPowersOfTwo: false, " Nothing adds to the sums."));
        text.Append($"{Outer}bool isSkipping = output == null && stage.SkipsZeros && triples > 2;\n{Outer}while (true)\n{Outer}{{\n");
        text.Append(Weights(Width, PointLoops.MostTriples, Inner, "0", isDifferent: "!isSkipping"));
        text.Append($"{Inner}if (output != null && left <= {Width})\n{Inner}{{\n{Inner}    break;\n{Inner}}}\n\n");
        text.Append($"{Inner}if (isSkipping)\n{Inner}{{\n{PointSkips.Loop()}{Inner}}}\n{Inner}else if (hasSums)\n{Inner}{{\n{PointLoops.Sums(Width, "+=", Inner + "    ")}{Inner}}}\n"
            + $"{Inner}else\n{Inner}{{\n{PointLoops.Sums(Width, "=", Inner + "    ")}{Inner}}}\n\n{Inner}hasSums = true;\n");
        text.Append($"{Inner}left -= {Width};\n{Inner}if (left <= 0)\n{Inner}{{\n{Inner}    return;\n{Inner}}}\n\n{Inner}i += {Width} - bytes;\n{Inner}firstWeight += {Width};\n{Outer}}}\n\n");
        return text.Append(Prepares(PointLoops.MostTriples, hasPowersOfTwo: false)).Append(PointLoops.Results(Width, PointLoops.MostTriples, hasPowersOfTwo: false)).Append("        }\n    }\n}\n").ToString();
    }

    /// <summary>PointFused8.cs and PointFused16.cs.</summary>
    public static string Fused(int width) => Last(FusedHead, width, PointLoops.MostTriples, hasPowersOfTwo: false);

    /// <summary>PointShift8.cs, PointShift16.cs and PointShift24.cs.</summary>
    public static string Shift(int width) => Last(ShiftHead, width, width == 16 ? 12 : PointLoops.MostTriples, hasPowersOfTwo: true);

    private static string Last(string head, int width, int triples, bool hasPowersOfTwo)
    {
        var text = new StringBuilder(Begin(head, width, triples, hasPowersOfTwo, ""));
        return text.Append(Weights(width, triples, Outer, hasPowersOfTwo ? "ShiftTable.Entries" : "0", isDifferent: "")).Append(Prepares(triples, hasPowersOfTwo))
            .Append(PointLoops.Results(width, triples, hasPowersOfTwo)).Append("        }\n    }\n}\n").ToString();
    }

    private static string Begin(string head, int width, int triples, bool hasPowersOfTwo, string noOutput)
    {
        string registers = string.Join(",\n", Enumerable.Range(0, 3 * triples).Chunk(hasPowersOfTwo ? 12 : 8).Select(line => Outer + string.Join(", ", line.Select(c => hasPowersOfTwo ? $"long scale{c}" : $"long scale{c}, long offset{c}, long tie{c}"))))
            + $",\n{Outer}{string.Join(", ", Enumerable.Range(0, triples).Select(k => $"long s{k}"))}";
        string parameters = Parameters
            .Replace("TIE", hasPowersOfTwo ? "" : ", t", System.StringComparison.Ordinal).Replace("SKIPPED", hasPowersOfTwo ? "" : ", also where zeros are skipped", System.StringComparison.Ordinal)
            .Replace("MASK", hasPowersOfTwo ? "" : $"{Outer}long mask = Lanes.Mask;\n", System.StringComparison.Ordinal).Replace("NOOUTPUT", noOutput, System.StringComparison.Ordinal).Replace("LAST", $"{width - 1}", System.StringComparison.Ordinal).Replace("TRIPLES", $"{triples}", System.StringComparison.Ordinal)
            .Replace("MOREINPUTS", string.Join(", ", Enumerable.Range(1, width - 1).Select(t => $"x{t}")) + (width == 8 ? ", x8, x9" : ""), System.StringComparison.Ordinal)
            .Replace("REGISTERS", registers, System.StringComparison.Ordinal);
        return UnrolledText.HeaderWithSystem + head.Replace("WIDTH", $"{width}", System.StringComparison.Ordinal) + "\n" + parameters + "\n" + (hasPowersOfTwo ? "" : Shared)
            + string.Concat(Enumerable.Range(0, triples).Select(k => $"{Outer}long {string.Join(", ", Names(k, width))};\n"))
            + $"{Outer}long {string.Join(", ", Enumerable.Range(0, triples).Select(k => hasPowersOfTwo ? $"start{k}" : $"start{k}, outside{k}"))};\n";
    }

    /// <summary>Weights of all triples to registers; zeros where a pass has fewer of them.</summary>
    private static string Weights(int width, int triples, string indent, string staged, string isDifferent)
    {
        string deeper = indent + "    ";
        var text = new StringBuilder($"{indent}int skipped = left < {width} ? {width} - left : 0;\n{indent}i -= skipped;\n{indent}firstWeight -= skipped;\n{UnrolledText.WeightMasks(width, indent)}");
        text.Append(Triple(0, indent));
        for (int k = 1; k < triples; k++)
        {
            text.Append($"{indent}if (triples > {k})\n{indent}{{\n{Triple(k, deeper)}{indent}}}\n{indent}else\n{indent}{{\n{deeper}");
            text.AppendJoin($"\n{deeper}    = ", Names(k, width).Chunk(24).Select(line => string.Join(" = ", line))).Append($" = 0;\n{indent}}}\n\n");
        }

        return text.Append($"{indent}p = PointMac24.FirstSum;\n{indent}more = triples - 2;\n{indent}end = i + bytes;\n").ToString();

        string Triple(int k, string at)
        {
            string first = k == 1 ? "firstWeight" : $"firstWeight + ({PointLoops.FirstChannel(k)} * taps)";
            string weights = UnrolledText.ThreeWeights(UnrolledText.Letters[k], width, first, staged, at);
            return isDifferent.Length == 0
                ? weights + UnrolledText.Differences(UnrolledText.Letters[k], width, at)
                : $"{weights}{at}if ({isDifferent})\n{at}{{\n{UnrolledText.Differences(UnrolledText.Letters[k], width, at + "    ")}{at}}}\n{(k == 0 ? "\n" : "")}";
        }
    }

    /// <summary>What the results of each triple need.</summary>
    private static string Prepares(int triples, bool hasPowersOfTwo)
    {
        return Prepare(0, Outer) + string.Concat(Enumerable.Range(1, triples - 1).Select(k =>
            $"{Outer}if (triples > {k})\n{Outer}{{\n{Prepare(k, Inner)}{Outer}}}\n{Outer}else\n{Outer}{{\n{Inner}start{k} = {(hasPowersOfTwo ? "" : $"outside{k} = ")}0;\n{Outer}}}\n\n"));

        string Prepare(int k, string indent)
        {
            if (hasPowersOfTwo)
            {
                string powers = string.Join(", ", Enumerable.Range(3 * k, 3).Select(c => $"out scale{c}"));
                return $"{indent}ShiftPrepare.Run(stage, {UnrolledEpilogue.At("oc", PointLoops.FirstChannel(k))}, {powers}, out start{k});\n";
            }

            string scales = string.Join(", ", Enumerable.Range(3 * k, 3).Select(c => $"out scale{c}, out offset{c}, out tie{c}"));
            return $"{indent}PointPrepare.RunTies(\n{indent}    stage, {UnrolledEpilogue.At("oc", PointLoops.FirstChannel(k))}, shared, {scales},\n{indent}    out start{k}, out outside{k});\n";
        }
    }

    private static string[] Names(int k, int width) => [.. Enumerable.Range(0, width).Select(t => $"{UnrolledText.Letters[k]}{t}")];
}
