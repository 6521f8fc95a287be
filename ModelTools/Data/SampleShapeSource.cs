using System;

namespace Edge.ModelTools.Data;

/// <summary>Where the shape of a model's samples comes from, looked up only when a model leaves a dimension open.</summary>
/// <param name="Find">Finds it; null when the samples have none.</param>
/// <param name="IsChannelsFirst">Whether arrays have their channels first; null leaves it to their shape.</param>
internal sealed record SampleShapeSource(Func<SampleShape?> Find, bool? IsChannelsFirst = null);
