using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Weights;

namespace Edge.Tests.Desktop.Blob;

/// <summary>Opens a blob; runs in the load context of the counted runtime.</summary>
internal static class CountedLoad
{
    /// <summary>Code of the refusal, 0 when the blob loads.</summary>
    public static int Run(byte[] blob)
    {
        try
        {
            Int8Model.Load(new MemoryWeightSource(blob), new ReferenceKernels());
            return 0;
        }
        catch (ModelFormatException exception)
        {
            return (int)exception.Error;
        }
    }
}
