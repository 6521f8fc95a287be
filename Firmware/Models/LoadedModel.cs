namespace Edge.Firmware.Models
{
    /// <summary>A model that is ready, and where it came from.</summary>
    internal sealed class LoadedModel
    {
        /// <summary>Makes the record.</summary>
        public LoadedModel(IModelEngine engine, string file, long sequence)
        {
            Engine = engine;
            File = file;
            Sequence = sequence;
        }

        /// <summary>The engine.</summary>
        public IModelEngine Engine { get; }

        /// <summary>Slot, file on the card, or "embedded".</summary>
        public string File { get; }

        /// <summary>Sequence number of a slot, or -1.</summary>
        public long Sequence { get; }
    }
}
