namespace Edge.ModelTools.Graph;

/// <summary>
/// Operators of the IR. Inputs in order; every operator has one output unless it says otherwise.
/// Float and quantized graphs use the same kinds: the tensors' types tell which it is.
/// </summary>
internal enum OperatorKind
{
    /// <summary>Inputs: x [1,H,W,I], weights [O,kh,kw,I/groups], bias [O] (optional). <see cref="ConvAttributes"/>.</summary>
    Conv2D,

    /// <summary>Inputs: x [1,H,W,C], weights [1,kh,kw,C*multiplier] (output channel = c * multiplier + m), bias (optional). <see cref="ConvAttributes"/>.</summary>
    DepthwiseConv2D,

    /// <summary>Inputs: x (flattened to [rows, I]; rows = 1), weights [O,I], bias [O] (optional). <see cref="FullyConnectedAttributes"/>.</summary>
    FullyConnected,

    /// <summary>Inputs: a, b; numpy broadcasting; either may be constant. <see cref="ArithmeticAttributes"/>.</summary>
    Add,

    /// <summary>a - b; as <see cref="Add"/>.</summary>
    Sub,

    /// <summary>a * b; as <see cref="Add"/>.</summary>
    Mul,

    /// <summary>Mean over the valid taps of each window. <see cref="PoolAttributes"/>.</summary>
    AveragePool,

    /// <summary>Maximum over the valid taps of each window. <see cref="PoolAttributes"/>.</summary>
    MaxPool,

    /// <summary>Mean over axes. <see cref="MeanAttributes"/>.</summary>
    Mean,

    /// <summary>Constant padding of H and W (or any axis). <see cref="PadAttributes"/>.</summary>
    Pad,

    /// <summary>Same elements in row-major order, the output's shape. No attributes.</summary>
    Reshape,

    /// <summary><see cref="TransposeAttributes"/>.</summary>
    Transpose,

    /// <summary>Softmax over the last axis. <see cref="SoftmaxAttributes"/>.</summary>
    Softmax,

    /// <summary>Elementwise function of one input. <see cref="UnaryAttributes"/>.</summary>
    Unary,

    /// <summary>Inputs: x [1,H,W,C], slope (C values, broadcastable). No attributes.</summary>
    PRelu,

    /// <summary>float to int8/uint8, or integer to integer with another scale (requantize). No attributes.</summary>
    Quantize,

    /// <summary>int8/uint8 to float. No attributes.</summary>
    Dequantize,

    /// <summary>Inputs: two or more. <see cref="ConcatAttributes"/>.</summary>
    Concat,

    /// <summary>Nearest-neighbour resize of H and W to the output's shape. <see cref="ResizeAttributes"/>.</summary>
    ResizeNearest,

    /// <summary>Bilinear resize of H and W to the output's shape, int8 only. <see cref="ResizeAttributes"/>.</summary>
    ResizeBilinear,

    /// <summary>Picks indices along axes: slice, split, flip, gather, channel shuffle, repetition. <see cref="SelectAttributes"/>.</summary>
    Select,

    /// <summary>Channels of a pixel [1,H,W,B*B*C] become a block of pixels. <see cref="DepthToSpaceAttributes"/>.</summary>
    DepthToSpace,

    /// <summary>The larger of a and b; numpy broadcasting; either may be constant. No attributes.</summary>
    Maximum,

    /// <summary>The smaller; as <see cref="Maximum"/>.</summary>
    Minimum,

    /// <summary>x / sqrt(sum of x * x over the last axis). No attributes.</summary>
    L2Normalization,

    /// <summary>sqrt(sum of x * x over the last axis), which stays as 1; only on its way to be part of an <see cref="L2Normalization"/>. No attributes.</summary>
    ReduceL2,

    /// <summary>x - ln(sum of e^x) over the last axis; only before an output, where <see cref="Passes.LeaveToHost"/> takes it away. No attributes.</summary>
    LogSoftmax,

    /// <summary>Index of the largest element of the last axis; as <see cref="LogSoftmax"/>. No attributes.</summary>
    ArgMax,

    /// <summary>Inputs: x, scale [C], shift [C]: y = x * scale + shift per channel (an unfolded batch normalisation); folded away before quantization. No attributes.</summary>
    ScaleShift,
}
