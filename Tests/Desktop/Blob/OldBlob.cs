using System;
using System.Buffers.Binary;
using System.Linq;
using Edge.Runtime.Int8.Blob;

namespace Edge.Tests.Desktop.Blob;

/// <summary>A blob as it was written before there were self-tests: version 1, five sections.</summary>
internal static class OldBlob
{
    /// <summary>Puts header, table and sections together.</summary>
    public static byte[] Assemble(byte[][] sections)
    {
        int offset = BlobFormat.HeaderBytes + (sections.Length * BlobFormat.SectionEntryBytes);
        int headBytes = offset;
        var blob = new byte[offset + sections.Sum(section => section.Length)];
        BinaryPrimitives.WriteUInt32LittleEndian(blob, BlobFormat.Magic);
        blob[BlobFormat.VersionOffset] = BlobFormat.OldestVersion;
        blob[BlobFormat.SectionCountOffset] = (byte)sections.Length;
        BinaryPrimitives.WriteInt32LittleEndian(blob.AsSpan(BlobFormat.SizeOffset), blob.Length);
        for (int i = 0; i < sections.Length; i++)
        {
            Span<byte> entry = blob.AsSpan(BlobFormat.HeaderBytes + (i * BlobFormat.SectionEntryBytes));
            BinaryPrimitives.WriteInt32LittleEndian(entry, i + 1);
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], offset);
            BinaryPrimitives.WriteInt32LittleEndian(entry[8..], sections[i].Length);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[12..], Checksum(sections[i]));
            sections[i].CopyTo(blob, offset);
            offset += sections[i].Length;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(blob.AsSpan(BlobFormat.HeaderCrcOffset), Checksum(blob[..headBytes]));
        return blob;
    }

    private static uint Checksum(byte[] bytes)
    {
        var crc = new Crc32();
        crc.Append(bytes, 0, bytes.Length);
        return crc.Value;
    }
}
