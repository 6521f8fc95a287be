using System;
using System.Linq;
using Edge.ModelTools.Blob;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Weights;

namespace Edge.Tests.Desktop.Blob;

/// <summary>Changes bytes of a section at random and puts the blob together again with right checksums.</summary>
internal static class BlobMutator
{
    // The program is what can lie most; names, weights, labels and information come now and then.
    private static readonly int[] s_sections = [0, 1, 1, 1, 1, 1, 1, 2, 3, 4];

    /// <summary>A changed blob whose checksums are right.</summary>
    public static byte[] Mutate(byte[][] sections, Random random)
    {
        byte[][] mutated = [.. sections];
        int rounds = random.Next(8) == 0 ? 2 : 1;
        for (int i = 0; i < rounds; i++)
        {
            int section = s_sections[random.Next(s_sections.Length)];
            mutated[section] = Mutate(mutated[section], random);
        }

        return BlobWriter.Assemble(mutated);
    }

    /// <summary>The sections of a valid blob.</summary>
    public static byte[][] Sections(byte[] blob)
    {
        var sections = new BlobSections(new MemoryWeightSource(blob));
        return [.. Enumerable.Range(1, BlobFormat.SectionCount).Select(kind => blob.AsSpan(sections.Offset(kind), sections.Size(kind)).ToArray())];
    }

    private static byte[] Mutate(byte[] section, Random random)
    {
        if (section.Length == 0)
        {
            return [(byte)random.Next(256)];
        }

        byte[] mutated = [.. section];
        int changes = 1 + random.Next(3);
        for (int i = 0; i < changes; i++)
        {
            int at = random.Next(mutated.Length);
            mutated[at] = random.Next(5) switch
            {
                0 => (byte)random.Next(256),
                1 => (byte)(mutated[at] ^ (1 << random.Next(8))),
                2 => mutated[random.Next(mutated.Length)],
                _ => (byte)(mutated[at] + (random.Next(2) == 0 ? 1 : -1)),
            };
        }

        return random.Next(24) switch
        {
            0 => mutated[..random.Next(mutated.Length)],
            1 => Splice(mutated, random),
            _ => mutated,
        };
    }

    /// <summary>A piece once more in another place, or left out.</summary>
    private static byte[] Splice(byte[] section, Random random)
    {
        int from = random.Next(section.Length);
        int length = random.Next(1, Math.Min(64, section.Length - from) + 1);
        int to = random.Next(section.Length);
        return random.Next(2) == 0
            ? [.. section[..from], .. section[(from + length)..]]
            : [.. section[..to], .. section.AsSpan(from, length), .. section[to..]];
    }
}
