using System.Collections.Generic;

namespace Edge.ModelTools.Formats.Architecture.Drafting;

/// <summary>What names and shapes tell of an MBConv network.</summary>
/// <param name="Scheme">Naming scheme.</param>
/// <param name="InputChannels">Channels of the input.</param>
/// <param name="StemKernel">Kernel of the first convolution.</param>
/// <param name="StemOutput">Its channels.</param>
/// <param name="Blocks">Blocks.</param>
/// <param name="HeadConvolution">Channels of the 1x1 convolution behind the blocks; 0: none.</param>
/// <param name="Hidden">Channels of the hidden layer; 0: none.</param>
/// <param name="Classes">Outputs.</param>
internal sealed record NetworkDraft(
    string Scheme, int InputChannels, int StemKernel, int StemOutput, IReadOnlyList<DraftedBlock> Blocks, int HeadConvolution, int Hidden, int Classes);
