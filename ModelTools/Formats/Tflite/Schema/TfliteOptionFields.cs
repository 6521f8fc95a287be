namespace Edge.ModelTools.Formats.Tflite.Schema;

/// <summary>Field numbers of the option tables of the operators that Edge reads; same source as <see cref="TfliteFields"/>.</summary>
internal static class TfliteOptionFields
{
    /// <summary>CONV_2D.</summary>
    internal static class Conv2D
    {
        public const int Padding = 0; // int8, TflitePadding
        public const int StrideW = 1; // int32
        public const int StrideH = 2; // int32
        public const int Activation = 3; // int8, TfliteActivation
        public const int DilationW = 4; // int32, 1 when absent
        public const int DilationH = 5; // int32, 1 when absent
    }

    /// <summary>DEPTHWISE_CONV_2D. Field 3 (depth multiplier) repeats what the shapes say.</summary>
    internal static class DepthwiseConv2D
    {
        public const int Padding = 0;
        public const int StrideW = 1;
        public const int StrideH = 2;
        public const int Activation = 4;
        public const int DilationW = 5;
        public const int DilationH = 6;
    }

    /// <summary>AVERAGE_POOL_2D and MAX_POOL_2D.</summary>
    internal static class Pool2D
    {
        public const int Padding = 0;
        public const int StrideW = 1;
        public const int StrideH = 2;
        public const int FilterW = 3; // int32
        public const int FilterH = 4; // int32
        public const int Activation = 5;
    }

    /// <summary>FULLY_CONNECTED.</summary>
    internal static class FullyConnected
    {
        public const int Activation = 0;
        public const int WeightsFormat = 1; // int8, 0 for plain row-major
        public const int KeepDimensions = 2; // bool
    }

    /// <summary>ADD, SUB and MUL.</summary>
    internal static class Arithmetic
    {
        public const int Activation = 0;
    }

    /// <summary>TRANSPOSE_CONV.</summary>
    internal static class TransposeConv
    {
        public const int Padding = 0;
        public const int StrideW = 1;
        public const int StrideH = 2;
        public const int Activation = 3;
    }

    /// <summary>SPACE_TO_DEPTH and DEPTH_TO_SPACE.</summary>
    internal static class Blocks
    {
        public const int Size = 0; // int32
    }

    /// <summary>L2_NORMALIZATION.</summary>
    internal static class L2Norm
    {
        public const int Activation = 0;
    }

    /// <summary>GELU.</summary>
    internal static class Gelu
    {
        public const int IsApproximate = 0; // bool
    }

    /// <summary>SOFTMAX.</summary>
    internal static class Softmax
    {
        public const int Beta = 0; // float32
    }

    /// <summary>CONCATENATION.</summary>
    internal static class Concatenation
    {
        public const int Axis = 0; // int32
        public const int Activation = 1;
    }

    /// <summary>RESHAPE.</summary>
    internal static class Reshape
    {
        public const int NewShape = 0; // [int32]
    }

    /// <summary>SQUEEZE.</summary>
    internal static class Squeeze
    {
        public const int Dimensions = 0; // [int32]
    }

    /// <summary>MIRROR_PAD.</summary>
    internal static class MirrorPad
    {
        public const int Mode = 0; // byte: 0 about the outermost elements, 1 beside them
    }

    /// <summary>MEAN, SUM, REDUCE_MAX.</summary>
    internal static class Reducer
    {
        public const int KeepDimensions = 0; // bool
    }

    /// <summary>LEAKY_RELU.</summary>
    internal static class LeakyRelu
    {
        public const int Alpha = 0; // float32
    }

    /// <summary>RESIZE_BILINEAR.</summary>
    internal static class ResizeBilinear
    {
        public const int AlignCorners = 2; // bool
        public const int HalfPixelCenters = 3; // bool
    }

    /// <summary>RESIZE_NEAREST_NEIGHBOR.</summary>
    internal static class ResizeNearest
    {
        public const int AlignCorners = 0; // bool
        public const int HalfPixelCenters = 1; // bool
    }

    /// <summary>STRIDED_SLICE. The masks have one bit for each entry of begin.</summary>
    internal static class StridedSlice
    {
        public const int BeginMask = 0; // int32
        public const int EndMask = 1; // int32
        public const int EllipsisMask = 2; // int32
        public const int NewAxisMask = 3; // int32
        public const int ShrinkAxisMask = 4; // int32
        public const int IsOffset = 5; // bool; end is relative to begin
    }

    /// <summary>PACK.</summary>
    internal static class Pack
    {
        public const int Axis = 1; // int32
    }

    /// <summary>GATHER.</summary>
    internal static class Gather
    {
        public const int Axis = 0; // int32
        public const int BatchDimensions = 1; // int32
    }

    /// <summary>SHAPE.</summary>
    internal static class Shape
    {
        public const int OutputType = 0; // int8, TfliteTensorType; 0 stands for int32
    }
}
