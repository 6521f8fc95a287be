using System;
using Edge.Firmware.Board;
using Edge.Firmware.Faults;

namespace Edge.Tests.Int8.App
{
    /// <summary>A few files in memory.</summary>
    internal sealed class MemoryStorage : IStorage
    {
        private const int MostFiles = 6;

        // "" is a free place. A fresh string[] must not be read on nanoCLR: its elements compare unequal to null and crash.
        private readonly string[] _names = { "", "", "", "", "", "" };
        private readonly byte[][] _files = new byte[MostFiles][];

        /// <inheritdoc />
        public int GetLength(string name)
        {
            int file = Find(name);
            return file < 0 ? -1 : _files[file].Length;
        }

        /// <inheritdoc />
        public void Read(string name, int offset, byte[] buffer, int index, int count)
        {
            int file = Find(name);
            if (file < 0 || offset + count > _files[file].Length)
            {
                throw new StorageException(FirmwareError.StorageReadFailed, name);
            }

            Array.Copy(_files[file], offset, buffer, index, count);
        }

        /// <inheritdoc />
        public void Write(string name, int offset, byte[] buffer, int index, int count)
        {
            int file = Find(name);
            if (file < 0)
            {
                file = Find("");
                _names[file] = name;
                _files[file] = new byte[0];
            }

            byte[] old = _files[file];
            int length = old.Length > offset + count ? old.Length : offset + count;
            var bytes = new byte[length];
            Array.Copy(old, 0, bytes, 0, old.Length);
            Array.Copy(buffer, index, bytes, offset, count);
            _files[file] = bytes;
        }

        /// <inheritdoc />
        public void Flush(string name)
        {
        }

        /// <inheritdoc />
        public void Delete(string name)
        {
            int file = Find(name);
            if (file >= 0)
            {
                _names[file] = "";
                _files[file] = null;
            }
        }

        /// <inheritdoc />
        public void Rename(string name, string newName)
        {
            _names[Find(name)] = newName;
        }

        /// <summary>Writes a whole file of ASCII text.</summary>
        public void Put(string name, string text)
        {
            Write(name, 0, RecordingLink.Bytes(text), 0, text.Length);
        }

        private int Find(string name)
        {
            for (int i = 0; i < MostFiles; i++)
            {
                if (_names[i] == name)
                {
                    return i;
                }
            }

            return -1;
        }
    }
}
