using System;
using System.Linq;
using System.Text;

namespace Edge.Tests.Desktop.DeviceLimits.Unrolled;

/// <summary>The micro-kernel of convolutions three taps wide: 8 input channels of a kernel row, up to 12 output channels, a loop over triples of pixels.</summary>
internal static class TripleMacs
{
    private const int Inputs = 8;
    private const int Channels = 12;
    private const string Letters = "abcdefghijkl";
    private const string Outer = "            ";
    private const string Inner = "                    ";

    private const string Head = """
            /// <summary>
            /// 8 input channels of one kernel row times up to 12 output channels: 192 longs of weights in locals, a loop over triples of pixels. See LaneTriples.
            /// </summary>
            internal static class TripleMac8
            {
                /// <summary>Most output channels.</summary>
                public const int MostChannels = 12;

                /// <summary>Input channels.</summary>
                public const int Inputs = 8;

                /// <summary>Adds the products of a kernel row to the sums of all triples.</summary>
                /// <param name="lanes">
                /// Packed inputs, [row][triples + 1][8], then sums, [row][triple][channels]. Wide ones are followed by half as many longs: the first two pixels
                /// of a channel, with Half on top of each call's sum, are 32 bits apart in one, and the third ones of two channels in another.
                /// </param>
                /// <param name="source">Index of the first packed input row.</param>
                /// <param name="p">Index of the first sum.</param>
                /// <param name="rows">Output rows.</param>
                /// <param name="triples">Triples of pixels of a row.</param>
                /// <param name="channels">Output channels.</param>
                /// <param name="isWide">Whether lanes are added up in two longs with more room.</param>
                /// <param name="weights">[channel][kernel row][3][input channel], offset binary.</param>
                /// <param name="first">Index of the first output channel's weight of the kernel row's first tap and the first input channel.</param>
                /// <param name="pixel">Weights between two taps.</param>
                /// <param name="taps">Weights between two output channels.</param>
                /// <param name="staged">Scratch bytes, for weights at the end of their array.</param>
                public static void Accumulate(
                    long[] lanes, int source, int p, int rows, int triples, int channels, bool isWide, byte[] weights, int first, int pixel, int taps, byte[] staged)
                {
                    // The first four locals have the cheapest instructions.
                    int s, q;
                    long sum;
                    byte[] array;
                    int w, w1, w2, t;
                    long pair, v, v1, v2;
                    long twoBytes = 0xFFFF, twoBytes1 = twoBytes << 21, twoBytes2 = twoBytes << 42, bytes = 0xFF * Lanes.Ones;
                    long centre = 128 * Lanes.Ones, centre2 = centre >> 21, half = Lanes.Half;

        """;

    /// <summary>TripleMac8.cs.</summary>
    public static string Mac()
    {
        var text = new StringBuilder(UnrolledText.HeaderWithSystem).Append(Head);
        foreach (char letter in Letters)
        {
            text.Append($"{Outer}long {List(letter)},\n{Outer}    {List(Left(letter))};\n");
        }

        for (int k = 0; k < Channels; k++)
        {
            text.Append(k == 0 ? Load(0, Outer) : $"{Outer}if (channels > {k})\n{Outer}{{\n{Load(k, Outer + "    ")}{Outer}}}\n{Outer}else\n{Outer}{{\n{Zero(k)}{Outer}}}\n\n");
        }

        text.Append($"{Outer}if (isWide)\n{Outer}{{\n{Loop(isWide: true)}\n{Outer}    return;\n{Outer}}}\n\n{Loop(isWide: false)[..^1].Replace("\n    ", "\n", StringComparison.Ordinal)[4..]}\n");
        return text.Append("        }\n    }\n}\n").ToString();
    }

    private static string Left(char letter) => $"{letter}{letter}";

    private static string List(object name) => string.Join(", ", Enumerable.Range(0, Inputs).Select(i => $"{name}{i}"));

