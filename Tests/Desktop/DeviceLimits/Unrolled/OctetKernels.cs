using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Edge.Tests.Desktop.DeviceLimits.Unrolled;

/// <summary>
/// Depthwise kernels of eight channels at a time, for a size and a stride of the kernel: what comes before the loop over columns, and the loop. What a column adds to is in
/// <see cref="OctetColumns"/>.
/// </summary>
internal static class OctetKernels
{
    /// <summary>Channels at a time.</summary>
    public const int Channels = 8;

    private const string Outer = "            ";
    private const string Octet = "                ";
    private const string Triple = "                    ";

    private const string Head = """
            /// <summary>Depthwise SIZExSIZE, stride STRIDE, eight channels of three output rows at a time. See <see cref="OctetDepthwise"/>.</summary>
            internal static class OctetDepthwiseSIZExSIZEStrideSTRIDE
            {
                /// <summary>Makes channels of the rows that were found.</summary>
                /// <param name="bytes">The lowest 8 bits of each lane; like the masks that follow among the first four arguments, which take less time to load.</param>
                /// <param name="low">The lowest 16 bits of the first lane.</param>
                /// <param name="middle">The same of the second lane.</param>
                /// <param name="high">The same of the third lane.</param>
                /// <param name="stage">The convolution.</param>
                /// <param name="rows">Where its rows are.</param>
                /// <param name="leavesZeros">As of <see cref="OctetDepthwise.Run"/>.</param>
                /// <param name="firstChannel">First channel.</param>
                /// <param name="end">Channel behind the last one, at least eight further.</param>
                public static void Run(long bytes, long low, long middle, long high, Stage stage, OctetDepthwise rows, bool leavesZeros, int firstChannel, int end)
                {
                    // Used most: the first four locals take less time to load.
                    long d, t0, mask = Lanes.Mask, x0;
                    byte[] table = stage.ScratchBytes;
                    byte[] weights = stage.Weights;
                    int[] parameters = stage.Parameters;
                    int toMultiplier = stage.ParameterStride, toShift = 2 * toMultiplier;
                    int pixel = stage.Input.Channels;
                    long zeroLanes = stage.Input.ZeroPoint * Lanes.Ones, zeros = stage.Input.ZeroPoint * 0x0101010101010101;
                    long ones = Lanes.Ones, half = Lanes.Half, signs = Lanes.WeightSigns;
                    long shared = LaneResult.SharedOffset(stage), middleResult = LaneResult.Middle, smallest = LaneResult.SmallestMultiplier;
                    long leastWindow = 1L << LaneResult.MaxExponent, beyond = unchecked(Lanes.All + Lanes.Ones);
                    long ties = stage.Rounding == RoundingMode.Double ? 1L << LaneResult.Shift : 0;
                    bool hasTies = LaneResult.NeedsTies(stage);
                    int columns = stage.Output.Width;
                    bool isLeftInside = stage.PadLeft == 0;
                    int last = ((columns - 1) * STRIDE) + SIZE - 1 - stage.PadLeft < stage.Input.Width ? -1 : 0;
        """;

    private const string ShiftHead = """
            /// <summary>As OctetDepthwiseSIZExSIZEStrideSTRIDE, where all multipliers are powers of two: results are looked up in <see cref="ShiftTable"/>.</summary>
            internal static class OctetShiftSIZExSIZEStrideSTRIDE
            {
                /// <summary>Makes channels of the rows that were found; parameters as of OctetDepthwiseSIZExSIZEStrideSTRIDE.</summary>
                public static void Run(long bytes, long low, long middle, long high, Stage stage, OctetDepthwise rows, bool leavesZeros, int firstChannel, int end)
                {
                    // Used most: the first four locals take less time to load.
                    long d, t0, x0;
                    byte[] table = stage.ScratchBytes;
                    byte[] weights = stage.Weights;
                    int[] parameters = stage.Parameters;
                    int toShift = 2 * stage.ParameterStride;
                    int pixel = stage.Input.Channels;
                    long zeroLanes = stage.Input.ZeroPoint * Lanes.Ones, zeros = stage.Input.ZeroPoint * 0x0101010101010101;
                    long ones = Lanes.Ones, signs = Lanes.WeightSigns, zero = (2 * (stage.ResultZeroPoint + PowersOfTwo.Below)) + 1;
                    int columns = stage.Output.Width;
                    bool isLeftInside = stage.PadLeft == 0;
                    int last = ((columns - 1) * STRIDE) + SIZE - 1 - stage.PadLeft < stage.Input.Width ? -1 : 0;
        """;

