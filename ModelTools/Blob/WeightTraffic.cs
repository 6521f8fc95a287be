using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Weights;

namespace Edge.ModelTools.Blob;

/// <summary>Counts what an inference reads of the weights, by the executor itself: with kernels that compute nothing it takes milliseconds.</summary>
internal static class WeightTraffic
{
    /// <summary>Weight bytes that one inference reads, parameters and tables included; the program comes on top, once.</summary>
    /// <param name="blob">A valid blob.</param>
    public static long Count(byte[] blob)
    {
        Int8Model model = Int8Model.Load(new MemoryWeightSource(blob), new IdleKernels());
        var outputs = new sbyte[model.OutputCount][];
        for (int i = 0; i < outputs.Length; i++)
        {
            outputs[i] = new sbyte[model.GetOutput(i).Length];
        }

        model.Run(new sbyte[model.Input.Length], outputs);
        return model.Log.TotalWeightBytes;
    }
}
