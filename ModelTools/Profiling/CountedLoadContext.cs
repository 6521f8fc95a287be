using System.Collections.Generic;
using System.Reflection;
using System.Runtime.Loader;

namespace Edge.ModelTools.Profiling;

/// <summary>
/// Load context of counted assemblies and their companions. They find each other here first; everything else they need comes
/// from the program, so that delegates and arrays pass between the two.
/// </summary>
internal sealed class CountedLoadContext : AssemblyLoadContext
{
    private readonly IReadOnlyDictionary<string, Assembly> _assemblies;

    /// <summary>Makes an empty context.</summary>
    /// <param name="assemblies">What is loaded so far, by simple name; read whenever a reference is resolved.</param>
    public CountedLoadContext(IReadOnlyDictionary<string, Assembly> assemblies)
        : base("counted")
    {
        _assemblies = assemblies;
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        return assemblyName.Name is not null && _assemblies.TryGetValue(assemblyName.Name, out Assembly? assembly) ? assembly : null;
    }
}
