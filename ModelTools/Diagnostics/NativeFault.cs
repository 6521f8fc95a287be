using System;
using System.Runtime.InteropServices;

namespace Edge.ModelTools.Diagnostics;

/// <summary>A library of machine code that is not there, or is one of another system.</summary>
internal static class NativeFault
{
    /// <summary>What the user can do.</summary>
    public const string Remedy = "install edge again with the package of this system (linux-x64, linux-arm64, win-x64 or osx-arm64), or on another one build it from its repository";

    /// <summary>Whether an exception says so.</summary>
    /// <param name="cause">Out of its wrappers.</param>
    public static bool IsNative(Exception cause) => cause is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException;

    /// <summary>Which library, on which system, in one line.</summary>
    public static string Describe(Exception cause)
    {
        // The loader's message goes on for pages about where it has looked; its first sentence names the library.
        string message = OneLine.Of(cause.Message);
        int end = message.IndexOf("or one of its dependencies", StringComparison.Ordinal);
        return $"{(end < 0 ? message : message[..end].TrimEnd())} ({RuntimeInformation.RuntimeIdentifier})";
    }
}
