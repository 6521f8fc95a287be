using System;
using System.IO;
using System.IO.Compression;
using Edge.ModelTools.Packing;
using Edge.ModelTools.Packing.Contents;
using Edge.ModelTools.Studio.Jobs;

namespace Edge.ModelTools.Studio;

/// <summary>What <c>edge pack</c> writes into a folder, as one file.</summary>
internal static class PackedArchive
{
    // The first moment that the format knows: the same conversion gives the same bytes.
    private static readonly DateTimeOffset s_time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Packs a conversion's blob.</summary>
    /// <returns>A zip file.</returns>
    public static byte[] Of(FinishedConversion conversion)
    {
        byte[] blob = conversion.Result.Blob;
        PackedModel packed = ModelPacker.Pack(conversion.FileName, blob, null, ModelPacker.Choose(blob.Length));
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (PackedFile file in packed.Files)
            {
                ZipArchiveEntry entry = archive.CreateEntry(file.Name);
                entry.LastWriteTime = s_time;
                using Stream content = entry.Open();
                content.Write(file.Content);
            }
        }

        return stream.ToArray();
    }
}
