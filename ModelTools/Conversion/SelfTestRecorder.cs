using System.Collections.Generic;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Execution.Vector;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;

namespace Edge.ModelTools.Conversion;

// Noise drives some networks into saturation: all outputs alike, which a fault would hardly change. So a few seeds are tried,
// on the fast kernels, and that with the most different values is taken; what it must give is said by the reference kernels.

/// <summary>Runs a new blob's self-test and writes what it gives into the blob, for the device to compare with.</summary>
internal static class SelfTestRecorder
{
    private const int Candidates = 4;

    /// <summary>The blob with its self-test.</summary>
    public static byte[] Record(byte[] blob)
    {
        int best = 0;
        int most = -1;
        for (int seed = 1; seed <= Candidates; seed++)
        {
            int values = CountValues(Run(blob, seed, new VectorKernels()));
            if (values > most)
            {
                most = values;
                best = seed;
            }
        }

        return BlobWriter.WithSelfTest(blob, best, SelfTest.Hash(Run(blob, best, new ReferenceKernels())));
    }

    private static int CountValues(sbyte[][] outputs)
    {
        var values = new HashSet<sbyte>();
        foreach (sbyte[] output in outputs)
        {
            values.UnionWith(output);
        }

        return values.Count;
    }

    private static sbyte[][] Run(byte[] blob, int seed, KernelSet kernels)
    {
        // Any hash will do: what counts is the output.
        Int8Model model = Int8Model.Load(new MemoryWeightSource(BlobWriter.WithSelfTest(blob, seed, 0)), kernels);
        var outputs = new sbyte[model.OutputCount][];
        for (int i = 0; i < outputs.Length; i++)
        {
            outputs[i] = new sbyte[model.GetOutput(i).Length];
        }

        model.WarmUp(outputs);
        return outputs;
    }
}
