using System;
using System.IO;
using Edge.Firmware.Faults;

namespace Edge.Firmware.Board.Esp32
{
    // nanoFramework's FileStream on ESP32. Its Flush is fflush without fsync (nf-interpreter littlefs_FS_Driver.cpp), and
    // littlefs makes a file durable when it is closed: so Flush here closes. One file is kept open between calls, because
    // opening costs far more than the 512 bytes that are read from it. File.Move is littlefs's atomic rename; should the
    // driver refuse, the library copies and deletes, and the slot's hash catches a copy that was cut off.

    /// <summary>A drive as storage.</summary>
    internal sealed class FileStorage : IStorage
    {
        private readonly string _root;
        private FileStream _stream;
        private string _name;
        private bool _isWritable;
        private long _position;

        /// <summary>Uses a drive.</summary>
        /// <param name="root">Drive and separator, e.g. "I:\\".</param>
        public FileStorage(string root)
        {
            _root = root;
        }

        /// <inheritdoc />
        public int GetLength(string name)
        {
            try
            {
                if (!File.Exists(_root + name))
                {
                    return -1;
                }

                Open(name, _isWritable && name == _name);
                return (int)_stream.Length;
            }
            catch (Exception)
            {
                Close();
                return -1;
            }
        }

        /// <inheritdoc />
        public void Read(string name, int offset, byte[] buffer, int index, int count)
        {
            try
            {
                Open(name, _isWritable && name == _name);
                Seek(offset);
                while (count > 0)
                {
                    int read = _stream.Read(buffer, index, count);
                    if (read <= 0)
                    {
                        throw new IOException();
                    }

                    index += read;
                    count -= read;
                    _position += read;
                }
            }
            catch (Exception)
            {
                Close();
                throw new StorageException(FirmwareError.StorageReadFailed, name);
            }
        }

        /// <inheritdoc />
        public void Write(string name, int offset, byte[] buffer, int index, int count)
        {
            try
            {
                Open(name, true);
                Seek(offset);
                _stream.Write(buffer, index, count);
                _position += count;
            }
            catch (Exception)
            {
                Close();
                throw new StorageException(FirmwareError.StorageWriteFailed, name);
            }
        }

        /// <inheritdoc />
        public void Flush(string name)
        {
            if (name == _name)
            {
                Close();
            }
        }

        /// <inheritdoc />
        public void Delete(string name)
        {
            try
            {
                Close();
                if (File.Exists(_root + name))
                {
                    File.Delete(_root + name);
                }
            }
            catch (Exception)
            {
                throw new StorageException(FirmwareError.StorageWriteFailed, name);
            }
        }

        /// <inheritdoc />
        public void Rename(string name, string newName)
        {
            try
            {
                Close();
                File.Move(_root + name, _root + newName);
            }
            catch (Exception)
            {
                throw new StorageException(FirmwareError.StorageWriteFailed, name);
            }
        }

        private void Open(string name, bool isWritable)
        {
            if (_stream != null && name == _name && isWritable == _isWritable)
            {
                return;
            }

            Close();
            _stream = isWritable
                ? new FileStream(_root + name, FileMode.OpenOrCreate, FileAccess.ReadWrite)
                : new FileStream(_root + name, FileMode.Open, FileAccess.Read);
            _name = name;
            _isWritable = isWritable;
            _position = 0;
        }

        private void Seek(int offset)
        {
            if (offset != _position)
            {
                _stream.Seek(offset, SeekOrigin.Begin);
                _position = offset;
            }
        }

        private void Close()
        {
            FileStream stream = _stream;
            _stream = null;
            _name = null;
            _isWritable = false;
            if (stream != null)
            {
                stream.Close();
            }
        }
    }
}
