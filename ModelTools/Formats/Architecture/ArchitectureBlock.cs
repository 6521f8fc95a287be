using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Architecture;

/// <summary>One MBConv block: expand 1x1, depthwise, squeeze-excite, project 1x1, residual addition.</summary>
/// <param name="Kernel">Of the depthwise convolution, odd.</param>
/// <param name="Stride">Of the depthwise convolution.</param>
/// <param name="Expanded">Channels of the depthwise convolution; no expand when equal to the block's input channels.</param>
/// <param name="Output">Channels of the projection.</param>
/// <param name="Squeeze">Channels of the squeeze-excite bottleneck; 0: none.</param>
/// <param name="Activation">After expand and depthwise; null: none.</param>
internal sealed record ArchitectureBlock(int Kernel, int Stride, int Expanded, int Output, int Squeeze, UnaryFunction? Activation);
