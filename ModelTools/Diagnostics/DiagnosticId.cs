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

    /// <summary>A float model was given without calibration data.</summary>
    CalibrationMissing = 6,

    /// <summary>An input file has another size or shape than the model's input.</summary>
    InputSizeMismatch = 7,

    /// <summary>Pixels were given, and nothing says which real values they stand for.</summary>
    NormalisationUnknown = 8,

    /// <summary>A repository file that a command needs is missing.</summary>
    SampleMissing = 9,

    /// <summary>A data set or calibration folder holds no samples.</summary>
    DatasetEmpty = 4000,

    /// <summary>Samples have another shape than the model's input.</summary>
    DatasetShapeMismatch = 4001,

    /// <summary>An image file cannot be decoded.</summary>
    ImageUnreadable = 4002,

    /// <summary>dataset.json is not what the format asks for.</summary>
    DatasetDescriptionInvalid = 4003,

    /// <summary>images.bin is longer or shorter than dataset.json says.</summary>
    DatasetSizeMismatch = 4004,

    /// <summary>Labels are needed and there are none.</summary>
    LabelsMissing = 4005,

    /// <summary>A label is outside the model's classes.</summary>
    LabelOutOfRange = 4006,

    /// <summary>Data set and model have different numbers of classes.</summary>
    ClassCountMismatch = 4007,

    /// <summary>A .npy file is damaged or of a type Edge does not read.</summary>
    NpyInvalid = 4008,

    /// <summary>labels.csv cannot be parsed or does not cover the samples.</summary>
    LabelFileInvalid = 4009,

    /// <summary>The calibration samples are constant: no range can be learnt from them.</summary>
    CalibrationConstant = 4010,

    /// <summary>The float model gives NaN or infinity on a calibration sample.</summary>
    ActivationNotFinite = 4011,

    /// <summary>An operator that the quantizer has no int8 form for.</summary>
    QuantizationUnsupported = 4012,

    /// <summary>A weight or bias is NaN or infinite.</summary>
    WeightNotFinite = 4013,

    /// <summary>A quantization recipe cannot be read or does not fit the model.</summary>
    RecipeInvalid = 4014,
    /// <summary>An assembly to be profiled was compiled without optimization.</summary>
    NotAReleaseBuild = 300,

    /// <summary>A tensor of an int8 model has no scale, or weights are not constant int8.</summary>
    NotQuantized = 4901,

    /// <summary>The runtime has no int8 form of an operator.</summary>
    UnsupportedOperator = 4902,

    /// <summary>A shape that does not map to height, width and channels.</summary>
    UnsupportedShape = 4903,

    /// <summary>Scales that give a multiplier outside the fixed-point range.</summary>
    UnsupportedScale = 4904,

    /// <summary>One row of a tensor is above the largest array.</summary>
    RowTooLarge = 5001,

    /// <summary>One output channel's weights are above the largest array.</summary>
    ChannelTooLarge = 5002,

    /// <summary>A blob is damaged; the message has the runtime's code.</summary>
    BlobInvalid = 6001,

    /// <summary>A blob is above the largest size.</summary>
    BlobTooLarge = 6002,
}
