using System;
using System.Buffers.Binary;
using System.Linq;
using Edge.ModelTools.Lowering;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Scheduling;

/// <summary>A schedule, its blob, and what it takes.</summary>
/// <param name="Schedule">The schedule.</param>
/// <param name="Blob">The blob.</param>
/// <param name="Cost">Predicted weighted instructions.</param>
/// <param name="RecomputedMacs">Multiply-accumulates that are done twice.</param>
internal sealed record ScheduledBlob(Schedule Schedule, byte[] Blob, double Cost, long RecomputedMacs)
{
    private readonly Lazy<long> _weightBytesRead = new(() => WeightTraffic.Count(Blob));

    /// <summary>Bytes in the arrays that the runtime allocates.</summary>
    public int PeakSramBytes { get; } = Schedule.PeakSramBytes;

    /// <summary>Weight bytes read in one inference.</summary>
    public long WeightBytesRead => _weightBytesRead.Value;

    /// <summary>Bytes of the weights section: weights, parameters, tables, constants.</summary>
    public int StoredWeightBytes => BinaryPrimitives.ReadInt32LittleEndian(
        Blob.AsSpan(BlobFormat.HeaderBytes + ((BlobFormat.SectionWeights - 1) * BlobFormat.SectionEntryBytes) + 8));

    /// <summary>The group with the most bytes in rows, resident weights and tables, for messages.</summary>
    public string LargestGroup()
    {
        int index = Enumerable.Range(0, Schedule.Groups.Count).MaxBy(g => Schedule.GroupBytes(g));
        GroupPlan group = Schedule.Groups[index];
        DeviceOperator? first = group.Stages.Find(stage => stage.Operator is not null)?.Operator;
        return $"group {index} ({first?.Location ?? "the network input"}) with {Schedule.GroupBytes(index)} bytes";
    }
}
