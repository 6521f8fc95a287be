namespace Edge.Firmware.Models
{
    /// <summary>A model that is ready, and where it came from.</summary>
    internal sealed class LoadedModel
    {
        /// <summary>Makes the record.</summary>
        public LoadedModel(IModelEngine engine, string file, int version, byte[] hash)
        {
            Engine = engine;
            File = file;
            Version = version;
            Hash = hash;
        }

        /// <summary>The engine.</summary>
        public IModelEngine Engine { get; }

        /// <summary>Slot, file on the card, or "embedded".</summary>
        public string File { get; }

        /// <summary>Version that its owner signed, or -1.</summary>
        public int Version { get; }

        /// <summary>BLAKE2b of a model in a slot, or null.</summary>
        public byte[] Hash { get; }
    }
}
