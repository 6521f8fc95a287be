using System;
using Edge.Runtime.Int8.Weights;

namespace Edge.Runtime.Int8.Blob
{
    /// <summary>Checked header and section table of a blob.</summary>
    internal sealed class BlobSections
    {
        private readonly int[] _offsets = new int[BlobFormat.SectionCount + 1];
        private readonly int[] _sizes = new int[BlobFormat.SectionCount + 1];
        private readonly int[] _checksums = new int[BlobFormat.SectionCount + 1];

        /// <summary>Reads and checks the header and the section table, not the sections.</summary>
        /// <exception cref="ModelFormatException">BadMagic, UnsupportedVersion, Truncated, BadSection or BadChecksum.</exception>
        public BlobSections(WeightSource source)
        {
            byte[] head = ReadHead(source, BlobFormat.HeaderBytes);
            if ((uint)BitConverter.ToInt32(head, 0) != BlobFormat.Magic)
            {
                throw new ModelFormatException(ModelError.BadMagic, 0);
            }

            int version = head[BlobFormat.VersionOffset] | (head[BlobFormat.VersionOffset + 1] << 8);
            if (version < BlobFormat.OldestVersion || version > BlobFormat.Version)
            {
                throw new ModelFormatException(ModelError.UnsupportedVersion, BlobFormat.VersionOffset);
            }

            int count = version == BlobFormat.OldestVersion ? BlobFormat.OldestSectionCount : BlobFormat.SectionCount;
            if ((head[BlobFormat.SectionCountOffset] | (head[BlobFormat.SectionCountOffset + 1] << 8)) != count)
            {
                throw new ModelFormatException(ModelError.BadSection, BlobFormat.SectionCountOffset);
            }

            head = ReadHead(source, BlobFormat.HeaderBytes + (count * BlobFormat.SectionEntryBytes));
            int size = BitConverter.ToInt32(head, BlobFormat.SizeOffset);
            if (size < head.Length || size > BlobFormat.MaxBlobBytes)
            {
                throw new ModelFormatException(ModelError.BadSection, BlobFormat.SizeOffset);
            }

            if (size > source.Length)
            {
                throw new ModelFormatException(ModelError.Truncated, source.Length);
            }

            CheckHeader(head);
            int next = head.Length;
            for (int kind = 1; kind <= count; kind++)
            {
                int entry = BlobFormat.HeaderBytes + ((kind - 1) * BlobFormat.SectionEntryBytes);
                int offset = BitConverter.ToInt32(head, entry + 4);
                int bytes = BitConverter.ToInt32(head, entry + 8);
                if (BitConverter.ToInt32(head, entry) != kind || offset != next || bytes < 0 || bytes > size - offset)
                {
                    throw new ModelFormatException(ModelError.BadSection, entry);
                }

                _offsets[kind] = offset;
                _sizes[kind] = bytes;
                _checksums[kind] = BitConverter.ToInt32(head, entry + 12);
                next = offset + bytes;
            }

            if (next != size)
            {
                throw new ModelFormatException(ModelError.TrailingBytes, next);
            }

            BlobBytes = size;
        }

        /// <summary>Size of the blob.</summary>
        public int BlobBytes { get; private set; }

        /// <summary>Offset of a section in the blob; 0 of one that its version does not have.</summary>
        public int Offset(int kind)
        {
            return _offsets[kind];
        }

        /// <summary>Size of a section.</summary>
        public int Size(int kind)
        {
            return _sizes[kind];
        }

        /// <summary>Reads a whole section and checks its CRC.</summary>
        /// <exception cref="ModelFormatException">ArrayTooLarge, Truncated or BadChecksum.</exception>
        public byte[] Read(WeightSource source, int kind)
        {
            int size = _sizes[kind];
            if (size > BlobFormat.MaxArrayBytes)
            {
                throw new ModelFormatException(ModelError.ArrayTooLarge, _offsets[kind]);
            }

            byte[] bytes = new byte[size];
            Crc32 crc = new Crc32();
            Append(source, _offsets[kind], bytes, size, crc);
            RequireChecksum(crc, kind);
            return bytes;
        }

        /// <summary>Checks the CRC of a section that is not held in memory.</summary>
        /// <param name="source">The blob.</param>
        /// <param name="kind">Section.</param>
        /// <param name="scratch">Any buffer; its contents are lost.</param>
        /// <exception cref="ModelFormatException">Truncated or BadChecksum.</exception>
        public void Check(WeightSource source, int kind, byte[] scratch)
        {
            Crc32 crc = new Crc32();
            int position = _offsets[kind];
            int end = position + _sizes[kind];
            while (position < end)
            {
                int count = end - position < scratch.Length ? end - position : scratch.Length;
                Append(source, position, scratch, count, crc);
                position += count;
            }

            RequireChecksum(crc, kind);
        }

        private static byte[] ReadHead(WeightSource source, int count)
        {
            byte[] head = new byte[count];
            if (source.Length < count || source.Read(0, head, 0, count) != count)
            {
                throw new ModelFormatException(ModelError.Truncated, 0);
            }

            return head;
        }

        private static void Append(WeightSource source, int position, byte[] buffer, int count, Crc32 crc)
        {
            if (source.Read(position, buffer, 0, count) != count)
            {
                throw new ModelFormatException(ModelError.Truncated, position);
            }

            crc.Append(buffer, 0, count);
        }

        private static void CheckHeader(byte[] head)
        {
            int expected = BitConverter.ToInt32(head, BlobFormat.HeaderCrcOffset);
            for (int i = 0; i < 4; i++)
            {
                head[BlobFormat.HeaderCrcOffset + i] = 0;
            }

            Crc32 crc = new Crc32();
            crc.Append(head, 0, head.Length);
            if ((int)crc.Value != expected)
            {
                throw new ModelFormatException(ModelError.BadChecksum, BlobFormat.HeaderCrcOffset);
            }
        }

        private void RequireChecksum(Crc32 crc, int kind)
        {
            if ((int)crc.Value != _checksums[kind])
            {
                throw new ModelFormatException(ModelError.BadChecksum, _offsets[kind]);
            }
        }
    }
}
