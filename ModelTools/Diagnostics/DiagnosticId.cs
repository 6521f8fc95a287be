namespace Edge.ModelTools.Diagnostics;

/// <summary>
/// Numbers of the errors; never reused. Thousands: 0 files and options, 1 ONNX, 2 TFLite, 3 safetensors,
/// 4 quantization and data, 5 scheduling, 6 blob, 7 devices, 8 packing, 9 studio. Each range is owned by one folder.
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

    /// <summary>Something happened that nobody expected: a fault of edge itself.</summary>
    Unexpected = 10,

    /// <summary>The machine has no memory left.</summary>
    OutOfMemory = 11,

    /// <summary>A disk or a folder failed in the middle of the work.</summary>
    FileSystemFault = 12,

    /// <summary>A file to be written is one that the command reads, or that it writes already.</summary>
    OutputIsInput = 13,

    /// <summary>A library of machine code that the tool brings is missing, or is for another system.</summary>
    NativeLibraryMissing = 14,

    /// <summary>An input holds NaN or infinity.</summary>
    InputNotFinite = 20,

    /// <summary>An array's shape fits the model's input in two layouts, and no option says which is meant.</summary>
    LayoutAmbiguous = 21,

    /// <summary>An assembly to be profiled was compiled without optimization.</summary>
    NotAReleaseBuild = 300,

    /// <summary>The file does not carry the TFLite identifier or schema version 3.</summary>
    TfliteNotAModel = 2000,

    /// <summary>The file ends before its header does.</summary>
    TfliteTruncated = 2001,

    /// <summary>An offset, a vector or a string leaves the file.</summary>
    TfliteBadOffset = 2002,

    /// <summary>A table or its field directory contradicts itself.</summary>
    TfliteBadTable = 2003,

    /// <summary>A field that every model has is missing.</summary>
    TfliteMissingField = 2004,

    /// <summary>A count, or the constants together, are out of proportion to the file.</summary>
    TfliteTooLarge = 2005,

    /// <summary>Constants lie outside the file.</summary>
    TfliteExternalData = 2006,

    /// <summary>The model has no subgraph or more than one.</summary>
    TfliteSeveralSubgraphs = 2010,

    /// <summary>The model branches, loops or calls other subgraphs.</summary>
    TfliteControlFlow = 2011,

    /// <summary>An operator is not one of TFLite's own.</summary>
    TfliteCustomOperator = 2012,

    /// <summary>An operator code is not in the schema.</summary>
    TfliteUnknownOperator = 2013,

    /// <summary>An operator, or this use of it, is not supported.</summary>
    TfliteUnsupportedOperator = 2014,

    /// <summary>An operator has the wrong number of inputs or outputs.</summary>
    TfliteBadOperands = 2015,

    /// <summary>An operator's options are missing or out of range.</summary>
    TfliteBadOptions = 2016,

    /// <summary>A convolution is dilated.</summary>
    TfliteDilation = 2017,

    /// <summary>A fused activation is not a clamp.</summary>
    TfliteActivation = 2018,

    /// <summary>An operand that must be known at conversion is computed.</summary>
    TfliteNotConstant = 2019,

    /// <summary>An operator only reads constants and is not one that is folded.</summary>
    TfliteConstantInput = 2020,

    /// <summary>A tensor index is outside the tensor list.</summary>
    TfliteBadTensorIndex = 2030,

    /// <summary>A tensor is read before anything computes it: missing, or a cycle.</summary>
    TfliteTensorNotReady = 2031,

    /// <summary>A tensor is written twice, or a constant or an input is written.</summary>
    TfliteTensorWrittenTwice = 2032,

    /// <summary>A shape has a dimension that is not positive, too many dimensions, or too many elements.</summary>
    TfliteBadShape = 2033,

    /// <summary>The shapes of an operator's tensors do not fit together.</summary>
    TfliteShapeMismatch = 2034,

    /// <summary>A tensor's element type is not supported.</summary>
    TfliteUnsupportedType = 2035,

    /// <summary>A tensor keeps state between inferences.</summary>
    TfliteVariableTensor = 2036,

    /// <summary>A constant is stored sparse.</summary>
    TfliteSparseTensor = 2037,

    /// <summary>A buffer index is outside the buffer list.</summary>
    TfliteBadBufferIndex = 2038,

    /// <summary>A constant's bytes do not match its shape.</summary>
    TfliteBufferSize = 2039,

    /// <summary>The batch is not 1.</summary>
    TfliteBatch = 2040,

    /// <summary>A scale is zero, negative, infinite or not a number.</summary>
    TfliteBadScale = 2050,

    /// <summary>A zero point is outside the range of its type, or not allowed where it stands.</summary>
    TfliteBadZeroPoint = 2051,

    /// <summary>A per-channel array does not have one entry per channel.</summary>
    TfliteQuantizationLength = 2052,

    /// <summary>An integer tensor has no scale.</summary>
    TfliteMissingQuantization = 2053,

    /// <summary>The kind of quantization is not supported.</summary>
    TfliteUnsupportedQuantization = 2054,

    /// <summary>The scales of an operator do not obey the TFLite specification.</summary>
    TfliteScaleConstraint = 2055,

    /// <summary>Float activations meet integer weights.</summary>
    TfliteHybrid = 2056,

    /// <summary>Float operators stand inside a quantized model.</summary>
    TflitePartlyQuantized = 2057,

    /// <summary>The model does not have one input and at least one computed output.</summary>
    TfliteInterface = 2060,

    /// <summary>A safetensors file ends before its header does.</summary>
    SafetensorsTruncated = 3000,

    /// <summary>The header of a safetensors file is not what the format asks for.</summary>
    SafetensorsHeaderInvalid = 3001,

    /// <summary>A tensor's data leave the file, or do not have the length of its shape.</summary>
    SafetensorsBadOffset = 3002,

    /// <summary>The data of two tensors overlap, or bytes belong to none.</summary>
    SafetensorsOverlap = 3003,

    /// <summary>A weight has a type that is no floating point number.</summary>
    WeightTypeUnsupported = 3004,

    /// <summary>Two tensors have the same name, perhaps only after a prefix is taken off.</summary>
    SafetensorsDuplicate = 3005,

    /// <summary>The architecture needs weights that the file does not have.</summary>
    WeightMissing = 3006,

    /// <summary>The file has weights that the architecture has no place for.</summary>
    WeightExtra = 3007,

    /// <summary>A weight has another shape than the architecture asks for.</summary>
    WeightShapeMismatch = 3008,

    /// <summary>A weight is NaN or infinite, or a batch normalisation's variance is negative.</summary>
    WeightValueNotFinite = 3009,

    /// <summary>No architecture file stands beside the weights.</summary>
    ArchitectureMissing = 3010,

    /// <summary>The architecture file is not JSON, lacks a field, or a field has the wrong type.</summary>
    ArchitectureInvalid = 3011,

    /// <summary>The architecture file has a field that the format does not know.</summary>
    ArchitectureUnknownField = 3012,

    /// <summary>A field of the architecture file has a value that cannot be used.</summary>
    ArchitectureBadValue = 3013,

    /// <summary>The names of the weights follow no scheme that Edge knows, or not the one the architecture file states.</summary>
    NamingUnknown = 3014,

    /// <summary>A PyTorch file is damaged, or is none that torch.save writes.</summary>
    PyTorchDamaged = 3020,

    /// <summary>A PyTorch file asks for something to be executed.</summary>
    PyTorchForbidden = 3021,

    /// <summary>A PyTorch file holds a pickled module or another object instead of a state dict.</summary>
    PyTorchModule = 3022,

    /// <summary>A TorchScript archive was given.</summary>
    PyTorchScript = 3023,

    /// <summary>A PyTorch file has no dictionary of named weights.</summary>
    PyTorchNoStateDict = 3024,

    /// <summary>A checkpoint has several state dicts.</summary>
    PyTorchSeveralStateDicts = 3025,

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

    /// <summary>A calibration sample holds NaN or infinity.</summary>
    CalibrationNotFinite = 4015,

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

    /// <summary>No schedule fits the SRAM budget.</summary>
    BudgetTooSmall = 5003,

    /// <summary>The memory budget is above what the board has.</summary>
    BudgetAboveBoard = 5004,

    /// <summary>A blob is damaged; the message has the runtime's code.</summary>
    BlobInvalid = 6001,

    /// <summary>A blob is above the largest size.</summary>
    BlobTooLarge = 6002,

    /// <summary>A folder of dumped layers is damaged.</summary>
    DumpInvalid = 6003,

    /// <summary>A folder of recorded results is damaged or is none.</summary>
    GoldenInvalid = 6004,

    /// <summary>Two kernel sets give different bytes for the same blob and input: a fault of Edge.</summary>
    KernelsDiffer = 6010,

    /// <summary>The file isn't a well-formed ONNX model.</summary>
    OnnxMalformed = 1001,

    /// <summary>The model's operator set is missing or too old.</summary>
    OnnxOpsetUnsupported = 1002,

    /// <summary>An operator that Edge does not import.</summary>
    OnnxOperatorUnsupported = 1003,

    /// <summary>A dimension of the input is not known and no option settles it.</summary>
    OnnxDynamicShape = 1004,

    /// <summary>The input shape given as an option contradicts the model.</summary>
    OnnxInputShapeMismatch = 1005,

    /// <summary>A node or output names a value that nothing defines: a missing initializer.</summary>
    OnnxValueMissing = 1006,

    /// <summary>The file with the weights that lie outside the model is missing.</summary>
    OnnxExternalDataMissing = 1007,

    /// <summary>The reference to weights outside the model is wrong: path, offset or length.</summary>
    OnnxExternalDataBad = 1008,

    /// <summary>A weight is NaN or infinite.</summary>
    OnnxWeightsNotFinite = 1009,

    /// <summary>The model has several inputs, or none.</summary>
    OnnxInputCount = 1010,

    /// <summary>Shapes that do not fit together: weights of the wrong shape, an impossible reshape.</summary>
    OnnxShapeMismatch = 1011,

    /// <summary>A tensor or the graph is too large to be meant.</summary>
    OnnxTooLarge = 1012,

    /// <summary>Nodes that depend on each other in a circle.</summary>
    OnnxCycle = 1013,

    /// <summary>A known operator in a variant that Edge does not import (dilation, reflect padding, linear resize, ...).</summary>
    OnnxVariantUnsupported = 1014,

    /// <summary>An attribute of the wrong type or with a value outside its range.</summary>
    OnnxAttributeBad = 1015,

    /// <summary>Quantized in a way that can neither be kept nor taken back to real numbers.</summary>
    OnnxQuantized = 1016,

    /// <summary>An operand that must be known at conversion time is computed from the input.</summary>
    OnnxNotConstant = 1017,

    /// <summary>An element type that Edge does not read.</summary>
    OnnxTypeUnsupported = 1018,

    /// <summary>A batch other than 1.</summary>
    OnnxBatchUnsupported = 1019,

    /// <summary>A scale that is not positive and finite, or a zero point that its type does not hold.</summary>
    OnnxBadScale = 1020,

    /// <summary>nanoff is not on the PATH.</summary>
    NanoffMissing = 7000,

    /// <summary>Another version of nanoff than the pinned one.</summary>
    NanoffVersion = 7001,

    /// <summary>No serial port: no board is connected.</summary>
    NoBoard = 7002,

    /// <summary>Several serial ports and none is named.</summary>
    SeveralPorts = 7003,

    /// <summary>Another program has the serial port.</summary>
    PortBusy = 7004,

    /// <summary>There is no such serial port.</summary>
    PortNotFound = 7005,

    /// <summary>The serial port failed in use: unplugged.</summary>
    PortFailed = 7006,

    /// <summary>The board does not answer.</summary>
    BoardSilent = 7007,

    /// <summary>Chip or firmware target is not the one of the board that was named.</summary>
    WrongChip = 7008,

    /// <summary>The firmware on the board is older than the pinned one.</summary>
    FirmwareOld = 7009,

    /// <summary>The firmware target on the device belongs to no board of nf-tools.json.</summary>
    BoardUnknown = 7010,

    /// <summary>The app has not been built.</summary>
    AppMissing = 7011,

    /// <summary>The app is larger than the board's deployment partition.</summary>
    AppTooLarge = 7012,

    /// <summary>The model is larger than the board's storage takes.</summary>
    ModelExceedsStorage = 7013,

    /// <summary>The board could not store the model.</summary>
    StorageFull = 7014,

    /// <summary>nanoff reports another failure.</summary>
    NanoffFailed = 7015,

    /// <summary>The board refuses a command of the host protocol.</summary>
    HostRefused = 7016,

    /// <summary>The board runs another model than the one that was sent.</summary>
    ModelNotTaken = 7017,

    /// <summary>A saved log holds no line of Edge's firmware.</summary>
    LogEmpty = 7018,
    /// <summary>A boxes file is not JSON, lacks a field, or a field has the wrong type.</summary>
    BoxesInvalid = 7060,

    /// <summary>A boxes file has a field that the format does not know.</summary>
    BoxesUnknownField = 7061,

    /// <summary>A field of a boxes file has a value that cannot be used; no boxes at all.</summary>
    BoxesBadValue = 7062,

    /// <summary>A digit's box is too small or leaves the frame.</summary>
    BoxOutsideFrame = 7063,

    /// <summary>The boxes of two digits overlap.</summary>
    BoxesOverlap = 7064,

    /// <summary>A frame has another size than the boxes were drawn on, or a raw frame another length.</summary>
    FrameSizeMismatch = 7065,

    /// <summary>The model does not read digits.</summary>
    MeterModelUnfit = 7066,

    /// <summary>The previous reading is not a number of the meter's digits.</summary>
    PreviousReadingInvalid = 7067,

    /// <summary>App and model together are larger than the board's deployment partition.</summary>
    PackImageTooLarge = 8000,

    /// <summary>The model is larger than the static data that one assembly holds.</summary>
    PackStaticTooLarge = 8001,

    /// <summary>Running the model takes more than the board's managed heap.</summary>
    PackHeapTooSmall = 8002,

    /// <summary>The sample is larger than the largest array, or is not what the board's app takes.</summary>
    PackSampleUnusable = 8003,

    /// <summary>The folder holds a class that edge pack did not write.</summary>
    PackTargetForeign = 8004,

    /// <summary>No convolution can become code with constant weights.</summary>
    PackNothingToSpecialize = 8005,

    /// <summary>A file of a new key exists already.</summary>
    KeyExists = 8100,

    /// <summary>A file is no key, or a damaged one.</summary>
    KeyInvalid = 8101,

    /// <summary>Others than its owner may read or write a secret key.</summary>
    KeyExposed = 8102,

    /// <summary>The list of a key's spent leaves is missing or damaged.</summary>
    LeavesLost = 8103,

    /// <summary>The key was copied or moved: this machine does not know which leaves are spent.</summary>
    KeyCopied = 8104,

    /// <summary>All leaves of a key are spent.</summary>
    KeyUsedUp = 8105,

    /// <summary>The list of spent leaves cannot be written, or somebody else is signing.</summary>
    KeyBusy = 8106,

    /// <summary>The version is not above the last one that the key has signed.</summary>
    VersionNotAbove = 8107,

    /// <summary>A model without a self-test cannot be confirmed by a board.</summary>
    SelfTestMissing = 8108,

    /// <summary>A signature file is none, or has another length.</summary>
    SignatureMalformed = 8109,

    /// <summary>A signature does not hold.</summary>
    SignatureInvalid = 8110,

    /// <summary>A signature belongs to another model.</summary>
    SignatureOtherModel = 8111,

    /// <summary>A signature was made with another key.</summary>
    SignatureOtherKey = 8112,

    /// <summary>Another program has the port that the studio was to listen on.</summary>
    StudioPortInUse = 9000,

    /// <summary>A request without the token, for another host, or from another page.</summary>
    StudioRefused = 9001,

    /// <summary>A path that leads out of the studio's working folder, or a name that is none.</summary>
    StudioPathOutside = 9002,

    /// <summary>A conversion is asked for while another one runs.</summary>
    StudioBusy = 9003,

    /// <summary>A dropped file is larger than the studio takes, or does not say how large it is.</summary>
    StudioUploadTooLarge = 9004,

    /// <summary>A request of the page is not understood.</summary>
    StudioRequestInvalid = 9005,

    /// <summary>The studio has no such page, conversion or upload.</summary>
    StudioNotFound = 9006,
}
