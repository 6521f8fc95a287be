namespace Edge.ModelTools.Formats.Tflite.Schema;

/// <summary>
/// Field numbers of the tables of a .tflite file, in the order in which TFLite's schema version 3 declares them
/// (tensorflow/compiler/mlir/lite/schema/schema.fbs). A union takes two numbers: its type, then its value.
/// </summary>
internal static class TfliteFields
{
    /// <summary>Four characters at byte 4 of every file.</summary>
    public const string Identifier = "TFL3";

    /// <summary>The only schema version there is.</summary>
    public const int SchemaVersion = 3;

    /// <summary>The root table.</summary>
    internal static class Model
    {
        public const int Version = 0; // uint32
        public const int OperatorCodes = 1; // [OperatorCode]
        public const int SubGraphs = 2; // [SubGraph]
        public const int Buffers = 4; // [Buffer]
    }

    /// <summary>Which operator an index stands for.</summary>
    internal static class OperatorCode
    {
        public const int DeprecatedCode = 0; // int8; the code while it was below 127
        public const int CustomName = 1; // string
        public const int Version = 2; // int32, 1 when absent
        public const int Code = 3; // int32
    }

    /// <summary>A graph.</summary>
    internal static class SubGraph
    {
        public const int Tensors = 0; // [Tensor]
        public const int Inputs = 1; // [int32]
        public const int Outputs = 2; // [int32]
        public const int Operators = 3; // [Operator]
    }

    /// <summary>One operator.</summary>
    internal static class Operator
    {
        public const int CodeIndex = 0; // uint32
        public const int Inputs = 1; // [int32], -1 for an input left out
        public const int Outputs = 2; // [int32]
        public const int OptionsType = 3; // uint8, TfliteOptionsType
        public const int Options = 4; // table
    }

    /// <summary>One tensor.</summary>
    internal static class Tensor
    {
        public const int Shape = 0; // [int32]
        public const int Type = 1; // int8, TfliteTensorType
        public const int Buffer = 2; // uint32; buffer 0 is always empty
        public const int Name = 3; // string
        public const int Quantization = 4; // Quantization
        public const int IsVariable = 5; // bool
        public const int Sparsity = 6; // table
        public const int ShapeSignature = 7; // [int32], -1 for a dimension left open
        public const int ExternalBuffer = 10; // uint32
    }

    /// <summary>Scales and zero points of a tensor.</summary>
    internal static class Quantization
    {
        public const int Scales = 2; // [float32]
        public const int ZeroPoints = 3; // [int64]
        public const int DetailsType = 4; // uint8, 0 for plain affine quantization
        public const int Axis = 6; // int32
    }

    /// <summary>The bytes of a constant.</summary>
    internal static class Buffer
    {
        public const int Data = 0; // [uint8]
        public const int Offset = 1; // uint64; greater than 1 when the data stands outside the FlatBuffer
    }
}
