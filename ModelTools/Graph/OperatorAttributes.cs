namespace Edge.ModelTools.Graph;

/// <summary>What an operator needs beside its inputs. Each kind of operator has its own record; kinds without one use null.</summary>
internal abstract record OperatorAttributes;

/// <summary>Convolutions. <paramref name="Groups"/> is 1 for depthwise (the kind says it); dilation is always 1.</summary>
/// <param name="Activation">Clamp applied to the result, or null.</param>
internal sealed record ConvAttributes(int StrideH, int StrideW, Padding Padding, int Groups = 1, Clamp? Activation = null) : OperatorAttributes;

/// <summary>Fully connected layers.</summary>
internal sealed record FullyConnectedAttributes(Clamp? Activation = null) : OperatorAttributes;

/// <summary>Add, subtract, multiply.</summary>
internal sealed record ArithmeticAttributes(Clamp? Activation = null) : OperatorAttributes;

/// <summary>Pooling. <paramref name="CountPadding"/>: the divisor is the whole window (ONNX count_include_pad), not the valid taps.</summary>
internal sealed record PoolAttributes(int KernelH, int KernelW, int StrideH, int StrideW, Padding Padding, Clamp? Activation = null, bool CountPadding = false) : OperatorAttributes;

/// <summary>Mean over <paramref name="Axes"/> (non-negative, ascending, of the input's rank).</summary>
internal sealed record MeanAttributes(int[] Axes, bool KeepDimensions) : OperatorAttributes;

/// <summary>Padding per axis; <paramref name="Before"/> and <paramref name="After"/> have one entry for each axis of the input.</summary>
/// <param name="Value">Real value padded with; for quantized tensors it is <paramref name="QuantizedValue"/>.</param>
/// <param name="QuantizedValue">Padded value of a quantized tensor, or null for the zero point.</param>
internal sealed record PadAttributes(int[] Before, int[] After, float Value = 0, int? QuantizedValue = null) : OperatorAttributes;

/// <summary>output dimension i is input dimension <paramref name="Permutation"/>[i].</summary>
internal sealed record TransposeAttributes(int[] Permutation) : OperatorAttributes;

/// <summary>softmax(Beta * x).</summary>
internal sealed record SoftmaxAttributes(float Beta = 1) : OperatorAttributes;

/// <summary>An elementwise function and its parameters.</summary>
internal sealed record UnaryAttributes(UnaryFunction Function, float Alpha = 0, float Beta = 0) : OperatorAttributes;

/// <summary>Concatenation along <paramref name="Axis"/> (non-negative).</summary>
internal sealed record ConcatAttributes(int Axis, Clamp? Activation = null) : OperatorAttributes;

/// <summary>
/// Output index i along axis a is input index <paramref name="Indices"/>[a][i]; null keeps an axis as it is. One entry for each axis.
/// </summary>
/// <param name="IsPart">One of several inputs of the source model is picked from the packed one; it has a quantization of its own.</param>
internal sealed record SelectAttributes(int[]?[] Indices, bool IsPart = false) : OperatorAttributes;

/// <summary>
/// Position (y, x) of the whole result reads pixel (y / BlockH, x / BlockW), channel (y % BlockH * BlockW + x % BlockW) * C + c, or, when
/// <paramref name="IsChannelMajor"/>, c * BlockH * BlockW + y % BlockH * BlockW + x % BlockW. The output begins at row
/// <paramref name="Top"/> and column <paramref name="Left"/> of it.
/// </summary>
internal sealed record DepthToSpaceAttributes(int BlockH, int BlockW, bool IsChannelMajor, int Top = 0, int Left = 0) : OperatorAttributes;

/// <summary>Nearest-neighbour or bilinear resize as TensorFlow defines it.</summary>
internal sealed record ResizeAttributes(bool AlignCorners, bool HalfPixelCenters) : OperatorAttributes;