    private const string ShiftConstants = """

                        // As ShiftPrepare, for one channel in all lanes; places of results above the lowest have the highest bit.
                        int down, parameter = stage.ParameterBase + oc - stage.FirstChannel;
        """;

    private const string Loop = """
                    for (int next = firstChannel; next < end; next += OctetDepthwise.Channels)
                    {
                        int oc = next + OctetDepthwise.Channels <= end ? next : end - OctetDepthwise.Channels;
                        int w = stage.WeightsOffset + ((oc - stage.FirstChannel) * TAPS);
        """;

    private const string Constants = """

                        // As LaneResult.Prepare does for most channels; the rest it does itself.
                        int down, parameter = stage.ParameterBase + oc - stage.FirstChannel;
                        long first, low0, multiplier, window;
        """;

    private const string Tests = """

                        // With ties to correct no triple passes the test, and Store makes its results. Half a window is where results above 0 begin; sums
                        // that have no such window, or another one, are not left out.
        """;

    /// <summary>OctetDepthwise3x3Stride2.cs and its like.</summary>
    public static string Write(int size, int stride) => Write(size, stride, Requantization.Scaled);

    /// <summary>OctetShift3x3Stride2.cs and its like.</summary>
    public static string Shift(int size, int stride) => Write(size, stride, Requantization.PowerOfTwo);

    private static string Write(int size, int stride, Requantization requantization)
    {
        bool isShift = requantization == Requantization.PowerOfTwo;
        var columns = new OctetColumns(size, stride, requantization);
        string name(string text) => text.Replace("SIZE", $"{size}", StringComparison.Ordinal).Replace("STRIDE", $"{stride}", StringComparison.Ordinal).Replace("TAPS", $"{size * size}", StringComparison.Ordinal);
        var text = new StringBuilder(isShift ? UnrolledText.HeaderWithBlob : UnrolledText.HeaderWithSystem).Append(name(isShift ? ShiftHead : Head)).Append('\n');
        text.Append(Declare("long", 8, Enumerable.Range(1, size - 1).SelectMany(k => new[] { $"t{k}", $"x{k}" }), Outer));
        foreach (string local in isShift ? ["scale", "second", "third", "start", "some", "left", "s"] : new[] { "scale", "offset", "start", "outside", "test", "tie", "left", "s" })
        {
            text.Append(Declare("long", 8, Each(c => $"{local}{c} = 0"), Outer));
        }

        text.Append(name(Loop)).Append('\n').Append(Weights(size * size)).Append(isShift ? ShiftConstants : Constants).Append('\n');
        text.Append(isShift ? string.Concat(Each(PrepareShift)) + "\n" : Prepared());
        text.AppendJoin("", Each(c => $"{Octet}left{c} = isLeftInside ? start{c} : start{c} + (zeroLanes * ({string.Join(" + ", Enumerable.Range(0, size).Select(k => columns.Weight(c, k, 0)))}));\n"));
        text.Append($"\n{Octet}for (int triple = 0, place = 0, target = 0; triple < rows.Triples; triple++)\n{Octet}{{\n").Append(columns.Rows(Triple));
        text.AppendJoin("", Each(c => $"{Triple}s{c} = left{c};\n"));
        return text.Append(columns.Loop(Triple)).Append($"{Octet}}}\n            }}\n        }}\n    }}\n}}\n").ToString();
    }

