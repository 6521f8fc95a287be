using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Inspection;

/// <summary>
/// Bytes over time: what lies in the banks during each group of a schedule, and what is allocated for all of them. Fixed parts and
/// banks together are the peak, to the byte.
/// </summary>
/// <param name="Name">Name of the model.</param>
/// <param name="PeakSramBytes">What the runtime allocates.</param>
/// <param name="BankBytes">Bytes of all banks.</param>
/// <param name="Fixed">Kernel scratch, parameters, accumulators, program, log.</param>
/// <param name="Groups">The groups in order.</param>
internal sealed record SramMap(string Name, int PeakSramBytes, int BankBytes, IReadOnlyList<SramItem> Fixed, IReadOnlyList<SramGroup> Groups)
{
    private const int LogBytesPerGroup = 16;

    /// <summary>Bytes of the fixed parts.</summary>
    public int FixedBytes { get; } = Fixed.Sum(item => item.Bytes);

    /// <summary>Number of the group with the most bytes, the first of them.</summary>
    public int PeakGroup { get; } = Groups.MaxBy(group => group.Bytes)!.Index;

    /// <summary>Bytes of the banks that even the largest group leaves empty.</summary>
    public int PlacementBytes => BankBytes - Groups[PeakGroup].Bytes;

    /// <summary>Makes the map of a blob.</summary>
    public static SramMap Of(BlobDescription blob)
    {
        var groups = new List<SramGroup>();
        foreach (GroupDescription group in blob.Groups)
        {
            List<SramItem> items = [.. group.Buffers.Select(buffer => ItemOf(buffer, SramKind.Rows)), .. KeptThrough(blob, group.Index)];
            items.AddRange(group.Stages.Where(stage => stage.ResidentBytes > 0)
                .Select(stage => InPlace(SramKind.ResidentWeights, stage.ResidentBytes, stage.ResidentPlace, stage.Kind, stage.Name)));
            items.AddRange(group.Stages.Where(stage => stage.TableBytes > 0)
                .Select(stage => InPlace(SramKind.Table, stage.TableBytes, stage.TablePlace, stage.Kind, stage.Name)));
            if (group.WindowBytes > 0)
            {
                items.Add(InPlace(SramKind.Window, group.WindowBytes, group.WindowPlace, "streamed weights", "window"));
            }

            groups.Add(new SramGroup(group.Index, items));
        }

        SramItem[] constant =
        [
            .. blob.WindowBytes > 0 ? new[] { FixedItem("window", blob.WindowBytes) } : [],
            FixedItem("kernel scratch", blob.KernelScratchBytes),
            FixedItem("parameters and sums", sizeof(int) * (blob.ParameterInts + blob.AccumulatorInts)),
            FixedItem("program piece", BlobFormat.ProgramPieceBytes),
            FixedItem("log", LogBytesPerGroup * blob.Groups.Count),
        ];
        return new SramMap(blob.Name, blob.PeakSramBytes, blob.BankBytes.Sum(), constant, groups);
    }

    /// <summary>Tensors that a later group finds ready, that were made before this one, and that this one does not touch.</summary>
    private static IEnumerable<SramItem> KeptThrough(BlobDescription blob, int index)
    {
        var touched = blob.Groups[index].Buffers.Select(buffer => buffer.Tensor).ToHashSet();
        foreach (GroupDescription later in blob.Groups.Skip(index + 1))
        {
            foreach (BufferDescription buffer in later.Buffers)
            {
                // The first later group that has the tensor decides: it finds it ready, or makes it anew (recomputation).
                if (touched.Add(buffer.Tensor) && buffer.IsReady)
                {
                    yield return ItemOf(buffer, SramKind.KeptThrough);
                }
            }
        }
    }

    private static SramItem ItemOf(BufferDescription buffer, SramKind kind)
    {
        return new SramItem(kind, buffer.Bytes, buffer.Place, $"{buffer.Shape} ring {buffer.RingRows}", buffer.Tensor, buffer.Bands);
    }

    private static SramItem InPlace(SramKind kind, int bytes, string place, string detail, string name)
    {
        int[] parts = [.. place.Split(':').Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
        return new SramItem(kind, bytes, place, detail, name, [new SramBand((parts[0] * BlobFormat.MaxArrayBytes) + parts[1], bytes)]);
    }

    private static SramItem FixedItem(string name, int bytes)
    {
        return new SramItem(SramKind.Fixed, bytes, string.Empty, string.Empty, name, []);
    }
}
