using System.Linq;
using System.Text;

namespace Edge.Tests.Desktop.DeviceLimits.Unrolled;

/// <summary>The depthwise kernel of an image of 3x3: a row is a triple, its neighbours are the triple shifted.</summary>
internal static class Depthwise3x3Image
{
    private const string Channel = "                ";

    private const string Head = """
            /// <summary>
            /// Depthwise 3x3, stride 1, of an image of 3x3 pixels, as the last blocks of many networks have: each row is one triple, and
            /// nine bytes of a channel are all that is read. Shifted to both sides a row's lanes are its neighbours.
            /// </summary>
            internal static class LaneDepthwise3x3Image
            {
                /// <summary>Runs <see cref="KernelSet.DepthwiseConv2D"/> on all three rows.</summary>
                public static void Run(Stage stage, int firstChannel, int channelCount)
                {
                    // Used most: the first four locals take less time to load.
                    int i, o;
                    long scale, offset;
                    byte[] table = stage.ScratchBytes;
                    byte[] weights = stage.Weights;
                    int pixel = stage.Input.Channels;
                    long zeroLanes = stage.Input.ZeroPoint * Lanes.Ones, mask = Lanes.Mask, signs = Lanes.WeightSigns;
                    long shared = LaneResult.SharedOffset(stage);
                    bool hasTies = LaneResult.NeedsTies(stage), hasZero = zeroLanes != 0;
                    int w = stage.WeightsOffset + ((firstChannel - stage.FirstChannel) * 9);
                    byte[] row = stage.Input.RowArray(0), outputRow = stage.Output.RowArray(0);
                    int p1 = pixel, p2 = 2 * pixel, p3 = 3 * pixel, p4 = 4 * pixel, p5 = 5 * pixel, p6 = 6 * pixel, p7 = 7 * pixel, p8 = 8 * pixel;
                    long withoutThird = Lanes.All >> Lanes.Bits, left = zeroLanes & mask, right = left << (2 * Lanes.Bits);
                    i = stage.Input.RowOffset(0) + firstChannel;
                    o = stage.Output.RowOffset(0) + firstChannel;
                    for (int oc = firstChannel; oc < firstChannel + channelCount; oc++)
                    {
        """;

    private const string Prepare = """
                        LaneResult.Prepare(stage, oc, shared, out scale, out offset, out long start, out long outside, out long tie);

                        // With ties to correct no triple passes the test, and Store makes its results.
                        long test = hasTies ? -1 : outside;
        """;

    private const string Zero = """
                        if (hasZero)
                        {
                            d0 += zeroLanes * (w0 + w1 + w2);
                            d2 += zeroLanes * (w6 + w7 + w8);
                        }
        """;

    /// <summary>LaneDepthwise3x3Image.cs.</summary>
    public static string Write()
    {
        var text = new StringBuilder(UnrolledText.HeaderWithSystem).Append(Head).Append('\n').Append(DepthwiseText.Weights(9, Channel)).Append(Prepare).Append('\n');
        text.AppendJoin("", Enumerable.Range(0, 3).Select(y => $"{Channel}long m{y} = (uint)(row[{At('i', 3 * y)}] | (row[{At('i', (3 * y) + 1)}] << 21)) | ((long)row[{At('i', (3 * y) + 2)}] << 42);\n"));
        text.AppendJoin("", Enumerable.Range(0, 3).Select(y => $"{Channel}long l{y} = ((m{y} & withoutThird) << 21) | left, r{y} = (m{y} >> 21) | right;\n"));
        text.AppendJoin("", Enumerable.Range(0, 3).Select(Sums)).Append(Zero).Append("\n\n");
        text.Append($"{Channel}if (((d0 | d1 | d2) & test) == 0)\n{Channel}{{\n").AppendJoin("", Enumerable.Range(0, 3).Select(Results));
        text.Append($"{Channel}}}\n{Channel}else\n{Channel}{{\n").AppendJoin("", Enumerable.Range(0, 3).Select(Store));
        return text.Append($"{Channel}}}\n\n{Channel}i++;\n{Channel}o++;\n            }}\n        }}\n    }}\n}}\n").ToString();
    }

    private static string Sums(int y)
    {
        var products = Enumerable.Range(0, 3).Where(ky => y + ky is > 0 and < 4)
            .SelectMany(ky => Enumerable.Range(0, 3).Select(kx => $"({"lmr"[kx]}{y + ky - 1} * w{(3 * ky) + kx})"));
        return $"{Channel}long d{y} = start + {string.Join(" + ", products)};\n";
    }

    private static string Results(int y)
    {
        return $"{Channel}    outputRow[{At('o', (3 * y) + 2)}] = table[(int)((((d{y} >> 42) * scale) + offset) >> LaneResult.Shift)];\n"
            + $"{Channel}    outputRow[{At('o', (3 * y) + 1)}] = table[(int)(((((d{y} >> 21) & mask) * scale) + offset) >> LaneResult.Shift)];\n"
            + $"{Channel}    outputRow[{At('o', 3 * y)}] = table[(int)((((d{y} & mask) * scale) + offset) >> LaneResult.Shift)];\n";
    }

    private static string Store(int y)
    {
        string places = string.Join(", ", Enumerable.Range(3 * y, 3).Select(p => $"outputRow, {At('o', p)}"));
        return $"{Channel}    LaneResult.Store(stage, oc, d{y}, shared, scale, offset, start, outside, tie, {places});\n";
    }

    private static string At(char start, int pixel) => pixel == 0 ? $"{start}" : $"{start} + p{pixel}";
}
