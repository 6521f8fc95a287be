using System;
using System.Text.Json;
using Edge.ModelTools.Execution;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;

namespace Edge.ModelTools.Profiling;

// Runs in the load context of the woven runtime, from a second copy of this very assembly, so that it is compiled against the
// runtime like any other code. Only primitive types, arrays, delegates and text pass to the caller.

/// <summary>One inference on the woven runtime.</summary>
internal static class CountedInference
{
    /// <summary>Loads a model, runs it twice and records the second run: the first one also initialises statics.</summary>
    /// <param name="blob">An .edge8 blob that loads.</param>
    /// <param name="kernels">Name of the kernel set, or its type in this load context.</param>
    /// <param name="input">[H, W, C] int8.</param>
    /// <param name="weighNow">Weighted instructions so far.</param>
    /// <param name="costOfReadingClock">What reading the device's clock costs.</param>
    /// <returns>An <see cref="InferenceProfile"/> as JSON.</returns>
    public static string Run(byte[] blob, object kernels, sbyte[] input, Func<double> weighNow, double costOfReadingClock)
    {
        GroupRecorder? recorder = null;
        KernelSet set = kernels is Type type ? (KernelSet)Activator.CreateInstance(type)! : KernelSets.Create((string)kernels);
        var counting = new CountingKernels(set, weighNow, () => recorder?.Groups.Count ?? 0);
        double start = weighNow();
        Int8Model model = Int8Model.Load(new MemoryWeightSource(blob), counting);
        double load = weighNow() - start;
        recorder = new GroupRecorder(model);
        ModelRunner.Run(model, input);

        counting.Clear();
        model.Attach(new WeightedClock(weighNow, costOfReadingClock), recorder);
        sbyte[][] outputs = ModelRunner.Run(model, input);
        return JsonSerializer.Serialize(new InferenceProfile(counting.Macs, recorder.Groups, counting.Operators, outputs, load));
    }

    /// <summary>As <see cref="Run"/>, with native kernels, whose calls count as calls and no more.</summary>
    public static string RunAround(byte[] blob, sbyte[] input, Func<double> weighNow, double costOfReadingClock)
    {
        double start = weighNow();
        Int8Model model = Int8Model.Load(new MemoryWeightSource(blob), KernelSets.Create(KernelSets.Native));
        double load = weighNow() - start;
        ModelRunner.Run(model, input);
        var recorder = new GroupRecorder(model);
        model.Attach(new WeightedClock(weighNow, costOfReadingClock), recorder);
        sbyte[][] outputs = ModelRunner.Run(model, input);
        return JsonSerializer.Serialize(new InferenceProfile(0, recorder.Groups, [], outputs, load));
    }
}
