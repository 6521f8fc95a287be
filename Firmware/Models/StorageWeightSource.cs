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

        /// <summary>Name of the file; changes when the store renames it.</summary>
        public string File { get; set; }

        /// <summary>A read has failed since this was last set to false.</summary>
        public bool HasFailed { get; set; }

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
                _storage.Read(File, _start + position, destination, offset, copied);
                return copied;
            }
            catch (StorageException)
            {
                HasFailed = true;
                return 0;
            }
        }
    }
}
