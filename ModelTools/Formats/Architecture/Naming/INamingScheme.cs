using System.Collections.Generic;

namespace Edge.ModelTools.Formats.Architecture.Naming;

/// <summary>A way in which a training library names the weights of an MBConv network.</summary>
internal interface INamingScheme
{
    /// <summary>Name in <c>arch.json</c>.</summary>
    string Name { get; }

    /// <summary>Whether these names look like this scheme's; no two schemes say so of the same names.</summary>
    /// <param name="names">All names of a file, common prefixes taken off.</param>
    bool Matches(IReadOnlySet<string> names);

    /// <summary>The names of all weights.</summary>
    /// <param name="blocks">The architecture's blocks.</param>
    /// <param name="hasHidden">The head has a hidden layer.</param>
    /// <param name="names">All names of a file: where blocks are grouped in stages, they tell how many each stage has.</param>
    WeightNames Resolve(IReadOnlyList<BlockForm> blocks, bool hasHidden, IReadOnlySet<string> names);
}
