using System.Linq;
using System.Text;

namespace Edge.Tests.Desktop.DeviceLimits.Unrolled;

/// <summary>The compression function of SHA-256: 16 rounds with the words of the block, then a loop of 16 rounds with words that are made from them.</summary>
internal static class Sha256Text
{
    private const int Words = 16;
    private const string Line = "            ";

    // FIPS 180-4, section 4.2.2.
    private static readonly uint[] s_constants =
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    private const string Head = """
            // SHA-256 (FIPS 180-4, section 6.2) for an interpreter, where 64-bit arithmetic costs what 32-bit costs and a load of a local costs as much
            // as an addition. Each word x lives in 64 bits twice, x * (2^32 + 1): then x rotated by n is one shift, and its low 32 bits are right. Sums
            // are right in their low 32 bits, whatever lies above; "& low, * twice" brings them back to the form. The leading 1 of the constants lies
            // above those bits: with it the compiler emits one ldc.i8 instead of ldc.i4 and conv.u8. Locals t and x are read at once and in the order
            // they are made, so the compiler keeps them on the stack. The first four arguments and locals have cheap opcodes.

            /// <summary>The compression function of SHA-256.</summary>
            internal static class Sha256Rounds
            {
                /// <summary>2^32 + 1: times a clean word gives the doubled form.</summary>
                public const ulong Twice = 0x100000001;

                private const ulong LowHalf = 0xFFFFFFFF;

                // Of rounds 16 to 63: in a loop they are a quarter of the code, and cost 5 % more.
                private static readonly ulong[] s_constants =
                {
        """;

    private const string Start = """
                };

                /// <summary>Mixes a block into a state.</summary>
                /// <param name="a">Word 0 of the state, doubled; as are all words.</param>
                /// <param name="b">Word 1.</param>
                /// <param name="c">Word 2.</param>
                /// <param name="d">Word 3.</param>
                /// <param name="state">[8], the state; receives the new one.</param>
                /// <param name="block">[16], the block.</param>
                public static void Compress(ulong a, ulong b, ulong c, ulong d, ulong[] state, ulong[] block)
                {
                    ulong low = LowHalf;
                    ulong twice = Twice;
                    ulong e = state[4];
                    ulong f = state[5];
                    ulong g = state[6];
                    ulong h = state[7];
        """;

    private const string End = """
                    }

                    state[0] = ((state[0] + a) & low) * twice;
                    state[1] = ((state[1] + b) & low) * twice;
                    state[2] = ((state[2] + c) & low) * twice;
                    state[3] = ((state[3] + d) & low) * twice;
                    state[4] = ((state[4] + e) & low) * twice;
                    state[5] = ((state[5] + f) & low) * twice;
                    state[6] = ((state[6] + g) & low) * twice;
                    state[7] = ((state[7] + h) & low) * twice;
                }
            }
        }

        """;

    /// <summary>Sha256Rounds.cs.</summary>
    public static string Write()
    {
        var text = new StringBuilder(UnrolledText.HashHeader).Append(Head).Append('\n');
        foreach (uint[] row in s_constants.Skip(Words).Chunk(8))
        {
            text.Append(Line).Append(string.Join(", ", row.Select(constant => $"0x{constant:x8}"))).Append(",\n");
        }

        text.Append(Start).Append('\n');
        for (int i = 0; i < Words; i++)
        {
            text.Append($"{Line}ulong w{i} = block[{i}];\n");
        }

        text.Append('\n');
        for (int i = 0; i < Words; i++)
        {
            Round(text, Line, i, $"0x1{s_constants[i]:x8}", "p", "q");
        }

        text.Append($"\n{Line}ulong[] constants = s_constants;\n{Line}for (int i = 0; i < {s_constants.Length - Words}; i += {Words})\n{Line}{{\n");
        string inner = Line + "    ";
        for (int i = 0; i < Words; i++)
        {
            int next = (i + 1) % Words;
            int far = (i + 9) % Words;
            int last = (i + 14) % Words;
            text.Append($"{inner}w{i} = ((w{i} + ((w{next} >> 7) ^ (w{next} >> 18) ^ ((w{next} & low) >> 3)) + w{far} + ((w{last} >> 17) ^ (w{last} >> 19) ^ ((w{last} & low) >> 10))) & low) * twice;\n");
            Round(text, inner, i, $"constants[{UnrolledText.Index("i", i)}]", "t", "x");
        }

        return text.Append(End).ToString();
    }

    // e of a round was made by the round before as its d, and is still on the stack, unless a jump lies between.
    private static void Round(StringBuilder text, string indent, int round, string constant, string sum, string word)
    {
        string[] v = [.. Enumerable.Range(0, 8).Select(i => "abcdefgh"[(i - round + Words) % 8].ToString())];
        string e = round == 0 ? v[4] : $"{word}{round - 1}";
        text.Append($"{indent}ulong {sum}{round} = (({e} ^ (({e} ^ ({e} >> 14)) >> 5)) >> 6) + {v[7]} + ({v[6]} ^ ({v[4]} & ({v[5]} ^ {v[6]}))) + {constant} + w{round};\n");
        text.Append($"{indent}{v[7]} = (({sum}{round} + (({v[0]} >> 2) ^ ({v[0]} >> 13) ^ ({v[0]} >> 22)) + (({v[0]} & {v[1]}) | ({v[2]} & ({v[0]} | {v[1]})))) & low) * twice;\n");
        text.Append(round == Words - 1
            ? $"{indent}{v[3]} = (({sum}{round} + {v[3]}) & low) * twice;\n"
            : $"{indent}ulong {word}{round} = (({sum}{round} + {v[3]}) & low) * twice;\n{indent}{v[3]} = {word}{round};\n");
    }
}
