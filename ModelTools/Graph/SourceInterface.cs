using Edge.ModelTools.Data;

namespace Edge.ModelTools.Graph;

/// <summary>
/// What the source model's own input or output looks like, so that users can feed and read it in its terms
/// although the device only sees int8.
/// </summary>
/// <param name="Name">Name in the source model.</param>
/// <param name="Type">Element type in the source model: Float32, UInt8 or Int8.</param>
/// <param name="Shape">Shape in the source model's layout, batch included.</param>
/// <param name="IsChannelsFirst">Whether that layout is NCHW (rank 4).</param>
/// <param name="Finish">What is left to the host; type and shape are those before it.</param>
internal sealed record SourceInterface(string Name, ElementType Type, int[] Shape, bool IsChannelsFirst, OutputFinish Finish = OutputFinish.None);
