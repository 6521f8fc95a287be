using Edge.Runtime.Int8;
using Edge.Tests.Int8.Kernels;

namespace Edge.Tests.Desktop.Kernels;

/// <summary>Inputs of an addition in which each pair of bytes stands once: [256, 256, 1], the row is the first, the column the second.</summary>
internal static class AllPairs
{
    /// <summary>Gives a stage its two inputs.</summary>
    public static void Put(Stage stage, int zeroA, int zeroB)
    {
        stage.Inputs[0] = TestBuffer.MakeWhole(256, 256, 1, zeroA);
        stage.Inputs[1] = TestBuffer.MakeWhole(256, 256, 1, zeroB);
        for (int a = 0; a < 256; a++)
        {
            for (int b = 0; b < 256; b++)
            {
                stage.Inputs[0].RowArray(a)[stage.Inputs[0].RowOffset(a) + b] = (byte)a;
                stage.Inputs[1].RowArray(a)[stage.Inputs[1].RowOffset(a) + b] = (byte)b;
            }
        }
    }
}
