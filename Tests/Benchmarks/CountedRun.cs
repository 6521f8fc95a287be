using System;
using Edge.ModelTools.Execution;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Weights;

namespace Edge.Benchmarks;

// Runs in the load context of the woven runtime; only numbers, arrays, delegates and text pass to the caller.

/// <summary>One inference on the counted runtime.</summary>
internal static class CountedRun
{
    /// <summary>Loads a model and runs it twice; <paramref name="begin"/> is called before the second run, which finds statics and tables filled.</summary>
    public static void Run(byte[] blob, string kernels, sbyte[] input, Action begin)
    {
        Int8Model model = Int8Model.Load(new MemoryWeightSource(blob), KernelSets.Create(kernels));
        ModelRunner.Run(model, input);
        begin();
        ModelRunner.Run(model, input);
    }
}
