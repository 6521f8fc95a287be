using System;
using System.Collections.Generic;
using System.Text.Json;
using Edge.ModelTools.Execution;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;

namespace Edge.ModelTools.Profiling;

/// <summary>Counts what an inference of a model costs on the interpreter.</summary>
internal static class ModelProfiler
{
    /// <summary>Runs one inference on a woven copy of the runtime.</summary>
    /// <param name="name">Path or name of the model, for messages.</param>
    /// <param name="blob">The .edge8 blob.</param>
    /// <param name="kernels">Name of the kernel set.</param>
    /// <param name="column">Build of the interpreter to predict.</param>
    /// <returns>Weighted instructions by group and operator: the same for every run of the same blob.</returns>
    /// <exception cref="Diagnostics.EdgeException">The blob is damaged, or no device has such a kernel set.</exception>
    public static InferenceProfile Profile(string name, byte[] blob, string kernels, CostColumn column = CostColumn.O3X64)
    {
        KernelSets.RequireDevice(kernels);

        // Loaded here first, where exceptions have the types that callers know.
        Int8Model model = BlobFile.Load(name, blob, KernelSets.Create(kernels));
        CountedAssemblies assemblies = CountedAssemblies.Load(RuntimeAssemblies.Paths, typeof(CountedInference).Assembly.Location);
        return Count(assemblies, model, blob, kernels, column);
    }

    /// <summary>Runs one inference with the kernel set of other assemblies, counted like the runtime.</summary>
    /// <param name="model">The loaded model.</param>
    /// <param name="blob">Its blob.</param>
    /// <param name="assemblyPaths">Release builds against the runtime, with a copy of the runtime beside them.</param>
    /// <param name="typeName">Full name of the kernel set.</param>
    /// <param name="column">Build of the interpreter to predict.</param>
    /// <returns>Weighted instructions by group and operator.</returns>
    public static InferenceProfile ProfileGenerated(Int8Model model, byte[] blob, IReadOnlyList<string> assemblyPaths, string typeName, CostColumn column = CostColumn.O3X64)
    {
        CountedAssemblies assemblies = CountedAssemblies.Load([.. RuntimeAssemblies.Paths, .. assemblyPaths], typeof(CountedInference).Assembly.Location);
        return Count(assemblies, model, blob, assemblies.GetType(typeName), column);
    }

    /// <summary>Counts only what is interpreted around native kernels.</summary>
    /// <param name="blob">A blob that loads.</param>
    /// <param name="input">[H, W, C] int8.</param>
    /// <returns>Weighted instructions by group; no operators.</returns>
    public static InferenceProfile CountAround(byte[] blob, sbyte[] input, CostColumn column = CostColumn.O3X64)
    {
        CountedAssemblies assemblies = CountedAssemblies.Load([.. RuntimeAssemblies.Paths, typeof(NativeKernels).Assembly.Location], typeof(CountedInference).Assembly.Location);
        var counter = new CostCounter(assemblies, column);
        CostTable table = CostTable.Embedded;
        Func<double> weighNow = counter.WeighNow;
        object? json = assemblies.Invoke(
            typeof(CountedInference).FullName!, nameof(CountedInference.RunAround), blob, input, weighNow, table.Net(table.Row("call.native"), column));
        return JsonSerializer.Deserialize<InferenceProfile>((string)json!)!;
    }

    private static InferenceProfile Count(CountedAssemblies assemblies, Int8Model model, byte[] blob, object kernels, CostColumn column)
    {
        var counter = new CostCounter(assemblies, column);
        CostTable table = CostTable.Embedded;
        Func<double> weighNow = counter.WeighNow;
        object? json = assemblies.Invoke(
            typeof(CountedInference).FullName!,
            nameof(CountedInference.Run),
            blob,
            kernels,
            MakeInput(model.Input.Length),
            weighNow,
            table.Net(table.Row("call.native"), column));
        return JsonSerializer.Deserialize<InferenceProfile>((string)json!)!;
    }

    /// <summary>The input that profiles are taken with: every value of int8, scattered, so that no branch of a kernel is always taken.</summary>
    /// <param name="length">Elements.</param>
    /// <returns>The same values for the same length.</returns>
    public static sbyte[] MakeInput(int length)
    {
        sbyte[] input = new sbyte[length];
        uint state = 1;
        for (int i = 0; i < length; i++)
        {
            state = (state * 1664525) + 1013904223; // Numerical Recipes' linear congruential generator
            input[i] = (sbyte)(state >> 24);
        }

        return input;
    }
}
