using System.Linq;
using System.Text;

namespace Edge.Tests.Desktop.DeviceLimits.Unrolled;

/// <summary>The constants of a triple of output channels: LaneResult.Prepare three times in one method, without the calls and what they share.</summary>
internal static class PointPrepareText
{
    private const string Outer = "            ";

    private const string Head = """
            /// <summary>
            /// What <see cref="LaneResult.Prepare"/> makes of each of three output channels, with what concerns the packed sum put together: the usual
            /// case is written out, because a call and what it looks up take more than the arithmetic. The rest LaneResult.Prepare does itself.
            /// </summary>
            internal static class PointPrepare
            {
        """;

    private const string Parameters = """
                /// <param name="stage">Biases, multipliers, shifts.</param>
                /// <param name="oc">First of the three.</param>
                /// <param name="shared"><see cref="LaneResult.SharedOffset"/>.</param>
                /// <param name="scale0">Multiplier of the first channel, scaled; as those that follow for the others.</param>
                /// <param name="start">Added to the packed sum.</param>
                /// <param name="outside">Bits of the packed d that are 0 when each lane lies in the window of its channel; with <see cref="PointResult.HasNone"/> one has none.</param>
        """;

    private const string Constants = """
                    if (shared == 0)
                    {
                        // No table of results.
                        start = LaneExceptions.AlwaysStart;
                        outside = LaneExceptions.Always;
                        SCALES
                        return;
                    }

                    int[] parameters = stage.Parameters;
                    int toMultiplier = stage.ParameterStride;
                    int toShift = 2 * toMultiplier;
                    int parameter = stage.ParameterBase + oc - stage.FirstChannel;
                    long half = Lanes.Half, smallest = LaneResult.SmallestMultiplier, middle = LaneResult.Middle, leastWindow = 1L << LaneResult.MaxExponent;
                    long ties = stage.Rounding == RoundingMode.Double ? 1L << LaneResult.Shift : 0;
                    long multiplier, window, first, low, starts = 0, windows = 0, none = 0, scale = 0, offset = 0, tie = 0;
                    int down;
        """;

    /// <summary>PointPrepare.cs.</summary>
    public static string Write()
    {
        return new StringBuilder(UnrolledText.Header).Append(Head).Append('\n')
            .Append("        /// <summary>Prepares three output channels whose results need no ties.</summary>\n").Append(Parameters).Append('\n').Append(Method("Run", hasTies: false)).Append('\n')
            .Append("        /// <summary>As the other one, with the tie of each channel.</summary>\n").Append(Method("RunTies", hasTies: true)).Append("    }\n}\n").ToString();
    }

    private static string Method(string name, bool hasTies)
    {
        string results = string.Join(", ", Enumerable.Range(0, 3).Select(c => $"out long scale{c}, out long offset{c}{(hasTies ? $", out long tie{c}" : "")}"));
        return $"        public static void {name}(\n{Outer}Stage stage, int oc, long shared, {results},\n{Outer}out long start, out long outside)\n        {{\n{Constants.Replace("SCALES", NoScales(hasTies), System.StringComparison.Ordinal)}\n"
            + string.Join("\n", Enumerable.Range(0, 3).Select(c => Channel(c, hasTies)))
            + $"\n{Outer}start = starts;\n{Outer}outside = (Lanes.All - (windows - Lanes.Ones)) | none;\n        }}\n";
    }

    private static string NoScales(bool hasTies)
    {
        return string.Join(" = ", Enumerable.Range(0, 3).SelectMany(c => hasTies ? new[] { $"scale{c}", $"offset{c}", $"tie{c}" } : [$"scale{c}", $"offset{c}"])) + " = 0;";
    }

    private static string Channel(int c, bool hasTies)
    {
        string at = UnrolledText.Index("parameter", c);
        string lane = c == 0 ? "" : c == 1 ? " << Lanes.Bits" : " << (2 * Lanes.Bits)";
        return $$"""
                        first = half;
                        multiplier = parameters[{{at}} + toMultiplier];
                        down = -parameters[{{at}} + toShift];
                        window = leastWindow << down;
                        if (multiplier >= smallest && (uint)(down - 1) < LaneResult.MaxExponent)
                        {
                            // As LaneResult.Prepare: half a window times the scale is the multiplier times 2^30, whatever the shift is.
                            scale = multiplier << (21 - down);
                            tie = ties >> down;
                            offset = shared + (tie >> 1);
                            low = (offset + (multiplier << 30) - middle) / scale;
                            offset -= low * scale;
                            first = parameters[{{at}}] + low;
                        }

                        if (first >= half || first < window - half)
                        {
                            LaneResult.Prepare(stage, {{UnrolledText.Index("oc", c)}}, shared, out scale, out offset, out first, out window, out tie);
                            first = LaneResult.FirstOf(first);
                            none |= window == LaneExceptions.Always ? PointResult.HasNone : 0;
                            window = Lanes.Mask + 1 - (window & Lanes.Mask);
                        }

                        scale{{c}} = scale;
                        offset{{c}} = offset;

            """
            + (hasTies ? $"{Outer}tie{c} = tie;\n" : "")
            + $"{Outer}starts += first{lane};\n{Outer}windows += window{lane};\n";
    }
}
