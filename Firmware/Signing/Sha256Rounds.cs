namespace Edge.Firmware.Signing
{
    // SHA-256 (FIPS 180-4, section 6.2), unrolled for an interpreter, where 64-bit arithmetic costs what 32-bit costs and a load of a local
    // costs as much as an addition. Each word x lives in 64 bits twice, x * (2^32 + 1): then x rotated by n is one shift, and its low 32 bits
    // are right. Sums are right in their low 32 bits, whatever lies above; "& low, * twice" brings them back to the form. The leading 1 of the
    // constants lies above those bits: with it the compiler emits one ldc.i8 instead of ldc.i4 and conv.u8.
    // The first four arguments and locals have cheap opcodes: the masks and most of the state are there. Counted in docs/security.md.

    /// <summary>The compression function of SHA-256.</summary>
    internal static class Sha256Rounds
    {
        /// <summary>2^32 + 1: times a clean word gives the doubled form.</summary>
        public const ulong Twice = 0x100000001;

        private const ulong LowHalf = 0xFFFFFFFF;

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
            ulong w0 = block[0];
            ulong w1 = block[1];
            ulong w2 = block[2];
            ulong w3 = block[3];
            ulong w4 = block[4];
            ulong w5 = block[5];
            ulong w6 = block[6];
            ulong w7 = block[7];
            ulong w8 = block[8];
            ulong w9 = block[9];
            ulong w10 = block[10];
            ulong w11 = block[11];
            ulong w12 = block[12];
            ulong w13 = block[13];
            ulong w14 = block[14];
            ulong w15 = block[15];

            d = ((d + (h = h + ((e >> 6) ^ (e >> 11) ^ (e >> 25)) + (g ^ (e & (f ^ g))) + 0x1428a2f98 + w0)) & low) * twice;
            h = ((h + ((a >> 2) ^ (a >> 13) ^ (a >> 22)) + ((a & b) | (c & (a | b)))) & low) * twice;
            c = ((c + (g = g + ((d >> 6) ^ (d >> 11) ^ (d >> 25)) + (f ^ (d & (e ^ f))) + 0x171374491 + w1)) & low) * twice;
            g = ((g + ((h >> 2) ^ (h >> 13) ^ (h >> 22)) + ((h & a) | (b & (h | a)))) & low) * twice;
            b = ((b + (f = f + ((c >> 6) ^ (c >> 11) ^ (c >> 25)) + (e ^ (c & (d ^ e))) + 0x1b5c0fbcf + w2)) & low) * twice;
            f = ((f + ((g >> 2) ^ (g >> 13) ^ (g >> 22)) + ((g & h) | (a & (g | h)))) & low) * twice;
            a = ((a + (e = e + ((b >> 6) ^ (b >> 11) ^ (b >> 25)) + (d ^ (b & (c ^ d))) + 0x1e9b5dba5 + w3)) & low) * twice;
            e = ((e + ((f >> 2) ^ (f >> 13) ^ (f >> 22)) + ((f & g) | (h & (f | g)))) & low) * twice;
            h = ((h + (d = d + ((a >> 6) ^ (a >> 11) ^ (a >> 25)) + (c ^ (a & (b ^ c))) + 0x13956c25b + w4)) & low) * twice;
            d = ((d + ((e >> 2) ^ (e >> 13) ^ (e >> 22)) + ((e & f) | (g & (e | f)))) & low) * twice;
            g = ((g + (c = c + ((h >> 6) ^ (h >> 11) ^ (h >> 25)) + (b ^ (h & (a ^ b))) + 0x159f111f1 + w5)) & low) * twice;
            c = ((c + ((d >> 2) ^ (d >> 13) ^ (d >> 22)) + ((d & e) | (f & (d | e)))) & low) * twice;
            f = ((f + (b = b + ((g >> 6) ^ (g >> 11) ^ (g >> 25)) + (a ^ (g & (h ^ a))) + 0x1923f82a4 + w6)) & low) * twice;
            b = ((b + ((c >> 2) ^ (c >> 13) ^ (c >> 22)) + ((c & d) | (e & (c | d)))) & low) * twice;
            e = ((e + (a = a + ((f >> 6) ^ (f >> 11) ^ (f >> 25)) + (h ^ (f & (g ^ h))) + 0x1ab1c5ed5 + w7)) & low) * twice;
            a = ((a + ((b >> 2) ^ (b >> 13) ^ (b >> 22)) + ((b & c) | (d & (b | c)))) & low) * twice;
            d = ((d + (h = h + ((e >> 6) ^ (e >> 11) ^ (e >> 25)) + (g ^ (e & (f ^ g))) + 0x1d807aa98 + w8)) & low) * twice;
            h = ((h + ((a >> 2) ^ (a >> 13) ^ (a >> 22)) + ((a & b) | (c & (a | b)))) & low) * twice;
            c = ((c + (g = g + ((d >> 6) ^ (d >> 11) ^ (d >> 25)) + (f ^ (d & (e ^ f))) + 0x112835b01 + w9)) & low) * twice;
            g = ((g + ((h >> 2) ^ (h >> 13) ^ (h >> 22)) + ((h & a) | (b & (h | a)))) & low) * twice;
            b = ((b + (f = f + ((c >> 6) ^ (c >> 11) ^ (c >> 25)) + (e ^ (c & (d ^ e))) + 0x1243185be + w10)) & low) * twice;
            f = ((f + ((g >> 2) ^ (g >> 13) ^ (g >> 22)) + ((g & h) | (a & (g | h)))) & low) * twice;
            a = ((a + (e = e + ((b >> 6) ^ (b >> 11) ^ (b >> 25)) + (d ^ (b & (c ^ d))) + 0x1550c7dc3 + w11)) & low) * twice;
            e = ((e + ((f >> 2) ^ (f >> 13) ^ (f >> 22)) + ((f & g) | (h & (f | g)))) & low) * twice;
            h = ((h + (d = d + ((a >> 6) ^ (a >> 11) ^ (a >> 25)) + (c ^ (a & (b ^ c))) + 0x172be5d74 + w12)) & low) * twice;
            d = ((d + ((e >> 2) ^ (e >> 13) ^ (e >> 22)) + ((e & f) | (g & (e | f)))) & low) * twice;
            g = ((g + (c = c + ((h >> 6) ^ (h >> 11) ^ (h >> 25)) + (b ^ (h & (a ^ b))) + 0x180deb1fe + w13)) & low) * twice;
            c = ((c + ((d >> 2) ^ (d >> 13) ^ (d >> 22)) + ((d & e) | (f & (d | e)))) & low) * twice;
            f = ((f + (b = b + ((g >> 6) ^ (g >> 11) ^ (g >> 25)) + (a ^ (g & (h ^ a))) + 0x19bdc06a7 + w14)) & low) * twice;
            b = ((b + ((c >> 2) ^ (c >> 13) ^ (c >> 22)) + ((c & d) | (e & (c | d)))) & low) * twice;
            e = ((e + (a = a + ((f >> 6) ^ (f >> 11) ^ (f >> 25)) + (h ^ (f & (g ^ h))) + 0x1c19bf174 + w15)) & low) * twice;
            a = ((a + ((b >> 2) ^ (b >> 13) ^ (b >> 22)) + ((b & c) | (d & (b | c)))) & low) * twice;
            w0 = ((w0 + ((w1 >> 7) ^ (w1 >> 18) ^ ((w1 & low) >> 3)) + w9 + ((w14 >> 17) ^ (w14 >> 19) ^ ((w14 & low) >> 10))) & low) * twice;
            d = ((d + (h = h + ((e >> 6) ^ (e >> 11) ^ (e >> 25)) + (g ^ (e & (f ^ g))) + 0x1e49b69c1 + w0)) & low) * twice;
            h = ((h + ((a >> 2) ^ (a >> 13) ^ (a >> 22)) + ((a & b) | (c & (a | b)))) & low) * twice;
            w1 = ((w1 + ((w2 >> 7) ^ (w2 >> 18) ^ ((w2 & low) >> 3)) + w10 + ((w15 >> 17) ^ (w15 >> 19) ^ ((w15 & low) >> 10))) & low) * twice;
            c = ((c + (g = g + ((d >> 6) ^ (d >> 11) ^ (d >> 25)) + (f ^ (d & (e ^ f))) + 0x1efbe4786 + w1)) & low) * twice;
            g = ((g + ((h >> 2) ^ (h >> 13) ^ (h >> 22)) + ((h & a) | (b & (h | a)))) & low) * twice;
            w2 = ((w2 + ((w3 >> 7) ^ (w3 >> 18) ^ ((w3 & low) >> 3)) + w11 + ((w0 >> 17) ^ (w0 >> 19) ^ ((w0 & low) >> 10))) & low) * twice;
            b = ((b + (f = f + ((c >> 6) ^ (c >> 11) ^ (c >> 25)) + (e ^ (c & (d ^ e))) + 0x10fc19dc6 + w2)) & low) * twice;
            f = ((f + ((g >> 2) ^ (g >> 13) ^ (g >> 22)) + ((g & h) | (a & (g | h)))) & low) * twice;
            w3 = ((w3 + ((w4 >> 7) ^ (w4 >> 18) ^ ((w4 & low) >> 3)) + w12 + ((w1 >> 17) ^ (w1 >> 19) ^ ((w1 & low) >> 10))) & low) * twice;
            a = ((a + (e = e + ((b >> 6) ^ (b >> 11) ^ (b >> 25)) + (d ^ (b & (c ^ d))) + 0x1240ca1cc + w3)) & low) * twice;
            e = ((e + ((f >> 2) ^ (f >> 13) ^ (f >> 22)) + ((f & g) | (h & (f | g)))) & low) * twice;
            w4 = ((w4 + ((w5 >> 7) ^ (w5 >> 18) ^ ((w5 & low) >> 3)) + w13 + ((w2 >> 17) ^ (w2 >> 19) ^ ((w2 & low) >> 10))) & low) * twice;
            h = ((h + (d = d + ((a >> 6) ^ (a >> 11) ^ (a >> 25)) + (c ^ (a & (b ^ c))) + 0x12de92c6f + w4)) & low) * twice;
            d = ((d + ((e >> 2) ^ (e >> 13) ^ (e >> 22)) + ((e & f) | (g & (e | f)))) & low) * twice;
            w5 = ((w5 + ((w6 >> 7) ^ (w6 >> 18) ^ ((w6 & low) >> 3)) + w14 + ((w3 >> 17) ^ (w3 >> 19) ^ ((w3 & low) >> 10))) & low) * twice;
            g = ((g + (c = c + ((h >> 6) ^ (h >> 11) ^ (h >> 25)) + (b ^ (h & (a ^ b))) + 0x14a7484aa + w5)) & low) * twice;
            c = ((c + ((d >> 2) ^ (d >> 13) ^ (d >> 22)) + ((d & e) | (f & (d | e)))) & low) * twice;
            w6 = ((w6 + ((w7 >> 7) ^ (w7 >> 18) ^ ((w7 & low) >> 3)) + w15 + ((w4 >> 17) ^ (w4 >> 19) ^ ((w4 & low) >> 10))) & low) * twice;
            f = ((f + (b = b + ((g >> 6) ^ (g >> 11) ^ (g >> 25)) + (a ^ (g & (h ^ a))) + 0x15cb0a9dc + w6)) & low) * twice;
            b = ((b + ((c >> 2) ^ (c >> 13) ^ (c >> 22)) + ((c & d) | (e & (c | d)))) & low) * twice;
            w7 = ((w7 + ((w8 >> 7) ^ (w8 >> 18) ^ ((w8 & low) >> 3)) + w0 + ((w5 >> 17) ^ (w5 >> 19) ^ ((w5 & low) >> 10))) & low) * twice;
            e = ((e + (a = a + ((f >> 6) ^ (f >> 11) ^ (f >> 25)) + (h ^ (f & (g ^ h))) + 0x176f988da + w7)) & low) * twice;
            a = ((a + ((b >> 2) ^ (b >> 13) ^ (b >> 22)) + ((b & c) | (d & (b | c)))) & low) * twice;
            w8 = ((w8 + ((w9 >> 7) ^ (w9 >> 18) ^ ((w9 & low) >> 3)) + w1 + ((w6 >> 17) ^ (w6 >> 19) ^ ((w6 & low) >> 10))) & low) * twice;
            d = ((d + (h = h + ((e >> 6) ^ (e >> 11) ^ (e >> 25)) + (g ^ (e & (f ^ g))) + 0x1983e5152 + w8)) & low) * twice;
            h = ((h + ((a >> 2) ^ (a >> 13) ^ (a >> 22)) + ((a & b) | (c & (a | b)))) & low) * twice;
            w9 = ((w9 + ((w10 >> 7) ^ (w10 >> 18) ^ ((w10 & low) >> 3)) + w2 + ((w7 >> 17) ^ (w7 >> 19) ^ ((w7 & low) >> 10))) & low) * twice;
            c = ((c + (g = g + ((d >> 6) ^ (d >> 11) ^ (d >> 25)) + (f ^ (d & (e ^ f))) + 0x1a831c66d + w9)) & low) * twice;
            g = ((g + ((h >> 2) ^ (h >> 13) ^ (h >> 22)) + ((h & a) | (b & (h | a)))) & low) * twice;
            w10 = ((w10 + ((w11 >> 7) ^ (w11 >> 18) ^ ((w11 & low) >> 3)) + w3 + ((w8 >> 17) ^ (w8 >> 19) ^ ((w8 & low) >> 10))) & low) * twice;
            b = ((b + (f = f + ((c >> 6) ^ (c >> 11) ^ (c >> 25)) + (e ^ (c & (d ^ e))) + 0x1b00327c8 + w10)) & low) * twice;
            f = ((f + ((g >> 2) ^ (g >> 13) ^ (g >> 22)) + ((g & h) | (a & (g | h)))) & low) * twice;
            w11 = ((w11 + ((w12 >> 7) ^ (w12 >> 18) ^ ((w12 & low) >> 3)) + w4 + ((w9 >> 17) ^ (w9 >> 19) ^ ((w9 & low) >> 10))) & low) * twice;
            a = ((a + (e = e + ((b >> 6) ^ (b >> 11) ^ (b >> 25)) + (d ^ (b & (c ^ d))) + 0x1bf597fc7 + w11)) & low) * twice;
            e = ((e + ((f >> 2) ^ (f >> 13) ^ (f >> 22)) + ((f & g) | (h & (f | g)))) & low) * twice;
            w12 = ((w12 + ((w13 >> 7) ^ (w13 >> 18) ^ ((w13 & low) >> 3)) + w5 + ((w10 >> 17) ^ (w10 >> 19) ^ ((w10 & low) >> 10))) & low) * twice;
            h = ((h + (d = d + ((a >> 6) ^ (a >> 11) ^ (a >> 25)) + (c ^ (a & (b ^ c))) + 0x1c6e00bf3 + w12)) & low) * twice;
            d = ((d + ((e >> 2) ^ (e >> 13) ^ (e >> 22)) + ((e & f) | (g & (e | f)))) & low) * twice;
            w13 = ((w13 + ((w14 >> 7) ^ (w14 >> 18) ^ ((w14 & low) >> 3)) + w6 + ((w11 >> 17) ^ (w11 >> 19) ^ ((w11 & low) >> 10))) & low) * twice;
            g = ((g + (c = c + ((h >> 6) ^ (h >> 11) ^ (h >> 25)) + (b ^ (h & (a ^ b))) + 0x1d5a79147 + w13)) & low) * twice;
            c = ((c + ((d >> 2) ^ (d >> 13) ^ (d >> 22)) + ((d & e) | (f & (d | e)))) & low) * twice;
            w14 = ((w14 + ((w15 >> 7) ^ (w15 >> 18) ^ ((w15 & low) >> 3)) + w7 + ((w12 >> 17) ^ (w12 >> 19) ^ ((w12 & low) >> 10))) & low) * twice;
            f = ((f + (b = b + ((g >> 6) ^ (g >> 11) ^ (g >> 25)) + (a ^ (g & (h ^ a))) + 0x106ca6351 + w14)) & low) * twice;
            b = ((b + ((c >> 2) ^ (c >> 13) ^ (c >> 22)) + ((c & d) | (e & (c | d)))) & low) * twice;
            w15 = ((w15 + ((w0 >> 7) ^ (w0 >> 18) ^ ((w0 & low) >> 3)) + w8 + ((w13 >> 17) ^ (w13 >> 19) ^ ((w13 & low) >> 10))) & low) * twice;
            e = ((e + (a = a + ((f >> 6) ^ (f >> 11) ^ (f >> 25)) + (h ^ (f & (g ^ h))) + 0x114292967 + w15)) & low) * twice;
            a = ((a + ((b >> 2) ^ (b >> 13) ^ (b >> 22)) + ((b & c) | (d & (b | c)))) & low) * twice;
            w0 = ((w0 + ((w1 >> 7) ^ (w1 >> 18) ^ ((w1 & low) >> 3)) + w9 + ((w14 >> 17) ^ (w14 >> 19) ^ ((w14 & low) >> 10))) & low) * twice;
            d = ((d + (h = h + ((e >> 6) ^ (e >> 11) ^ (e >> 25)) + (g ^ (e & (f ^ g))) + 0x127b70a85 + w0)) & low) * twice;
            h = ((h + ((a >> 2) ^ (a >> 13) ^ (a >> 22)) + ((a & b) | (c & (a | b)))) & low) * twice;
            w1 = ((w1 + ((w2 >> 7) ^ (w2 >> 18) ^ ((w2 & low) >> 3)) + w10 + ((w15 >> 17) ^ (w15 >> 19) ^ ((w15 & low) >> 10))) & low) * twice;
            c = ((c + (g = g + ((d >> 6) ^ (d >> 11) ^ (d >> 25)) + (f ^ (d & (e ^ f))) + 0x12e1b2138 + w1)) & low) * twice;
            g = ((g + ((h >> 2) ^ (h >> 13) ^ (h >> 22)) + ((h & a) | (b & (h | a)))) & low) * twice;
            w2 = ((w2 + ((w3 >> 7) ^ (w3 >> 18) ^ ((w3 & low) >> 3)) + w11 + ((w0 >> 17) ^ (w0 >> 19) ^ ((w0 & low) >> 10))) & low) * twice;
            b = ((b + (f = f + ((c >> 6) ^ (c >> 11) ^ (c >> 25)) + (e ^ (c & (d ^ e))) + 0x14d2c6dfc + w2)) & low) * twice;
            f = ((f + ((g >> 2) ^ (g >> 13) ^ (g >> 22)) + ((g & h) | (a & (g | h)))) & low) * twice;
            w3 = ((w3 + ((w4 >> 7) ^ (w4 >> 18) ^ ((w4 & low) >> 3)) + w12 + ((w1 >> 17) ^ (w1 >> 19) ^ ((w1 & low) >> 10))) & low) * twice;
            a = ((a + (e = e + ((b >> 6) ^ (b >> 11) ^ (b >> 25)) + (d ^ (b & (c ^ d))) + 0x153380d13 + w3)) & low) * twice;
            e = ((e + ((f >> 2) ^ (f >> 13) ^ (f >> 22)) + ((f & g) | (h & (f | g)))) & low) * twice;
            w4 = ((w4 + ((w5 >> 7) ^ (w5 >> 18) ^ ((w5 & low) >> 3)) + w13 + ((w2 >> 17) ^ (w2 >> 19) ^ ((w2 & low) >> 10))) & low) * twice;
            h = ((h + (d = d + ((a >> 6) ^ (a >> 11) ^ (a >> 25)) + (c ^ (a & (b ^ c))) + 0x1650a7354 + w4)) & low) * twice;
            d = ((d + ((e >> 2) ^ (e >> 13) ^ (e >> 22)) + ((e & f) | (g & (e | f)))) & low) * twice;
            w5 = ((w5 + ((w6 >> 7) ^ (w6 >> 18) ^ ((w6 & low) >> 3)) + w14 + ((w3 >> 17) ^ (w3 >> 19) ^ ((w3 & low) >> 10))) & low) * twice;
            g = ((g + (c = c + ((h >> 6) ^ (h >> 11) ^ (h >> 25)) + (b ^ (h & (a ^ b))) + 0x1766a0abb + w5)) & low) * twice;
            c = ((c + ((d >> 2) ^ (d >> 13) ^ (d >> 22)) + ((d & e) | (f & (d | e)))) & low) * twice;
            w6 = ((w6 + ((w7 >> 7) ^ (w7 >> 18) ^ ((w7 & low) >> 3)) + w15 + ((w4 >> 17) ^ (w4 >> 19) ^ ((w4 & low) >> 10))) & low) * twice;
            f = ((f + (b = b + ((g >> 6) ^ (g >> 11) ^ (g >> 25)) + (a ^ (g & (h ^ a))) + 0x181c2c92e + w6)) & low) * twice;
            b = ((b + ((c >> 2) ^ (c >> 13) ^ (c >> 22)) + ((c & d) | (e & (c | d)))) & low) * twice;
            w7 = ((w7 + ((w8 >> 7) ^ (w8 >> 18) ^ ((w8 & low) >> 3)) + w0 + ((w5 >> 17) ^ (w5 >> 19) ^ ((w5 & low) >> 10))) & low) * twice;
            e = ((e + (a = a + ((f >> 6) ^ (f >> 11) ^ (f >> 25)) + (h ^ (f & (g ^ h))) + 0x192722c85 + w7)) & low) * twice;
            a = ((a + ((b >> 2) ^ (b >> 13) ^ (b >> 22)) + ((b & c) | (d & (b | c)))) & low) * twice;
            w8 = ((w8 + ((w9 >> 7) ^ (w9 >> 18) ^ ((w9 & low) >> 3)) + w1 + ((w6 >> 17) ^ (w6 >> 19) ^ ((w6 & low) >> 10))) & low) * twice;
            d = ((d + (h = h + ((e >> 6) ^ (e >> 11) ^ (e >> 25)) + (g ^ (e & (f ^ g))) + 0x1a2bfe8a1 + w8)) & low) * twice;
            h = ((h + ((a >> 2) ^ (a >> 13) ^ (a >> 22)) + ((a & b) | (c & (a | b)))) & low) * twice;
            w9 = ((w9 + ((w10 >> 7) ^ (w10 >> 18) ^ ((w10 & low) >> 3)) + w2 + ((w7 >> 17) ^ (w7 >> 19) ^ ((w7 & low) >> 10))) & low) * twice;
            c = ((c + (g = g + ((d >> 6) ^ (d >> 11) ^ (d >> 25)) + (f ^ (d & (e ^ f))) + 0x1a81a664b + w9)) & low) * twice;
            g = ((g + ((h >> 2) ^ (h >> 13) ^ (h >> 22)) + ((h & a) | (b & (h | a)))) & low) * twice;
            w10 = ((w10 + ((w11 >> 7) ^ (w11 >> 18) ^ ((w11 & low) >> 3)) + w3 + ((w8 >> 17) ^ (w8 >> 19) ^ ((w8 & low) >> 10))) & low) * twice;
            b = ((b + (f = f + ((c >> 6) ^ (c >> 11) ^ (c >> 25)) + (e ^ (c & (d ^ e))) + 0x1c24b8b70 + w10)) & low) * twice;
            f = ((f + ((g >> 2) ^ (g >> 13) ^ (g >> 22)) + ((g & h) | (a & (g | h)))) & low) * twice;
            w11 = ((w11 + ((w12 >> 7) ^ (w12 >> 18) ^ ((w12 & low) >> 3)) + w4 + ((w9 >> 17) ^ (w9 >> 19) ^ ((w9 & low) >> 10))) & low) * twice;
            a = ((a + (e = e + ((b >> 6) ^ (b >> 11) ^ (b >> 25)) + (d ^ (b & (c ^ d))) + 0x1c76c51a3 + w11)) & low) * twice;
            e = ((e + ((f >> 2) ^ (f >> 13) ^ (f >> 22)) + ((f & g) | (h & (f | g)))) & low) * twice;
            w12 = ((w12 + ((w13 >> 7) ^ (w13 >> 18) ^ ((w13 & low) >> 3)) + w5 + ((w10 >> 17) ^ (w10 >> 19) ^ ((w10 & low) >> 10))) & low) * twice;
            h = ((h + (d = d + ((a >> 6) ^ (a >> 11) ^ (a >> 25)) + (c ^ (a & (b ^ c))) + 0x1d192e819 + w12)) & low) * twice;
            d = ((d + ((e >> 2) ^ (e >> 13) ^ (e >> 22)) + ((e & f) | (g & (e | f)))) & low) * twice;
            w13 = ((w13 + ((w14 >> 7) ^ (w14 >> 18) ^ ((w14 & low) >> 3)) + w6 + ((w11 >> 17) ^ (w11 >> 19) ^ ((w11 & low) >> 10))) & low) * twice;
            g = ((g + (c = c + ((h >> 6) ^ (h >> 11) ^ (h >> 25)) + (b ^ (h & (a ^ b))) + 0x1d6990624 + w13)) & low) * twice;
            c = ((c + ((d >> 2) ^ (d >> 13) ^ (d >> 22)) + ((d & e) | (f & (d | e)))) & low) * twice;
            w14 = ((w14 + ((w15 >> 7) ^ (w15 >> 18) ^ ((w15 & low) >> 3)) + w7 + ((w12 >> 17) ^ (w12 >> 19) ^ ((w12 & low) >> 10))) & low) * twice;
            f = ((f + (b = b + ((g >> 6) ^ (g >> 11) ^ (g >> 25)) + (a ^ (g & (h ^ a))) + 0x1f40e3585 + w14)) & low) * twice;
            b = ((b + ((c >> 2) ^ (c >> 13) ^ (c >> 22)) + ((c & d) | (e & (c | d)))) & low) * twice;
            w15 = ((w15 + ((w0 >> 7) ^ (w0 >> 18) ^ ((w0 & low) >> 3)) + w8 + ((w13 >> 17) ^ (w13 >> 19) ^ ((w13 & low) >> 10))) & low) * twice;
            e = ((e + (a = a + ((f >> 6) ^ (f >> 11) ^ (f >> 25)) + (h ^ (f & (g ^ h))) + 0x1106aa070 + w15)) & low) * twice;
            a = ((a + ((b >> 2) ^ (b >> 13) ^ (b >> 22)) + ((b & c) | (d & (b | c)))) & low) * twice;
            w0 = ((w0 + ((w1 >> 7) ^ (w1 >> 18) ^ ((w1 & low) >> 3)) + w9 + ((w14 >> 17) ^ (w14 >> 19) ^ ((w14 & low) >> 10))) & low) * twice;
            d = ((d + (h = h + ((e >> 6) ^ (e >> 11) ^ (e >> 25)) + (g ^ (e & (f ^ g))) + 0x119a4c116 + w0)) & low) * twice;
            h = ((h + ((a >> 2) ^ (a >> 13) ^ (a >> 22)) + ((a & b) | (c & (a | b)))) & low) * twice;
            w1 = ((w1 + ((w2 >> 7) ^ (w2 >> 18) ^ ((w2 & low) >> 3)) + w10 + ((w15 >> 17) ^ (w15 >> 19) ^ ((w15 & low) >> 10))) & low) * twice;
            c = ((c + (g = g + ((d >> 6) ^ (d >> 11) ^ (d >> 25)) + (f ^ (d & (e ^ f))) + 0x11e376c08 + w1)) & low) * twice;
            g = ((g + ((h >> 2) ^ (h >> 13) ^ (h >> 22)) + ((h & a) | (b & (h | a)))) & low) * twice;
            w2 = ((w2 + ((w3 >> 7) ^ (w3 >> 18) ^ ((w3 & low) >> 3)) + w11 + ((w0 >> 17) ^ (w0 >> 19) ^ ((w0 & low) >> 10))) & low) * twice;
            b = ((b + (f = f + ((c >> 6) ^ (c >> 11) ^ (c >> 25)) + (e ^ (c & (d ^ e))) + 0x12748774c + w2)) & low) * twice;
            f = ((f + ((g >> 2) ^ (g >> 13) ^ (g >> 22)) + ((g & h) | (a & (g | h)))) & low) * twice;
            w3 = ((w3 + ((w4 >> 7) ^ (w4 >> 18) ^ ((w4 & low) >> 3)) + w12 + ((w1 >> 17) ^ (w1 >> 19) ^ ((w1 & low) >> 10))) & low) * twice;
            a = ((a + (e = e + ((b >> 6) ^ (b >> 11) ^ (b >> 25)) + (d ^ (b & (c ^ d))) + 0x134b0bcb5 + w3)) & low) * twice;
            e = ((e + ((f >> 2) ^ (f >> 13) ^ (f >> 22)) + ((f & g) | (h & (f | g)))) & low) * twice;
            w4 = ((w4 + ((w5 >> 7) ^ (w5 >> 18) ^ ((w5 & low) >> 3)) + w13 + ((w2 >> 17) ^ (w2 >> 19) ^ ((w2 & low) >> 10))) & low) * twice;
            h = ((h + (d = d + ((a >> 6) ^ (a >> 11) ^ (a >> 25)) + (c ^ (a & (b ^ c))) + 0x1391c0cb3 + w4)) & low) * twice;
            d = ((d + ((e >> 2) ^ (e >> 13) ^ (e >> 22)) + ((e & f) | (g & (e | f)))) & low) * twice;
            w5 = ((w5 + ((w6 >> 7) ^ (w6 >> 18) ^ ((w6 & low) >> 3)) + w14 + ((w3 >> 17) ^ (w3 >> 19) ^ ((w3 & low) >> 10))) & low) * twice;
            g = ((g + (c = c + ((h >> 6) ^ (h >> 11) ^ (h >> 25)) + (b ^ (h & (a ^ b))) + 0x14ed8aa4a + w5)) & low) * twice;
            c = ((c + ((d >> 2) ^ (d >> 13) ^ (d >> 22)) + ((d & e) | (f & (d | e)))) & low) * twice;
            w6 = ((w6 + ((w7 >> 7) ^ (w7 >> 18) ^ ((w7 & low) >> 3)) + w15 + ((w4 >> 17) ^ (w4 >> 19) ^ ((w4 & low) >> 10))) & low) * twice;
            f = ((f + (b = b + ((g >> 6) ^ (g >> 11) ^ (g >> 25)) + (a ^ (g & (h ^ a))) + 0x15b9cca4f + w6)) & low) * twice;
            b = ((b + ((c >> 2) ^ (c >> 13) ^ (c >> 22)) + ((c & d) | (e & (c | d)))) & low) * twice;
            w7 = ((w7 + ((w8 >> 7) ^ (w8 >> 18) ^ ((w8 & low) >> 3)) + w0 + ((w5 >> 17) ^ (w5 >> 19) ^ ((w5 & low) >> 10))) & low) * twice;
            e = ((e + (a = a + ((f >> 6) ^ (f >> 11) ^ (f >> 25)) + (h ^ (f & (g ^ h))) + 0x1682e6ff3 + w7)) & low) * twice;
            a = ((a + ((b >> 2) ^ (b >> 13) ^ (b >> 22)) + ((b & c) | (d & (b | c)))) & low) * twice;
            w8 = ((w8 + ((w9 >> 7) ^ (w9 >> 18) ^ ((w9 & low) >> 3)) + w1 + ((w6 >> 17) ^ (w6 >> 19) ^ ((w6 & low) >> 10))) & low) * twice;
            d = ((d + (h = h + ((e >> 6) ^ (e >> 11) ^ (e >> 25)) + (g ^ (e & (f ^ g))) + 0x1748f82ee + w8)) & low) * twice;
            h = ((h + ((a >> 2) ^ (a >> 13) ^ (a >> 22)) + ((a & b) | (c & (a | b)))) & low) * twice;
            w9 = ((w9 + ((w10 >> 7) ^ (w10 >> 18) ^ ((w10 & low) >> 3)) + w2 + ((w7 >> 17) ^ (w7 >> 19) ^ ((w7 & low) >> 10))) & low) * twice;
            c = ((c + (g = g + ((d >> 6) ^ (d >> 11) ^ (d >> 25)) + (f ^ (d & (e ^ f))) + 0x178a5636f + w9)) & low) * twice;
            g = ((g + ((h >> 2) ^ (h >> 13) ^ (h >> 22)) + ((h & a) | (b & (h | a)))) & low) * twice;
            w10 = ((w10 + ((w11 >> 7) ^ (w11 >> 18) ^ ((w11 & low) >> 3)) + w3 + ((w8 >> 17) ^ (w8 >> 19) ^ ((w8 & low) >> 10))) & low) * twice;
            b = ((b + (f = f + ((c >> 6) ^ (c >> 11) ^ (c >> 25)) + (e ^ (c & (d ^ e))) + 0x184c87814 + w10)) & low) * twice;
            f = ((f + ((g >> 2) ^ (g >> 13) ^ (g >> 22)) + ((g & h) | (a & (g | h)))) & low) * twice;
            w11 = ((w11 + ((w12 >> 7) ^ (w12 >> 18) ^ ((w12 & low) >> 3)) + w4 + ((w9 >> 17) ^ (w9 >> 19) ^ ((w9 & low) >> 10))) & low) * twice;
            a = ((a + (e = e + ((b >> 6) ^ (b >> 11) ^ (b >> 25)) + (d ^ (b & (c ^ d))) + 0x18cc70208 + w11)) & low) * twice;
            e = ((e + ((f >> 2) ^ (f >> 13) ^ (f >> 22)) + ((f & g) | (h & (f | g)))) & low) * twice;
            w12 = ((w12 + ((w13 >> 7) ^ (w13 >> 18) ^ ((w13 & low) >> 3)) + w5 + ((w10 >> 17) ^ (w10 >> 19) ^ ((w10 & low) >> 10))) & low) * twice;
            h = ((h + (d = d + ((a >> 6) ^ (a >> 11) ^ (a >> 25)) + (c ^ (a & (b ^ c))) + 0x190befffa + w12)) & low) * twice;
            d = ((d + ((e >> 2) ^ (e >> 13) ^ (e >> 22)) + ((e & f) | (g & (e | f)))) & low) * twice;
            w13 = ((w13 + ((w14 >> 7) ^ (w14 >> 18) ^ ((w14 & low) >> 3)) + w6 + ((w11 >> 17) ^ (w11 >> 19) ^ ((w11 & low) >> 10))) & low) * twice;
            g = ((g + (c = c + ((h >> 6) ^ (h >> 11) ^ (h >> 25)) + (b ^ (h & (a ^ b))) + 0x1a4506ceb + w13)) & low) * twice;
            c = ((c + ((d >> 2) ^ (d >> 13) ^ (d >> 22)) + ((d & e) | (f & (d | e)))) & low) * twice;
            w14 = ((w14 + ((w15 >> 7) ^ (w15 >> 18) ^ ((w15 & low) >> 3)) + w7 + ((w12 >> 17) ^ (w12 >> 19) ^ ((w12 & low) >> 10))) & low) * twice;
            f = ((f + (b = b + ((g >> 6) ^ (g >> 11) ^ (g >> 25)) + (a ^ (g & (h ^ a))) + 0x1bef9a3f7 + w14)) & low) * twice;
            b = ((b + ((c >> 2) ^ (c >> 13) ^ (c >> 22)) + ((c & d) | (e & (c | d)))) & low) * twice;
            w15 = ((w15 + ((w0 >> 7) ^ (w0 >> 18) ^ ((w0 & low) >> 3)) + w8 + ((w13 >> 17) ^ (w13 >> 19) ^ ((w13 & low) >> 10))) & low) * twice;
            e = ((e + (a = a + ((f >> 6) ^ (f >> 11) ^ (f >> 25)) + (h ^ (f & (g ^ h))) + 0x1c67178f2 + w15)) & low) * twice;
            a = ((a + ((b >> 2) ^ (b >> 13) ^ (b >> 22)) + ((b & c) | (d & (b | c)))) & low) * twice;

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
