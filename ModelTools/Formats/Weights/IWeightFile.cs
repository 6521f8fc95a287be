using System;
using System.Collections.Generic;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Formats.Weights;

/// <summary>A file of trained weights: tensors by name, no graph.</summary>
internal interface IWeightFile : IDisposable
{
    /// <summary>Path, for messages.</summary>
    string Path { get; }

    /// <summary>Whether the tensors stand in the order in which the network defines its layers.</summary>
    bool IsInOrder { get; }

    /// <summary>All tensors, in the order of the file.</summary>
    IReadOnlyList<WeightEntry> Entries { get; }

    /// <summary>Values of one of <see cref="Entries"/> as float, row-major.</summary>
    /// <exception cref="EdgeException">A type that is no floating point number, a value that is not finite, a file that ends too early.</exception>
    float[] ReadFloats(WeightEntry entry);
}
