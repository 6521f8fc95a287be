using System;
using System.Collections.Generic;
using Edge.ModelTools.Diagnostics;
using Edge.Runtime.Int8.Kernels;

namespace Edge.ModelTools.Execution;

/// <summary>The kernel sets by name; every test and command that takes one looks here.</summary>
internal static class KernelSets
{
    /// <summary>Name of the set that is used unless another is asked for.</summary>
    public const string Default = "reference";

    private static readonly Dictionary<string, Func<KernelSet>> s_factories = new()
    {
        ["reference"] = () => new ReferenceKernels(),
        ["packed"] = () => new PackedKernels(),
    };

    /// <summary>All names.</summary>
    public static IReadOnlyCollection<string> Names => s_factories.Keys;

    /// <summary>Makes a kernel set.</summary>
    /// <exception cref="EdgeException">There is none of that name.</exception>
    public static KernelSet Create(string name)
    {
        return s_factories.TryGetValue(name, out Func<KernelSet>? factory)
            ? factory()
            : throw new EdgeException(
                DiagnosticId.BadOption,
                "--kernels",
                $"there is no kernel set '{name}'",
                $"use one of: {string.Join(", ", Names)}");
    }
}