    /// <summary>Weights of an output channel: of the three taps of a kernel row, and of the second and third of them, which meet the pixels to the left.</summary>
    private static string Load(int k, string indent)
    {
        char letter = Letters[k];
        var text = new StringBuilder($"{indent}w = {(k == 0 ? "first" : k == 1 ? "first + taps" : $"first + ({k} * taps)")};\n{indent}w1 = w + pixel;\n{indent}w2 = w1 + pixel;\n{indent}array = weights;\n");
        text.Append($"{indent}if (w2 > weights.Length - 8)\n{indent}{{\n{indent}    WeightStage.CopyTaps(weights, w, pixel, staged);\n{indent}    array = staged;\n{indent}    w = 0;\n{indent}    w1 = 8;\n{indent}    w2 = 16;\n{indent}}}\n\n");
        text.Append($"{indent}v = BitConverter.ToInt64(array, w2);\n{indent}v1 = BitConverter.ToInt64(array, w1);\n{indent}v2 = BitConverter.ToInt64(array, w);\n");
        for (int i = 0; i < Inputs; i += 2)
        {
            int shift = 8 * i;
            text.Append($"{indent}pair = ({Shifted("v", shift)} & twoBytes) | ({Shifted("v1", shift - 21)} & twoBytes1) | ({Shifted("v2", shift - 42)} & twoBytes2);\n");
            text.Append($"{indent}sum = pair & bytes;\n{indent}{letter}{i} = sum - centre;\n{indent}{Left(letter)}{i} = (sum >> 21) - centre2;\n");
            text.Append($"{indent}sum = (pair >> 8) & bytes;\n{indent}{letter}{i + 1} = sum - centre;\n{indent}{Left(letter)}{i + 1} = (sum >> 21) - centre2;\n");
        }

        return text.ToString();

        static string Shifted(string value, int right) => right == 0 ? value : right > 0 ? $"({value} >> {right})" : $"({value} << {-right})";
    }

    private static string Zero(int k)
    {
        return $"{Outer}    {List(Letters[k]).Replace(",", " =", StringComparison.Ordinal)}\n{Outer}        = {List(Left(Letters[k])).Replace(",", " =", StringComparison.Ordinal)} = 0;\n";
    }

    private static string Loop(bool isWide)
    {
        string indent = Outer + "    ";
        string deep = indent + "        ";
        var text = new StringBuilder(isWide ? $"{indent}long third, second = Lanes.Mask << 32, mask = Lanes.Mask;\n{indent}half += (half + (half << 21)) << 21;\n" : "");
        text.Append($"{indent}for (s = source; rows > 0; rows--)\n{indent}{{\n");
        text.AppendJoin("", Enumerable.Range(0, Inputs).Select(i => $"{indent}    long y{i} = lanes[{UnrolledText.Index("s", i)}] >> 21;\n"));
        text.Append($"{indent}    s += 8;\n{indent}    for (t = triples; t > 0; t--)\n{indent}    {{\n");
        text.AppendJoin("", Enumerable.Range(0, Inputs).Select(i => $"{deep}long x{i} = lanes[{UnrolledText.Index("s", i)}];\n"));
        text.Append(isWide ? $"{deep}q = p + channels;\n{deep}third = 0;\n" : "").Append($"{deep}switch (channels)\n{deep}{{\n");
        for (int k = Channels - 1; k >= 0; k--)
        {
            string body = deep + "        ";
            string products = $"{Products(Letters[k], 'x')}\n{body}    + (({Products(Left(Letters[k]), 'y')} + half) >> 21)";
            text.Append($"{deep}    case {k + 1}:\n");
            text.Append(isWide
                ? $"{body}sum = {products};\n{body}lanes[{UnrolledText.Index("p", k)}] += (sum & mask) + ((sum << 11) & second);\n{body}{Third(k)}"
                : $"{body}lanes[{UnrolledText.Index("p", k)}] += {products};\n");
            text.Append(k == 0 ? $"{body}break;\n" : $"{body}goto case {k};\n");
        }

        text.Append($"{deep}}}\n\n").Append($"{deep}p {(isWide ? "= q + ((channels + 1) >> 1)" : "+= channels")};\n{deep}s += 8;\n");
        text.AppendJoin("", Enumerable.Range(0, Inputs).Select(i => $"{deep}y{i} = x{i} >> 21;\n"));
        return text.Append($"{indent}    }}\n{indent}}}\n").ToString();
    }

    /// <summary>The third lane with its sign, that of an odd channel 32 bits above that of the one before.</summary>
    private static string Third(int k)
    {
        return k % 2 == 1 ? "third = (sum << 1) >> 43 << 32;\n" : $"lanes[{UnrolledText.Index("q", k / 2)}] += ((sum << 1) >> 43) + third;\n";
    }

    private static string Products(object weights, char input)
    {
        return string.Join(" + ", Enumerable.Range(0, Inputs).Select(i => $"({weights}{i} * {input}{i})"));
    }
}
