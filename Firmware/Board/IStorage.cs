namespace Edge.Firmware.Board
{
    /// <summary>
    /// Named files in one flat folder: internal storage, a card, or a simulation. What was written is safe after
    /// <see cref="Flush"/>; before that a power cut may keep all, some or none of it. Rename is atomic.
    /// Every method but <see cref="GetLength"/> throws <see cref="StorageException"/> when it cannot do its work.
    /// </summary>
    internal interface IStorage
    {
        /// <summary>Length of a file.</summary>
        /// <returns>Bytes, or -1 when there is no such file or no storage.</returns>
        int GetLength(string name);

        /// <summary>Reads exactly <paramref name="count"/> bytes.</summary>
        void Read(string name, int offset, byte[] buffer, int index, int count);

        /// <summary>Writes into or at the end of a file; makes the file when it is missing. Leaves no hole: offset is at most its length.</summary>
        void Write(string name, int offset, byte[] buffer, int index, int count);

        /// <summary>Makes everything written to a file safe.</summary>
        void Flush(string name);

        /// <summary>Removes a file; one that is missing is no error.</summary>
        void Delete(string name);

        /// <summary>Renames a file, atomically. No file may have the new name.</summary>
        void Rename(string name, string newName);
    }
}
