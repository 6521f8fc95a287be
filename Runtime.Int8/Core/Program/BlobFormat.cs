namespace Edge.Runtime.Int8.Blob
{
    /// <summary>Constants of the .edge8 format, shared by the writer and the reader; docs/blob-format.md explains them.</summary>
    internal static class BlobFormat
    {
        /// <summary>First four bytes: "EDG8", little-endian.</summary>
        public const uint Magic = 0x38474445;

        /// <summary>Format version that is written.</summary>
        public const int Version = 2;

        /// <summary>Oldest version that is read; it has no self-test.</summary>
        public const int OldestVersion = 1;

        /// <summary>Offset of the version, uint16.</summary>
        public const int VersionOffset = 4;

        /// <summary>Offset of the section count, uint16.</summary>
        public const int SectionCountOffset = 6;

        /// <summary>Offset of the size of the whole blob, uint32, bytes.</summary>
        public const int SizeOffset = 8;

        /// <summary>Offset of the CRC-32 of the header (with this field 0) and the section table.</summary>
        public const int HeaderCrcOffset = 12;

        /// <summary>Size of the header, bytes; the section table follows.</summary>
        public const int HeaderBytes = 16;

        /// <summary>Size of a section table entry: kind uint32, offset uint32, size uint32, CRC-32 uint32.</summary>
        public const int SectionEntryBytes = 16;

        /// <summary>Interface: names, shapes, scales.</summary>
        public const int SectionInterface = 1;

        /// <summary>Operators and schedule.</summary>
        public const int SectionProgram = 2;

        /// <summary>Weights, tables and constants in the order they are consumed.</summary>
        public const int SectionWeights = 3;

        /// <summary>Class labels; may be empty.</summary>
        public const int SectionLabels = 4;

        /// <summary>UTF-8 JSON for tools: operator names, recipe. The device never reads it.</summary>
        public const int SectionInfo = 5;

        /// <summary>Self-test: what a known input gives; empty when nobody has run it. Not in version 1.</summary>
        public const int SectionSelfTest = 6;

        /// <summary>Number of sections; all are present, in the order of their numbers.</summary>
        public const int SectionCount = 6;

        /// <summary>Number of sections of version 1.</summary>
        public const int OldestSectionCount = 5;

        /// <summary>Bytes of a self-test: seed int32, hash int32.</summary>
        public const int SelfTestBytes = 8;

        /// <summary>Largest blob, bytes.</summary>
        public const int MaxBlobBytes = 64 * 1024 * 1024;

        /// <summary>Largest single array: the managed heap fragments, larger ones fail to allocate (nanoframework/Home#1306).</summary>
        public const int MaxArrayBytes = 30 * 1024;

        /// <summary>Most bands of a buffer.</summary>
        public const int MaxBands = 255;

        /// <summary>Most inputs of an operator.</summary>
        public const int MaxInputs = 8;

        /// <summary>Most stages of a group: their objects take 32 KB on the desktop, 20 KB on a device.</summary>
        public const int MaxStages = 64;

        /// <summary>Most inputs of a source model, which are parts of the one input.</summary>
        public const int MaxInputParts = 16;

        /// <summary>Most inputs and outputs of a network.</summary>
        public const int MaxOutputs = 64;

        /// <summary>Most tensors.</summary>
        public const int MaxTensors = MaxArrayBytes / 4;

        /// <summary>Most groups; the log has a few ints for each.</summary>
        public const int MaxGroups = MaxArrayBytes / 4;

        /// <summary>Most bands, resident weights and tables that are in memory at the same time.</summary>
        public const int MaxRegions = 2048;

        /// <summary>Fewest bytes of a stage record: code, number, flags, inputs, output, step.</summary>
        public const int MinStageBytes = 6;

        /// <summary>Fewest bytes of a buffer record: number, H, W, C, zero point, flags, alias, ring rows, band rows, bank, offset.</summary>
        public const int MinBufferBytes = 11;

        /// <summary>Most banks.</summary>
        public const int MaxBanks = 255;

        /// <summary>Smallest window.</summary>
        public const int MinWindowBytes = 64;

        /// <summary>The program is read in pieces of this size.</summary>
        public const int ProgramPieceBytes = 64;

        /// <summary>Largest dimension of a tensor.</summary>
        public const int MaxDimension = 65535;

        /// <summary>Bytes of a conv channel's parameters: bias int32, multiplier int32, shift int8.</summary>
        public const int ParameterBytes = 9;

        /// <summary>Entries of a table.</summary>
        public const int TableEntries = 256;

        /// <summary>Flag of a stage: the executor runs it to its last row.</summary>
        public const int FlagRoot = 1;

        /// <summary>Flag of a stage: weights are streamed.</summary>
        public const int FlagStreamed = 2;

        /// <summary>Flag of a stage: a table follows.</summary>
        public const int FlagTable = 4;

        /// <summary>Flag of a stage: many inputs are zeros, and kernels may look for them.</summary>
        public const int FlagSkipsZeros = 8;

        /// <summary>Flag of a stage: multipliers are powers of two, and kernels may shift instead; see <see cref="PowersOfTwo"/>.</summary>
        public const int FlagPowersOfTwo = 16;

        /// <summary>All flags of a stage.</summary>
        public const int StageFlags = FlagRoot | FlagStreamed | FlagTable | FlagSkipsZeros | FlagPowersOfTwo;

        /// <summary>Flag of a buffer: complete before this group.</summary>
        public const int FlagReady = 1;

        /// <summary>Flag of a buffer: a later group reads it.</summary>
        public const int FlagKept = 2;

        /// <summary>Taps that never overflow a lane, whatever the weights: 32 * 128 &lt;= 4112.</summary>
        public const int MinLaneTaps = 32;

        /// <summary>Flag of a tensor record: scale and offset of pixels follow.</summary>
        public const int PixelsKnown = 1;

        /// <summary>Flag of a tensor record: the model takes blue first.</summary>
        public const int BlueFirst = 2;

        /// <summary>Bound of the sum of positive weights, and of that of negative weights, over LaneTaps consecutive taps: 255 * 4112 &lt; 2^20.</summary>
        public const int MaxLaneSum = 4112;
    }
}
