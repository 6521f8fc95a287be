using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution.Vector;
using Edge.Runtime.Int8.Kernels;

namespace Edge.ModelTools.Execution;

/// <summary>The kernel sets by name; every test and command that takes one looks here. All give the same bytes.</summary>
internal static class KernelSets
{
    /// <summary>Name of the set that runs models on the desktop unless another is asked for: the fastest one here.</summary>
    public const string Default = "vector";

    /// <summary>Name of the set whose cost on a board is predicted unless another is asked for.</summary>
    public const string DeviceDefault = "packed";

    /// <summary>Name of the set in C: firmware of one's own runs it on a board, and the same C here when a compiler was found.</summary>
    public const string Native = "native";

    private static readonly Dictionary<string, Func<KernelSet>> s_factories = MakeFactories();

    /// <summary>All names.</summary>
    public static IReadOnlyCollection<string> Names => s_factories.Keys;

    /// <summary>Those that stock firmware runs, interpreted.</summary>
    public static IReadOnlyCollection<string> DeviceNames { get; } = [.. s_factories.Keys.Where(name => name != Default && name != Native)];

    /// <summary>The set to predict a board's time with when <paramref name="name"/> runs here.</summary>
    public static string OnDevice(string name) => DeviceNames.Contains(name) ? name : DeviceDefault;

    /// <summary>The set that results of <paramref name="name"/> are checked against: the one that boards run, or the definition for that one.</summary>
    public static string CheckOf(string name) => name == DeviceDefault ? "reference" : DeviceDefault;

    /// <summary>Makes a kernel set.</summary>
    /// <exception cref="EdgeException">There is none of that name.</exception>
    public static KernelSet Create(string name)
    {
        if (name == Native && !NativeKernels.IsAvailable)
        {
            throw new EdgeException(
                DiagnosticId.BadOption, "--kernels", "the native kernels were not built: no C compiler was found", "install gcc or clang and build ModelTools again, or use another set");
        }

        return s_factories.TryGetValue(name, out Func<KernelSet>? factory) ? factory() : throw Unknown(name, "kernel set", Names);
    }

    /// <summary>Refuses a set that no device runs.</summary>
    /// <exception cref="EdgeException">There is none of that name, or it runs on the desktop only.</exception>
    public static void RequireDevice(string name)
    {
        if (!DeviceNames.Contains(name))
        {
            throw Unknown(name, "kernel set for devices", DeviceNames);
        }
    }

    private static Dictionary<string, Func<KernelSet>> MakeFactories()
    {
        var factories = new Dictionary<string, Func<KernelSet>>
        {
            ["reference"] = () => new ReferenceKernels(),
            ["packed"] = () => new PackedKernels(),
            ["vector"] = () => new VectorKernels(),
        };
        if (NativeKernels.IsAvailable)
        {
            factories[Native] = () => new NativeKernels();
        }

        return factories;
    }

    private static EdgeException Unknown(string name, string kind, IReadOnlyCollection<string> known)
    {
        return new EdgeException(DiagnosticId.BadOption, "--kernels", $"there is no {kind} '{name}'", $"use one of: {string.Join(", ", known)}");
    }
}
