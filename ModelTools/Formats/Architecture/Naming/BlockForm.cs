namespace Edge.ModelTools.Formats.Architecture.Naming;

/// <summary>What the names of a block's parts depend on.</summary>
/// <param name="Index">Number of the block, from 0.</param>
/// <param name="IsExpanding">The block has an expanding convolution.</param>
/// <param name="HasSqueeze">The block has squeeze-excite.</param>
internal readonly record struct BlockForm(int Index, bool IsExpanding, bool HasSqueeze);
