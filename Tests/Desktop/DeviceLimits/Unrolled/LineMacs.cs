using System.Linq;
using System.Text;

namespace Edge.Tests.Desktop.DeviceLimits.Unrolled;

/// <summary>The micro-kernels of depthwise lines: a loop of its own for each number of taps, with their weights in locals.</summary>
internal static class LineMacs
{
    private const int MostTaps = 15;
    private const string Case = "                ";
    private const string Loop = Case + "        ";

    private const string StartHead = """
            /// <summary>
            /// The first taps along a line of packed values, up to 15, their weights in locals. More of them: LineMac, which lies with the depthwise kernels because both
            /// are more code than an assembly should get.
            /// </summary>
            internal static class LineStart
            {
                /// <summary>Most taps of a call.</summary>
                public const int MostTaps = 15;

        """;

    private const string MacHead = """
            /// <summary>Up to 15 more taps along a line of packed values, their weights in locals. See <see cref="LaneDepthwiseLine"/>, and <see cref="LineStart"/> for the first ones.</summary>
            internal static class LineMac
            {
        """;

    private const string Parameters = """
                /// <param name="lanes">Packed values, and sums.</param>
                /// <param name="x">Index of the value that the first tap of the first output meets.</param>
                /// <param name="s">Index of the first sum.</param>
                /// <param name="end">Index behind the last sum.</param>
                /// <param name="stride">Values between two outputs.</param>
                /// <param name="weights">Weights, offset binary.</param>
                /// <param name="w">Index of the first one.</param>
                /// <param name="used">Taps, 1 to <see cref="LineStart.MostTaps"/>.</param>
        """;

    /// <summary>LineStart.cs.</summary>
    public static string Start()
    {
        return new StringBuilder(UnrolledText.Header).Append(StartHead).Append('\n').Append("        /// <summary>Makes the sums of a line from its first taps.</summary>\n").Append(Parameters)
            .Append("\n        /// <param name=\"start\">What each sum begins with.</param>\n").Append(Method("Make", ", long start", "= start + ")).Append("    }\n}\n").ToString();
    }

    /// <summary>LineMac.cs.</summary>
    public static string Mac()
    {
        return new StringBuilder(UnrolledText.Header).Append(MacHead).Append('\n').Append("        /// <summary>Adds some taps to the sums of a line.</summary>\n").Append(Parameters).Append('\n')
            .Append(Method("Accumulate", "", "+= ")).Append("    }\n}\n").ToString();
    }

    private static string Method(string name, string parameter, string assign)
    {
        var text = new StringBuilder($"        public static void {name}(long[] lanes, int x, int s, int end, int stride, byte[] weights, int w, int used{parameter})\n        {{\n");
        text.Append("            long w0, w1, w2, w3, w4, w5, w6, w7, w8, w9, w10, w11, w12, w13, w14;\n            switch (used)\n            {\n");
        for (int taps = 1; taps <= MostTaps; taps++)
        {
            text.Append(taps < MostTaps ? $"{Case}case {taps}:\n" : $"{Case}default:\n");
            for (int t = 0; t < taps; t++)
            {
                text.Append($"{Case}    w{t} = weights[{UnrolledText.Index("w", t)}] + Lanes.WeightOffset;\n");
            }

            string products = string.Join($"\n{Loop}    + ", Enumerable.Range(0, taps).Select(t => $"(lanes[{UnrolledText.Index("x", t)}] * w{t})").Chunk(5).Select(line => string.Join(" + ", line)));
            text.Append($"{Case}    for (; s < end; s++)\n{Case}    {{\n{Loop}lanes[s] {assign}{products};\n{Loop}x += stride;\n{Case}    }}\n\n{Case}    break;\n");
        }

        return text.Append("            }\n        }\n").ToString();
    }
}
