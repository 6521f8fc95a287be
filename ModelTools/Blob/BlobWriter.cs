using System;
using System.Buffers.Binary;
using Edge.ModelTools.Data;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Weights;

namespace Edge.ModelTools.Blob;

/// <summary>Writes an .edge8 blob; docs/blob-format.md describes every byte.</summary>
internal static class BlobWriter
{
    /// <summary>Encodes a schedule. The same schedule gives the same bytes.</summary>
    public static byte[] Write(Schedule schedule)
    {
        var weights = new WeightSectionWriter(schedule);
        byte[][] sections =
        [
            WriteInterface(schedule.Program),
            ProgramSectionWriter.Write(schedule, weights),
            weights.ToArray(),
            WriteLabels(schedule.Program.Labels),
            InfoSectionWriter.Write(schedule),
            [],
        ];
        return Assemble(sections);
    }

    /// <summary>A blob with another self-test.</summary>
    /// <param name="blob">The blob, of the version that is written.</param>
    /// <param name="seed">Number that the input stands for.</param>
    /// <param name="hash">Hash of what it gives.</param>
    public static byte[] WithSelfTest(byte[] blob, int seed, int hash)
    {
        var sections = new BlobSections(new MemoryWeightSource(blob));
        var parts = new byte[BlobFormat.SectionCount][];
        for (int kind = 1; kind < BlobFormat.SectionSelfTest; kind++)
        {
            parts[kind - 1] = blob.AsSpan(sections.Offset(kind), sections.Size(kind)).ToArray();
        }

        var sink = new ByteSink();
        sink.Int32(seed);
        sink.Int32(hash);
        parts[BlobFormat.SectionSelfTest - 1] = sink.ToArray();
        return Assemble(parts);
    }

    /// <summary>Puts header, table and sections together.</summary>
    public static byte[] Assemble(byte[][] sections)
    {
        int headBytes = BlobFormat.HeaderBytes + (BlobFormat.SectionCount * BlobFormat.SectionEntryBytes);
        int size = headBytes;
        foreach (byte[] section in sections)
        {
            size += section.Length;
        }

        var blob = new byte[size];
        Span<byte> head = blob.AsSpan(0, headBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(head, BlobFormat.Magic);
        BinaryPrimitives.WriteUInt16LittleEndian(head[BlobFormat.VersionOffset..], BlobFormat.Version);
        BinaryPrimitives.WriteUInt16LittleEndian(head[BlobFormat.SectionCountOffset..], BlobFormat.SectionCount);
        BinaryPrimitives.WriteInt32LittleEndian(head[BlobFormat.SizeOffset..], size);
        int offset = headBytes;
        for (int i = 0; i < sections.Length; i++)
        {
            Span<byte> entry = head[(BlobFormat.HeaderBytes + (i * BlobFormat.SectionEntryBytes))..];
            BinaryPrimitives.WriteInt32LittleEndian(entry, i + 1);
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], offset);
            BinaryPrimitives.WriteInt32LittleEndian(entry[8..], sections[i].Length);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[12..], Checksum(sections[i]));
            sections[i].CopyTo(blob, offset);
            offset += sections[i].Length;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(head[BlobFormat.HeaderCrcOffset..], Checksum(blob.AsSpan(0, headBytes).ToArray()));
        return blob;
    }

    private static uint Checksum(byte[] bytes)
    {
        var crc = new Crc32();
        crc.Append(bytes, 0, bytes.Length);
        return crc.Value;
    }

    private static byte[] WriteInterface(DeviceProgram program)
    {
        var sink = new ByteSink();
        sink.Text(program.Name);
        WriteTensor(sink, program.Input, program.SourceInput, program.PixelScale, program.PixelOffset, program.IsBlueFirst);
        sink.Unsigned(program.Outputs.Count);
        for (int i = 0; i < program.Outputs.Count; i++)
        {
            WriteTensor(sink, program.Outputs[i], program.SourceOutputs[i], null, null, false);
        }

        if (program.Parts.Count > 0)
        {
            sink.Unsigned(program.Parts.Count);
            program.Parts.ForEach(part => WriteTensor(sink, part.Tensor, part.Source, null, null, false));
        }

        return sink.ToArray();
    }

    private static void WriteTensor(ByteSink sink, DeviceTensor tensor, SourceInterface source, float[]? pixelScale, float[]? pixelOffset, bool isBlueFirst)
    {
        sink.Text(source.Name);
        sink.Unsigned(tensor.Height);
        sink.Unsigned(tensor.Width);
        sink.Unsigned(tensor.Channels);
        sink.Float(tensor.Scale);
        sink.Unsigned(tensor.ZeroPoint);
        sink.Unsigned(source.Type switch { ElementType.Int8 => 1, ElementType.UInt8 => 2, _ => 0 });
        sink.Flag(source.IsChannelsFirst);
        sink.Unsigned(source.Shape.Length);
        Array.ForEach(source.Shape, sink.Unsigned);
        sink.Unsigned((pixelScale is null ? 0 : BlobFormat.PixelsKnown) | (isBlueFirst ? BlobFormat.BlueFirst : 0));
        for (int c = 0; c < (pixelScale?.Length ?? 0); c++)
        {
            sink.Float(pixelScale![c]);
            sink.Float(pixelOffset![c]);
        }
    }

    private static byte[] WriteLabels(string[] labels)
    {
        if (labels.Length == 0)
        {
            return [];
        }

        var sink = new ByteSink();
        sink.Unsigned(labels.Length);
        Array.ForEach(labels, sink.Text);
        return sink.ToArray();
    }
}
