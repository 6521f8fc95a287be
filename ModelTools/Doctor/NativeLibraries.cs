using System;
using System.Collections.Generic;
using System.IO.Ports;
using System.Runtime.InteropServices;
using Edge.ModelTools.Diagnostics;
using Edge.Runtime.Int8.Kernels;
using Microsoft.ML.OnnxRuntime;
using SkiaSharp;

namespace Edge.ModelTools.Doctor;

/// <summary>The libraries of machine code that the tool brings for each system; each is asked for its version.</summary>
internal static class NativeLibraries
{
    // The name in System.IO.Ports; on Windows the system's own functions do its work.
    private const string SerialLibrary = "libSystem.IO.Ports.Native";

    /// <summary>Looks at all of them.</summary>
    public static IEnumerable<Finding> Examine()
    {
        yield return Examine("ONNX Runtime", () => OrtEnv.Instance().GetVersionString());
        yield return Examine("SkiaSharp", () => SkiaSharpVersion.Native.ToString());
        if (!OperatingSystem.IsWindows())
        {
            yield return Examine("serial ports", AskSerial);
        }

        yield return NativeKernels.IsAvailable
            ? Finding.Fine("kernel set native", "there")
            : new Finding("kernel set native", "not built", FindingState.Optional, "only --kernels native needs it here: install gcc or clang and build edge from its repository");
    }

    /// <summary>Asks one library.</summary>
    /// <param name="name">Its name for people.</param>
    /// <param name="version">Calls it.</param>
    internal static Finding Examine(string name, Func<string> version)
    {
        try
        {
            return Finding.Fine(name, version());
        }
        catch (Exception exception) when (NativeFault.IsNative(FaultReport.Cause(exception)))
        {
            return new Finding(name, NativeFault.Describe(FaultReport.Cause(exception)), FindingState.Missing, NativeFault.Remedy);
        }
    }

    private static string AskSerial()
    {
        nint handle = NativeLibrary.Load(SerialLibrary, typeof(SerialPort).Assembly, null);
        NativeLibrary.Free(handle);
        return "there";
    }
}
