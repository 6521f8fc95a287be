using System.Collections.Generic;
using Edge.ModelTools.Profiling;

namespace Edge.ModelTools.Blocks;

/// <summary>What a block takes.</summary>
/// <param name="Design">The block.</param>
/// <param name="Parameters">Weights and biases.</param>
/// <param name="Macs">Multiply-accumulates of an inference.</param>
/// <param name="BlobBytes">Size of the blob.</param>
/// <param name="PeakSramBytes">Everything an inference touches besides code.</param>
/// <param name="Reports">Counted instructions and predicted time and energy, for each kernel set and board.</param>
internal sealed record BlockFigures(BlockDesign Design, int Parameters, long Macs, int BlobBytes, int PeakSramBytes, IReadOnlyList<ProfileReport> Reports);