    /// <summary>Constants of all channels, and which sums are finished at once.</summary>
    private static string Prepared()
    {
        var text = new StringBuilder();
        text.Append(string.Join("\n", Each(Prepare))).Append(Tests).Append('\n');
        text.Append($"{Octet}if (leavesZeros)\n{Octet}{{\n").AppendJoin("", Each(c => $"{Octet}    test{c} = outside{c} > 0 && outside{c} != Lanes.Halves ? outside{c} | (outside{c} >> 1) : -1;\n"));
        text.Append($"{Octet}}}\n{Octet}else\n{Octet}{{\n").AppendJoin("", Each(c => $"{Octet}    test{c} = hasTies ? -1 : outside{c};\n")).Append($"{Octet}}}\n\n");
        return text.ToString();
    }

    /// <summary>Something for each channel.</summary>
    public static IEnumerable<string> Each(Func<int, string> write) => Enumerable.Range(0, Channels).Select(write);

    private static string Declare(string type, int perLine, IEnumerable<string> items, string indent)
    {
        return string.Concat(items.Chunk(perLine).Select(line => $"{indent}{type} {string.Join(", ", line)};\n"));
    }

    /// <summary>Weights of eight channels, eight of one after the other at a time: a0, a1, ... of the first channel, b0 of the second.</summary>
    private static string Weights(int taps)
    {
        return string.Concat(Enumerable.Range(0, taps).Select(k =>
        {
            IEnumerable<string> items = Enumerable.Range(0, 8).Select(t => $"{Name((8 * k) + t)} = " + (t == 7 ? "v >> 56" : $"(v << {56 - (8 * t)}) >> 56"));
            return $"{Octet}{(k == 0 ? "long " : "")}v = BitConverter.ToInt64(weights, {UnrolledText.Index("w", 8 * k)}) ^ signs;\n{Octet}long {string.Join(", ", items)};\n";
        }));

        string Name(int n) => $"{UnrolledText.Letters[n / taps]}{n % taps}";
    }

    private static string PrepareShift(int c)
    {
        string at = UnrolledText.Index("parameter", c);
        return $"{Octet}down = -parameters[{at} + toShift];\n{Octet}scale{c} = 1L << (ShiftTable.Shift - 1 - down);\n{Octet}second{c} = scale{c} >> Lanes.Bits;\n{Octet}third{c} = second{c} >> Lanes.Bits;\n"
            + $"{Octet}start{c} = (parameters[{at}] + (zero << down)) * ones;\n{Octet}some{c} = ones << (PowersOfTwo.IndexBits + down);\n";
    }

    private static string Prepare(int c)
    {
        string at = UnrolledText.Index("parameter", c);
        return $$"""
                            first = half;
                            multiplier = parameters[{{at}} + toMultiplier];
                            down = -parameters[{{at}} + toShift];
                            window = leastWindow << down;
                            if (multiplier >= smallest && (uint)(down - 1) < LaneResult.MaxExponent)
                            {
                                scale{{c}} = multiplier << (21 - down);
                                tie{{c}} = ties >> down;
                                offset{{c}} = shared + (tie{{c}} >> 1);
                                low0 = (offset{{c}} + (multiplier << 30) - middleResult) / scale{{c}};
                                offset{{c}} -= low0 * scale{{c}};
                                first = parameters[{{at}}] + low0;
                            }

                            start{{c}} = first * ones;
                            outside{{c}} = beyond - (window * ones);
                            if (first >= half || first < window - half)
                            {
                                LaneResult.Prepare(stage, {{UnrolledText.Index("oc", c)}}, shared, out scale{{c}}, out offset{{c}}, out start{{c}}, out outside{{c}}, out tie{{c}});
                            }

            """;
    }
}
