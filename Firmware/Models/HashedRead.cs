using Edge.Firmware.Signing;

namespace Edge.Firmware.Models
{
    /// <summary>Hash of a source whose bytes are read in any order, some of them again: each counts when it is read for the first time.</summary>
    internal sealed class HashedRead
    {
        /// <summary>Bytes of <see cref="Gap"/>.</summary>
        public const int GapBytes = 512;

        private readonly Blake2b _hash = new Blake2b();

        /// <summary>Bytes from the start that have been hashed.</summary>
        public int End { get; private set; }

        /// <summary>Holds bytes that nobody else asks for.</summary>
        public byte[] Gap { get; } = new byte[GapBytes];

        /// <summary>Hashes what is new of a read that begins at <see cref="End"/> or before.</summary>
        public void Take(int position, byte[] bytes, int offset, int count)
        {
            int known = End - position;
            if (known < count)
            {
                _hash.Update(bytes, offset + known, count - known);
                End = position + count;
            }
        }

        /// <summary>Ends the hash.</summary>
        public byte[] Finish()
        {
            return _hash.Finish();
        }
    }
}
