namespace Edge.ModelTools.Formats.Architecture.Naming;

/// <summary>Names of one block's weights.</summary>
/// <param name="Prefix">Name of the whole block.</param>
/// <param name="Expand">Only used when the block expands.</param>
/// <param name="Depthwise">Depthwise convolution.</param>
/// <param name="Squeeze">Only used when the block has squeeze-excite.</param>
/// <param name="Project">Projection.</param>
internal sealed record BlockNames(string Prefix, PartNames Expand, PartNames Depthwise, SqueezeNames Squeeze, PartNames Project);
