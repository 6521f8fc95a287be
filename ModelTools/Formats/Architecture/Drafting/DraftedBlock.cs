namespace Edge.ModelTools.Formats.Architecture.Drafting;

/// <summary>What the shapes of a block's weights tell.</summary>
/// <param name="Kernel">Of the depthwise convolution.</param>
/// <param name="Expanded">Channels of the depthwise convolution.</param>
/// <param name="Output">Channels of the projection.</param>
/// <param name="Squeeze">Channels of the squeeze-excite bottleneck; 0: none.</param>
/// <param name="Stage">Prefix of the block's name up to its stage: blocks of one stage have it in common.</param>
internal sealed record DraftedBlock(int Kernel, int Expanded, int Output, int Squeeze, string Stage);
