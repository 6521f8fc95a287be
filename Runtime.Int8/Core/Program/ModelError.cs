namespace Edge.Runtime.Int8
{
    /// <summary>What is wrong with a blob. Numbers are stable; ModelTools turns them into sentences.</summary>
    public enum ModelError
    {
        /// <summary>No error.</summary>
        None = 0,

        /// <summary>The first bytes are not those of an .edge8 blob.</summary>
        BadMagic = 1,

        /// <summary>The format version is not one this runtime reads.</summary>
        UnsupportedVersion = 2,

        /// <summary>The source holds fewer bytes than the blob says it has, or a read came back short.</summary>
        Truncated = 3,

        /// <summary>A section lies outside the blob, is missing, too large, or in the wrong order.</summary>
        BadSection = 4,

        /// <summary>A CRC-32 does not match.</summary>
        BadChecksum = 5,

        /// <summary>A count, size or flag is outside its range.</summary>
        BadValue = 6,

        /// <summary>An operator code is unknown.</summary>
        UnknownOperator = 7,

        /// <summary>An operator's shapes do not fit each other.</summary>
        BadShape = 8,

        /// <summary>A buffer, resident weight or table lies outside its bank.</summary>
        BadPlacement = 9,

        /// <summary>Two buffers that are alive at the same time overlap.</summary>
        Overlap = 10,

        /// <summary>An operator reads a row that no operator has written yet, or a tensor of no earlier group.</summary>
        ReadBeforeWrite = 11,

        /// <summary>An operator reads a row that its ring no longer holds.</summary>
        RingTooShallow = 12,

        /// <summary>Weights lie outside their section, or not in the order in which they are used.</summary>
        BadWeights = 13,

        /// <summary>A block of streamed weights is larger than the window.</summary>
        WindowTooSmall = 14,

        /// <summary>An operator needs more parameters or accumulators than the blob reserves.</summary>
        PoolTooSmall = 15,

        /// <summary>A multiplier, shift or zero point is outside its range.</summary>
        BadQuantization = 16,

        /// <summary>An array would exceed <see cref="Blob.BlobFormat.MaxArrayBytes"/>.</summary>
        ArrayTooLarge = 17,

        /// <summary>Bytes are left over where a record should have ended.</summary>
        TrailingBytes = 18,

        /// <summary>Weights claim a lane bound that their sums exceed.</summary>
        LaneOverflow = 19,

        /// <summary>The blob asks for more work or memory than <see cref="LoadLimits"/> allow, or names its weights too often.</summary>
        OverLimit = 20,

        /// <summary>The kernels need more scratch memory for an operator than the blob reserves.</summary>
        ScratchTooSmall = 21,

        /// <summary>The warm-up did not give the output that the blob's self-test promises: the kernels, the memory or the interpreter are at fault, not the file.</summary>
        SelfTestFailed = 22,

        /// <summary>The managed heap has no <see cref="Int8Model.HeadroomBytes"/> free in one piece for the stack frames of an inference.</summary>
        HeadroomMissing = 23,

        /// <summary>An operator reads a row over which another tensor has been written.</summary>
        ReadAfterOverwrite = 24,

        /// <summary>An operator claims zeros to skip, but is no Conv2D, or its input's zeros are not stored as 0.</summary>
        NoZerosToSkip = 25,

        /// <summary>An operator claims multipliers that are powers of two, but is no convolution with single rounding, or a channel has another one, or sums that have no place in the table of results.</summary>
        NoPowersOfTwo = 26,
    }
}
