using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace Edge.Tests.Desktop.Tflite;

/// <summary>
/// Damages files, always in the same way for the same seed: flipped bits and bytes, patched offsets and counts, cuts, blocks moved
/// within the file or taken from another one.
/// </summary>
internal sealed class FileMutator
{
    private const int MaximumSteps = 4;

    private static readonly int[] s_words =
    [
        0, 1, 2, 3, 4, 8, 16, 127, 128, 255, 256, 65535, 65536, 0x7FFFFFFF, -1, -2, -4, -128, int.MinValue, 0x7F800000, 0x7FC00000, 1 << 24, 1 << 28,
    ];

    private readonly IReadOnlyList<byte[]> _corpus;

    /// <summary>Makes a mutator.</summary>
    /// <param name="corpus">Sound files.</param>
    public FileMutator(IReadOnlyList<byte[]> corpus)
    {
        _corpus = corpus;
    }

    /// <summary>One damaged file.</summary>
    public byte[] Mutate(int seed)
    {
        var random = new Random(seed);
        byte[] data = [.. _corpus[random.Next(_corpus.Count)]];
        int steps = 1 + random.Next(MaximumSteps);
        for (int step = 0; step < steps && data.Length > sizeof(int); step++)
        {
            data = Step(data, random);
        }

        return data;
    }

    private byte[] Step(byte[] data, Random random)
    {
        int at = random.Next(data.Length);

        // Cuts and insertions break nearly every offset, so most files get milder damage and are read further.
        switch (random.Next(random.Next(4) == 0 ? 10 : 6))
        {
            case 0:
                data[at] ^= (byte)(1 << random.Next(8));
                return data;
            case 1:
                data[at] = (byte)random.Next(256);
                return data;
            case 2:
                BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(WordAt(data, random)), s_words[random.Next(s_words.Length)]);
                return data;
            case 3:
                BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(WordAt(data, random)), random.Next(-data.Length, data.Length));
                return data;
            case 4:
                int word = WordAt(data, random);
                int old = BinaryPrimitives.ReadInt32LittleEndian(data.AsSpan(word));
                BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(word), unchecked(old + random.Next(-8, 9)));
                return data;
            case 5:
                BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(WordAt(data, random)), (ushort)random.Next(random.Next(2) == 0 ? 64 : 65536));
                return data;
            case 6:
                return data[..at];
            case 7:
                return Spliced(data, data, random);
            case 8:
                return Spliced(data, _corpus[random.Next(_corpus.Count)], random);
            default:
                return Resized(data, at, random);
        }
    }

    /// <summary>A block of one file written over a place in another, both at multiples of 4.</summary>
    private static byte[] Spliced(byte[] data, byte[] source, Random random)
    {
        int length = Math.Min(4 << random.Next(6), Math.Min(data.Length, source.Length)) & ~3;
        int from = random.Next((source.Length - length + 4) / 4) * 4;
        int to = random.Next((data.Length - length + 4) / 4) * 4;
        length = Math.Min(length, Math.Min(source.Length - from, data.Length - to));
        Array.Copy(source, from, data, to, length);
        return data;
    }

    /// <summary>A few bytes inserted or taken out.</summary>
    private static byte[] Resized(byte[] data, int at, Random random)
    {
        int length = 1 + random.Next(8);
        if (random.Next(2) == 0)
        {
            var inserted = new byte[length];
            random.NextBytes(inserted);
            return [.. data[..at], .. inserted, .. data[at..]];
        }

        return [.. data[..at], .. data[Math.Min(at + length, data.Length)..]];
    }

    private static int WordAt(byte[] data, Random random) => random.Next(data.Length / sizeof(int)) * sizeof(int);
}
