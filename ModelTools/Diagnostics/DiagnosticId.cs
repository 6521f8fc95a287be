namespace Edge.ModelTools.Diagnostics;

/// <summary>
/// Numbers of the errors; never reused. Thousands: 0 files and options, 1 ONNX, 2 TFLite, 3 safetensors,
/// 4 quantization and data, 5 scheduling, 6 blob, 7 devices, 8 packing. Each range is owned by one folder.
/// </summary>
internal enum DiagnosticId
{
    /// <summary>A file or folder does not exist.</summary>
    FileNotFound = 1,

    /// <summary>A file exists but cannot be read.</summary>
    FileNotReadable = 2,

    /// <summary>The output cannot be written.</summary>
    OutputNotWritable = 3,

    /// <summary>The file's format is not one Edge reads.</summary>
    UnknownFormat = 4,

    /// <summary>An option has a value that cannot be used.</summary>
    BadOption = 5,
}
