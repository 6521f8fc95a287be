namespace Edge.ModelTools.Formats.Tflite.Schema;

/// <summary>Which option table an operator carries: the members of the schema's BuiltinOptions union that Edge reads.</summary>
internal enum TfliteOptionsType
{
    None = 0,
    Conv2D = 1,
    DepthwiseConv2D = 2,
    Pool2D = 5,
    FullyConnected = 8,
    Softmax = 9,
    Concatenation = 10,
    Add = 11,
    ResizeBilinear = 15,
    Reshape = 17,
    Mul = 21,
    Gather = 23,
    Reducer = 27,
    Sub = 28,
    Squeeze = 30,
    StridedSlice = 32,
    Shape = 55,
    Pack = 59,
    ResizeNearest = 74,
    LeakyRelu = 75,
}
