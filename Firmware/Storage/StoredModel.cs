namespace Edge.Firmware.Storage
{
    /// <summary>A model in a slot file whose SHA-256 has been verified.</summary>
    internal sealed class StoredModel
    {
        /// <summary>Makes the record.</summary>
        public StoredModel(string file, SlotHeader header)
        {
            File = file;
            Header = header;
        }

        /// <summary>Slot file.</summary>
        public string File { get; }

        /// <summary>Its header.</summary>
        public SlotHeader Header { get; }

        /// <summary>First byte of the model in the file.</summary>
        public int Offset
        {
            get { return SlotHeader.Length; }
        }
    }
}
