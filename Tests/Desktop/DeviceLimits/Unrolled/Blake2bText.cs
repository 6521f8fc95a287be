using System.Linq;
using System.Text;

namespace Edge.Tests.Desktop.DeviceLimits.Unrolled;

/// <summary>The compression function of BLAKE2b, all twelve rounds unrolled: the order of the message's words is another one in each.</summary>
internal static class Blake2bText
{
    private const int Words = 16;
    private const int Rounds = 12;
    private const string Line = "            ";

    // RFC 7693, section 2.7; rounds 10 and 11 are 0 and 1 again.
    private static readonly int[][] s_orders =
    [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
        [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
        [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
        [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
        [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
        [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
        [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
        [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
        [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
        [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
    ];

    // Words a, b, c and d of each of the eight mixes of a round: columns, then diagonals.
    private static readonly int[][] s_mixes =
        [[0, 4, 8, 12], [1, 5, 9, 13], [2, 6, 10, 14], [3, 7, 11, 15], [0, 5, 10, 15], [1, 6, 11, 12], [2, 7, 8, 13], [3, 4, 9, 14]];

    private const string Head = """
            // BLAKE2b (RFC 7693, section 3.2). Half a mix is one expression, so that what was just computed is taken from the stack. z and the words that
            // are read most are among the first four arguments and locals, which have cheap opcodes.

            /// <summary>The compression function of BLAKE2b.</summary>
            internal static class Blake2bRounds
            {
                /// <summary>Bytes of a block.</summary>
                public const int BlockLength = 128;

                /// <summary>Mixes a block into a state.</summary>
                /// <param name="v4">Word 4 of the state.</param>
                /// <param name="v5">Word 5.</param>
                /// <param name="v6">Word 6.</param>
                /// <param name="v7">Word 7.</param>
                /// <param name="state">[8], the state; receives the new one.</param>
                /// <param name="data">Holds the block.</param>
                /// <param name="index">Where it begins.</param>
                /// <param name="end">Bytes of the message up to its end.</param>
                /// <param name="last">All bits set for the last block, else 0.</param>
                public static void Compress(ulong v4, ulong v5, ulong v6, ulong v7, ulong[] state, byte[] data, int index, ulong end, ulong last)
                {
                    ulong z;
                    ulong v0 = state[0];
                    ulong v1 = state[1];
                    ulong v2 = state[2];
                    ulong v3 = state[3];
                    ulong v8 = 0x6a09e667f3bcc908;
                    ulong v9 = 0xbb67ae8584caa73b;
                    ulong v10 = 0x3c6ef372fe94f82b;
                    ulong v11 = 0xa54ff53a5f1d36f1;
                    ulong v12 = 0x510e527fade682d1 ^ end;
                    ulong v13 = 0x9b05688c2b3e6c1f;
                    ulong v14 = 0x1f83d9abfb41bd6b ^ last;
                    ulong v15 = 0x5be0cd19137e2179;
        """;

    /// <summary>Blake2bRounds.cs.</summary>
    public static string Write()
    {
        var text = new StringBuilder(UnrolledText.HashHeaderWithSystem).Append(Head).Append('\n');
        for (int i = 0; i < Words; i++)
        {
            text.Append($"{Line}ulong m{i} = (ulong)BitConverter.ToInt64(data, {UnrolledText.Index("index", 8 * i)});\n");
        }

        text.Append('\n');
        for (int round = 0; round < Rounds; round++)
        {
            int[] order = s_orders[round % s_orders.Length];
            for (int i = 0; i < s_mixes.Length; i++)
            {
                string[] v = [.. s_mixes[i].Select(word => $"v{word}")];
                HalfMix(text, v, order[2 * i], 32, 24);
                HalfMix(text, v, order[(2 * i) + 1], 16, 63);
            }
        }

        text.Append('\n');
        for (int i = 0; i < 8; i++)
        {
            text.Append($"{Line}state[{i}] ^= v{i} ^ v{i + 8};\n");
        }

        return text.Append("        }\n    }\n}\n").ToString();
    }

    // a += b + m; d = (d ^ a) rotated; c += d; b = (b ^ c) rotated.
    private static void HalfMix(StringBuilder text, string[] v, int word, int first, int second)
    {
        text.Append($"{Line}{v[1]} = ((z = {v[1]} ^ ({v[2]} += {v[3]} = ((z = {v[3]} ^ ({v[0]} += {v[1]} + m{word})) >> {first}) | (z << {64 - first}))) >> {second}) | (z << {64 - second});\n");
    }
}
