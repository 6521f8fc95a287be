using Edge.Firmware.Signing;

namespace Edge.Firmware.Storage
{
    /// <summary>A model in a slot file, whose signature holds where one is asked for. Its bytes have not been looked at.</summary>
    internal sealed class StoredModel
    {
        /// <summary>Makes the record.</summary>
        /// <param name="slot">Number of the slot.</param>
        /// <param name="file">Its file.</param>
        /// <param name="header">Its header.</param>
        /// <param name="role">What is known of the model.</param>
        /// <param name="manifest">What was signed, or null.</param>
        /// <param name="leaf">One-time key that signed it, or -1.</param>
        public StoredModel(int slot, string file, SlotHeader header, ModelRole role, ModelManifest manifest, int leaf)
        {
            Slot = slot;
            File = file;
            Header = header;
            Role = role;
            Manifest = manifest;
            Leaf = leaf;
        }

        /// <summary>Number of the slot.</summary>
        public int Slot { get; }

        /// <summary>Slot file.</summary>
        public string File { get; }

        /// <summary>Its header.</summary>
        public SlotHeader Header { get; }

        /// <summary>What is known of the model.</summary>
        public ModelRole Role { get; }

        /// <summary>What was signed, or null.</summary>
        public ModelManifest Manifest { get; }

        /// <summary>One-time key that signed it, or -1.</summary>
        public int Leaf { get; }

        /// <summary>The bytes have to have the hash of the header: always where models are signed, otherwise until the model is confirmed.</summary>
        public bool MustHash
        {
            get { return Manifest != null || Role != ModelRole.Confirmed; }
        }
    }
}
