using System.Linq;
using System.Text;

namespace Edge.Tests.Desktop.DeviceLimits.Unrolled;

/// <summary>The micro-kernels of other convolutions: WIDTH taps of up to four triples of pixels in locals, a loop over output channels.</summary>
internal static class LaneMacs
{
    private const string Outer = "                ";
    private const string Inner = "                        ";

    private const string Head8 = """
            /// <summary>
            /// 8 taps of up to four pixel triples in locals, a loop over output channels: a weight is read once and multiplied by all of them, twelve
            /// multiply-accumulates. Weights are taken as the bytes they are stored as, 128 too high; 128 times the sum of the inputs is what
            /// that makes too much.
            /// </summary>
            internal static class LaneMac8
            {
                private const int CentreShift = 7;

                /// <summary>Adds a chunk of taps to the sums of all channels; see LaneConvolution for the layouts.</summary>
                public static void Accumulate(
                    long[] lanes, int source, int sums, int triples, byte[] weights, int firstWeight, int taps, int used, int channels, byte[] staged)
                {
                    for (int t = 0; t < triples; t += 4)
                    {
                        // Triples that are not there are read as the first one, and not used.
                        int count = triples - t;
                        int x = source + (8 * t);
                        int second = count > 1 ? x + 8 : x;
                        int third = count > 2 ? x + 16 : x;
                        int fourth = count > 3 ? x + 24 : x;
        """;

    private const string Loop8 = """
                        count = count > 3 ? 4 : count;
                        for (int block = 0; block < channels; block += 8)
                        {
                            int first = WeightStage.FirstChannel(block, channels);
                            int i = firstWeight + (first * taps);
                            int p = sums + (block * triples) + (8 * t);
                            byte[] row = weights;
                            int step = taps;
                            if (used < 8)
                            {
                                WeightStage.Load(weights, firstWeight, taps, used, block, channels, staged, 8);
                                row = staged;
                                i = 0;
                                step = 8;
                            }

                            for (int end = p + (channels < 8 ? channels : 8); p < end; p++)
                            {
        """;

    private const string Head24 = """
            /// <summary>
            /// 24 taps of up to four pixel triples in locals, a loop over output channels: a weight is read once and multiplied by all of them, twelve
            /// multiply-accumulates. Weights are taken as the bytes they are stored as, 128 too high; 128 times the sum of the inputs is what
            /// that makes too much.
            /// </summary>
            internal static class LaneMac24
            {
                private const int CentreShift = 7;

                /// <summary>Adds a chunk of taps to the sums of all channels; see LaneConvolution for the layouts.</summary>
                public static void Accumulate(
                    long[] lanes, int source, int sums, int triples, byte[] weights, int firstWeight, int taps, int channels)
                {
                    for (int t = 0; t < triples; t += 4)
                    {
                        // Triples that are not there are read as the first one, and not used.
                        int count = triples - t;
                        int x = source + (24 * t);
                        int second = count > 1 ? x + 24 : x;
                        int third = count > 2 ? x + 48 : x;
                        int fourth = count > 3 ? x + 72 : x;
        """;

    private const string Loop24 = """
                        count = count > 3 ? 4 : count;
                        for (int block = 0; block < channels; block += 8)
                        {
                            int first = WeightStage.FirstChannel(block, channels);
                            int i = firstWeight + (first * taps);
                            int p = sums + (block * triples) + (8 * t);
                            for (int end = p + (channels < 8 ? channels : 8); p < end; p++)
                            {
        """;

    private static readonly string[] s_triples = ["x", "second", "third", "fourth"];

    /// <summary>LaneMac8.cs; taps that are not there come from staged weights.</summary>
    public static string Mac8() => Write(8, Head8, Loop8, "row", "step");

    /// <summary>LaneMac24.cs.</summary>
    public static string Mac24() => Write(24, Head24, Loop24, "weights", "taps");

    private static string Write(int width, string head, string loop, string row, string step)
    {
        var text = new StringBuilder(UnrolledText.Header).Append(head).Append('\n');
        text.AppendJoin("", s_triples.Select((start, k) => UnrolledText.Locals(UnrolledText.Letters[k], width, "lanes", start, Outer)));
        text.AppendJoin("", s_triples.Select((_, k) => Centre(UnrolledText.Letters[k], width)));
        text.Append(loop).Append('\n').Append(UnrolledText.Locals('w', width, row, "i", Inner)).Append($"{Inner}switch (count)\n{Inner}{{\n");
        text.AppendJoin("", Enumerable.Range(0, s_triples.Length).Reverse().Select(k => Case(k, width)));
        return text.Append($"{Inner}}}\n\n{Inner}i += {step};\n                    }}\n                }}\n            }}\n        }}\n    }}\n}}\n").ToString();
    }

    /// <summary>What 128 on top of each weight adds to the sums of a triple.</summary>
    private static string Centre(char letter, int width)
    {
        return $"{Outer}long {letter}Centre = ({UnrolledText.Sum(letter, width, Outer + "    ")}) << CentreShift;\n";
    }

    private static string Case(int k, int width)
    {
        char letter = UnrolledText.Letters[k];
        string next = k == 0 ? "break" : k == 1 ? "goto default" : $"goto case {k}";
        return $"{Inner}    {(k == 0 ? "default" : $"case {k + 1}")}:\n"
            + $"{Inner}        lanes[{UnrolledText.Index("p", 8 * k)}] += {UnrolledText.Products(letter, 'w', width, Inner + "            ")} - {letter}Centre;\n"
            + $"{Inner}        {next};\n";
    }
}
