namespace Edge.Tests.Desktop.Firmware;

/// <summary>What a cut leaves of bytes that were being written, or written and not yet flushed.</summary>
internal enum PowerCut
{
    /// <summary>Every byte up to the cut.</summary>
    KeepsPrefix,

    /// <summary>Every byte up to the cut, and noise up to the end of the 16-byte page that was being programmed.</summary>
    TearsPage,

    /// <summary>Nothing since the file was last flushed.</summary>
    LosesUnflushed,

    /// <summary>The file's new length, with noise in place of everything since it was last flushed.</summary>
    ScramblesUnflushed,
}
