using Edge.Firmware.Board;
using Edge.Runtime.Int8.Weights;

namespace Edge.Firmware.Models
{
    /// <summary>A model in a file. A read that fails during an inference is remembered, because the runtime does not look.</summary>
    internal sealed class StorageWeightSource : WeightSource
    {
        private readonly IStorage _storage;
        private readonly int _start;
        private readonly int _length;
        private HashedRead _hash;

        /// <summary>Makes the source; the file is not touched.</summary>
        /// <param name="storage">Storage.</param>
        /// <param name="file">Name of the file.</param>
        /// <param name="start">First byte of the model in it.</param>
        /// <param name="length">Bytes of the model.</param>
        public StorageWeightSource(IStorage storage, string file, int start, int length)
        {
            _storage = storage;
            File = file;
            _start = start;
            _length = length;
        }

        /// <summary>Name of the file.</summary>
        public string File { get; }

        /// <summary>A read has failed since this was last set to false.</summary>
        public bool HasFailed { get; set; }

        /// <summary>From now on each byte is hashed as it is read for the first time: what is loaded is what is hashed.</summary>
        public void BeginHash()
        {
            _hash = new HashedRead();
        }

        /// <summary>Reads what was left out, and ends the hash.</summary>
        /// <returns>BLAKE2b of all bytes, or null when they cannot be read.</returns>
        public byte[] FinishHash()
        {
            HashedRead hash = _hash;
            _hash = null;
            return ReadUpTo(hash, _length) ? hash.Finish() : null;
        }

        /// <inheritdoc />
        public override int Length
        {
            get { return _length; }
        }

        /// <inheritdoc />
        public override int Read(int position, byte[] destination, int offset, int count)
        {
            int available = _length - position;
            int copied = available < count ? available : count;
            if (position < 0 || copied <= 0)
            {
                return 0;
            }

            try
            {
                if (_hash != null && !ReadUpTo(_hash, position))
                {
                    return 0;
                }

                _storage.Read(File, _start + position, destination, offset, copied);
                if (_hash != null)
                {
                    _hash.Take(position, destination, offset, copied);
                }

                return copied;
            }
            catch (StorageException)
            {
                HasFailed = true;
                return 0;
            }
        }

        // A loader reads forward and skips little; what it skips is hashed all the same.
        private bool ReadUpTo(HashedRead hash, int position)
        {
            while (hash.End < position)
            {
                int start = hash.End;
                int count = position - start < HashedRead.GapBytes ? position - start : HashedRead.GapBytes;
                try
                {
                    _storage.Read(File, _start + start, hash.Gap, 0, count);
                }
                catch (StorageException)
                {
                    HasFailed = true;
                    return false;
                }

                hash.Take(start, hash.Gap, 0, count);
            }

            return true;
        }
    }
}
