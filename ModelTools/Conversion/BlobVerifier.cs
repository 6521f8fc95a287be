using System;
using Edge.ModelTools.Comparison;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;

namespace Edge.ModelTools.Conversion;

/// <summary>
/// Loads a new blob with the device's own loader and runs it with every kernel set, before anybody gets to see it: every layer
/// has to be the same with the kernels of the boards as with those that define the results.
/// </summary>
internal static class BlobVerifier
{
    private const int NoiseSeed = 20260831; // the same bytes in every conversion

    /// <summary>Throws when the blob does not load, does not run, needs other memory than the schedule said, or kernel sets differ.</summary>
    /// <param name="name">The model, for messages.</param>
    /// <param name="blob">The new blob.</param>
    /// <param name="schedule">What it was written from.</param>
    /// <param name="sample">Gives the input of a typical sample; null takes noise alone.</param>
    /// <exception cref="InvalidOperationException">A fault of Edge, not of the input.</exception>
    /// <exception cref="EdgeException">Kernel sets give different bytes, which is a fault of Edge, too.</exception>
    public static void Verify(string name, byte[] blob, Schedule schedule, Func<TensorInfo, sbyte[]>? sample)
    {
        Int8Model model;
        try
        {
            model = Int8Model.Load(new MemoryWeightSource(blob), new ReferenceKernels());
        }
        catch (ModelFormatException exception)
        {
            throw new InvalidOperationException($"the new blob does not load: {ModelErrorText.Of(exception)}", exception);
        }

        if (model.PeakSramBytes != schedule.PeakSramBytes)
        {
            throw new InvalidOperationException($"the schedule predicts {schedule.PeakSramBytes} bytes of SRAM, the runtime takes {model.PeakSramBytes}");
        }

        var check = new KernelCheck(name, blob, KernelSets.Names);
        check.Require("an input of noise", Noise(model.Input.Length));
        if (sample is not null)
        {
            check.Require("the first calibration sample", sample(model.Input));
        }
    }

    /// <summary>Bytes that take every value, so that sums and results leave their usual ranges.</summary>
    private static sbyte[] Noise(int length)
    {
        var random = new Random(NoiseSeed);
        var noise = new sbyte[length];
        for (int i = 0; i < length; i++)
        {
            noise[i] = (sbyte)random.Next(-128, 128);
        }

        return noise;
    }
}
