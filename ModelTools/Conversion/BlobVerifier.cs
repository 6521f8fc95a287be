using System;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;

namespace Edge.ModelTools.Conversion;

/// <summary>Loads a new blob with the device's own loader and runs it once, before anybody gets to see it.</summary>
internal static class BlobVerifier
{
    /// <summary>Throws when the blob does not load, does not run, or needs other memory than the schedule said.</summary>
    /// <exception cref="InvalidOperationException">A fault of Edge, not of the input.</exception>
    public static void Verify(byte[] blob, Schedule schedule)
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

        ModelRunner.RunZero(model);
    }
}
