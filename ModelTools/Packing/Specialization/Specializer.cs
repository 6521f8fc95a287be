using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Inspection;
using Edge.ModelTools.Profiling;
using Edge.Runtime.Int8;

namespace Edge.ModelTools.Packing.Specialization;

/// <summary>Writes the kernel set of one model: code with constant weights for the convolutions where it saves most.</summary>
internal static class Specializer
{
    // Which results are often 0 says how sparse a network is by its biases, not by its subject.
    private const int NoiseInputs = 2;

    /// <summary>Makes the source.</summary>
    /// <param name="name">Name of the blob, for messages.</param>
    /// <param name="blob">The blob.</param>
    /// <param name="limitBytes">Bytes of flash for the code.</param>
    /// <exception cref="EdgeException">No convolution can be taken.</exception>
    public static SpecializedSource Specialize(string name, byte[] blob, long limitBytes = SpecializedFlash.DefaultBytes)
    {
        var recorder = new OperatorRecorder();
        Int8Model model = BlobFile.Load(name, blob, recorder);
        for (int seed = 0; seed < NoiseInputs; seed++)
        {
            ModelRunner.Run(model, Noise(model.Input.Length, seed));
        }

        IReadOnlyList<ConstantSum> sums = recorder.Sums;
        OperatorCode[] operators = [.. recorder.Operators.Select(each => OperatorCode.Write(each, 0)).Where(each => each.IsPossible)];
        operators = operators.Length == 0 ? operators : Count(name, blob, operators);
        return Specialize(name, operators, BlobInspector.Describe(model, blob).Macs, limitBytes, sums);
    }

    /// <summary>Makes the source of some convolutions.</summary>
    /// <param name="name">Name of the blob, for messages.</param>
    /// <param name="operators">Those that have code.</param>
    /// <param name="networkMacs">Multiply-accumulates of the network.</param>
    /// <param name="limitBytes">Bytes of flash for the code.</param>
    /// <param name="sums">Additions that are linear.</param>
    /// <exception cref="EdgeException">None can be taken.</exception>
    public static SpecializedSource Specialize(string name, IReadOnlyCollection<OperatorCode> operators, long networkMacs, long limitBytes = SpecializedFlash.DefaultBytes, IReadOnlyList<ConstantSum>? sums = null)
    {
        OperatorCode[] candidates = [.. operators.Where(each => each.IsPossible && each.Saved > 0)];
        if (candidates.Length == 0)
        {
            throw new EdgeException(
                DiagnosticId.PackNothingToSpecialize,
                name,
                "none of its operators is a convolution that can become code and takes less then (docs/specialize.md)",
                "leave out --specialize");
        }

        long needed = OperatorChoice.Bytes(candidates, sums?.Count ?? 0);
        IReadOnlyList<OperatorCode> taken = OperatorChoice.Choose(candidates, limitBytes, sums?.Count ?? 0);
        if (taken.Count == 0)
        {
            throw new EdgeException(
                DiagnosticId.PackNothingToSpecialize,
                name,
                $"the smallest convolution takes {candidates.Min(each => OperatorChoice.Bytes([each], sums?.Count ?? 0))} bytes of flash, all take {needed}; there are {Math.Max(0, limitBytes)} for them",
                "give a larger --specialize-flash, or a board with more flash (edge boards), or leave out --specialize");
        }

        return new SpecializedSource(
            Assemblies(name, taken, sums ?? []),
            [.. taken.Select(each => each.Operator.Id)],
            taken.Sum(each => each.Operator.Macs),
            candidates.Length,
            candidates.Sum(each => each.Operator.Macs),
            networkMacs,
            needed,
            OperatorChoice.Split(candidates).Count,
            limitBytes);
    }

    /// <summary>What the code of each operator saves: all of it is compiled, and an inference counted with it and without.</summary>
    private static OperatorCode[] Count(string name, byte[] blob, OperatorCode[] operators)
    {
        using var kernels = new SpecializedAssembly(Assemblies(name, operators, []));
        Dictionary<int, double> packed = SumById(ModelProfiler.Profile(name, blob, KernelSets.DeviceDefault));
        Dictionary<int, double> generated = SumById(kernels.Profile(name, blob));
        return [.. operators.Select(each => each with { Saved = packed[each.Operator.Id] - generated[each.Operator.Id] })];
    }

    private static sbyte[] Noise(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return Array.ConvertAll(bytes, value => (sbyte)value);
    }

    private static Dictionary<int, double> SumById(InferenceProfile profile)
    {
        return profile.Operators.GroupBy(each => each.Id).ToDictionary(each => each.Key, each => each.Sum(part => part.Weighted));
    }

    private static IReadOnlyList<GeneratedAssembly> Assemblies(string name, IReadOnlyList<OperatorCode> operators, IReadOnlyList<ConstantSum> sums)
    {
        IReadOnlyList<SpecializedPart> parts = OperatorChoice.Split(operators);
        return [.. parts.Select(PartSource.Write), KernelSource.Write(name, [.. operators.Select(each => each.Operator)], parts, sums)];
    }
}
