using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;

namespace Edge.ModelTools.Profiling;

// Two counts that add up: RV32IMC instructions of the kernels (NativeInstructions), and interpreted instructions around them, counted on
// a woven copy of the runtime whose groups run natively. A board's time of a native instruction comes from published times of
// person_detect (7.2 M products) with TFLM and esp-nn: 426 ms on an ESP32-C3 at 160 MHz and 380 ms on an ESP32 at 240 MHz, and from esp-nn's
// counted 9.5 RV32IMC instructions for each product of such a network.

/// <summary>Predicts what an inference costs on firmware with the native kernels.</summary>
internal static class NativeProfiler
{
    private const double PublishedProducts = 7.2e6;
    private const double EspNnInstructionsPerProduct = 9.5;
    private const double PublishedMsC3 = 426;
    private const double PublishedMsEsp32 = 380;

    /// <summary>Where the time of a native instruction comes from.</summary>
    public const string Source =
        "native: RV32IMC instructions (gcc 12 -O2, emulated) and cycles from published times of person_detect with TFLM and esp-nn (426 ms ESP32-C3, 380 ms ESP32); one core, no vector unit";

    /// <summary>Predicts one inference.</summary>
    /// <param name="name">Path or name of the model, for messages.</param>
    /// <param name="blob">The .edge8 blob.</param>
    /// <param name="board">The board: native instructions are given in units of its interpreted ones.</param>
    /// <returns>As <see cref="ModelProfiler.Profile"/> gives it.</returns>
    /// <exception cref="EdgeException">The blob is damaged, or its groups cannot run natively here.</exception>
    public static InferenceProfile Profile(string name, byte[] blob, Board board)
    {
        Int8Model model = BlobFile.Load(name, blob, KernelSets.Create(KernelSets.Native));
        sbyte[] input = ModelProfiler.MakeInput(model.Input.Length);
        double unit = NanosecondsPerInstruction(board) / board.NsPerInstruction;
        var kernels = new NativeCostKernels();
        InferenceProfile native = Count(blob, kernels, input, unit);
        InferenceProfile interpreted = ModelProfiler.CountAround(blob, input);
        GroupProfile[] groups = [.. native.Groups.Zip(interpreted.Groups, (a, b) => b with { Compute = a.Compute + b.Compute })];
        return native with { Groups = groups, LoadWeighted = interpreted.LoadWeighted };
    }

    /// <summary>Time of a native instruction.</summary>
    public static double NanosecondsPerInstruction(Board board)
    {
        bool isRiscV = board.Name.Contains("esp32c", StringComparison.Ordinal);
        double cycles = isRiscV ? Cycles(PublishedMsC3, 160) : Cycles(PublishedMsEsp32, 240);
        return cycles * 1000 / board.Currents.CpuMegahertz;
    }

    private static double Cycles(double milliseconds, double megahertz)
    {
        return milliseconds * megahertz * 1000 / (PublishedProducts * EspNnInstructionsPerProduct);
    }

    private static InferenceProfile Count(byte[] blob, NativeCostKernels kernels, sbyte[] input, double unit)
    {
        GroupRecorder? recorder = null;
        double Now() => kernels.Instructions * unit;
        var counting = new CountingKernels(kernels, Now, () => recorder?.Groups.Count ?? 0);
        Int8Model model = Int8Model.Load(new MemoryWeightSource(blob), counting);
        recorder = new GroupRecorder(model);
        model.Attach(new WeightedClock(Now, 0), recorder);
        sbyte[][] outputs = ModelRunner.Run(model, input);
        return new InferenceProfile(counting.Macs, recorder.Groups, counting.Operators, outputs, 0);
    }
}
