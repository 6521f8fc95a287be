using System;
using Edge.Firmware.Faults;

namespace Edge.Firmware.Board
{
    /// <summary>A file operation failed: no such file, no space, no card, a read past the end.</summary>
    internal sealed class StorageException : Exception
    {
        /// <summary>Makes the exception.</summary>
        /// <param name="error">What failed.</param>
        /// <param name="name">File it happened to.</param>
        public StorageException(FirmwareError error, string name)
            : base(name)
        {
            Error = error;
        }

        /// <summary>What failed.</summary>
        public FirmwareError Error { get; }
    }
}
