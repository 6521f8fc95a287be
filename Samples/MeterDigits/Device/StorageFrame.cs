using Edge.Firmware.Board;

namespace Edge.MeterDigits.Device
{
    /// <summary>A raw frame in a file, row after row without gaps. Nothing of it is held: stretches of rows are read as they are needed.</summary>
    internal sealed class StorageFrame : MeterFrame
    {
        private readonly IStorage _storage;
        private readonly string _file;
        private readonly int _pixelBytes;

        /// <summary>Opens nothing yet.</summary>
        /// <param name="storage">Drive.</param>
        /// <param name="file">File.</param>
        public StorageFrame(IStorage storage, string file, int width, int height, PixelFormat format)
            : base(width, height, format)
        {
            _storage = storage;
            _file = file;
            _pixelBytes = BytesPerPixel(format);
        }

        /// <summary>Bytes that the file has to have.</summary>
        public int ExpectedBytes
        {
            get { return Width * Height * _pixelBytes; }
        }

        /// <summary>Bytes that it has; -1 when it is missing.</summary>
        public int FileBytes
        {
            get { return _storage.GetLength(_file); }
        }

        /// <summary>A read has failed since this was set to false; the pixels were black.</summary>
        public bool HasFailed { get; set; }

        /// <inheritdoc />
        public override void ReadPixels(int x, int y, int count, byte[] destination)
        {
            try
            {
                _storage.Read(_file, ((y * Width) + x) * _pixelBytes, destination, 0, count * _pixelBytes);
            }
            catch (StorageException)
            {
                HasFailed = true;
                for (int i = 0; i < count * _pixelBytes; i++)
                {
                    destination[i] = 0;
                }
            }
        }
    }
}
