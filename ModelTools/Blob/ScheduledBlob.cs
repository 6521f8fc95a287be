using System;
using System.Buffers.Binary;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Blob;

/// <summary>A scheduled program, its blob, and what it takes.</summary>
/// <param name="Program">The program and its schedule.</param>
/// <param name="Blob">The blob.</param>
internal sealed record ScheduledBlob(ScheduledProgram Program, byte[] Blob)
{
    private readonly Lazy<long> _weightBytesRead = new(() => WeightTraffic.Count(Blob));

    /// <summary>The schedule.</summary>
    public Schedule Schedule => Program.Schedule;

    /// <summary>Bytes in the arrays that the runtime allocates.</summary>
    public int PeakSramBytes => Program.PeakSramBytes;

    /// <summary>Multiply-accumulates that are done twice.</summary>
    public long RecomputedMacs => Program.RecomputedMacs;

    /// <summary>Weight bytes read in one inference.</summary>
    public long WeightBytesRead => _weightBytesRead.Value;

    /// <summary>Bytes of the weights section: weights, parameters, tables, constants.</summary>
    public int StoredWeightBytes => BinaryPrimitives.ReadInt32LittleEndian(
        Blob.AsSpan(BlobFormat.HeaderBytes + ((BlobFormat.SectionWeights - 1) * BlobFormat.SectionEntryBytes) + 8));

    /// <summary>Writes the blob of a scheduled program.</summary>
    public static ScheduledBlob Write(ScheduledProgram program) => new(program, BlobWriter.Write(program.Schedule));
}
