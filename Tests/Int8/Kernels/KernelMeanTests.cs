using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels;
using nanoFramework.TestFramework;

namespace Edge.Tests.Int8.Kernels
{
    /// <summary>Packed means give the bytes of the reference on the device, too: whole tensors and rows that pass through a ring.</summary>
    [TestClass]
    public class KernelMeanTests
    {
        private const int Height = 5;
        private const int Width = 7;
        private const int Channels = 19;

        [TestMethod]
        public void Means_of_whole_tensors_equal_the_reference()
        {
            for (int axes = 1; axes <= 7; axes++)
            {
                Check(axes, RoundingMode.Single, Height);
                Check(axes, RoundingMode.Double, Height);
            }
        }

        [TestMethod]
        public void Means_of_rows_in_a_ring_equal_the_reference()
        {
            Check(1, RoundingMode.Double, 2);
            Check(3, RoundingMode.Single, 2);
            Check(5, RoundingMode.Double, 1);
            Check(7, RoundingMode.Single, 1);
        }

        private static void Check(int axes, RoundingMode rounding, int ringRows)
        {
            RowBuffer output = TestBuffer.MakeWhole((axes & 1) != 0 ? 1 : Height, (axes & 2) != 0 ? 1 : Width, (axes & 4) != 0 ? 1 : Channels, 128);
            var stage = new Stage
            {
                OpCode = OpCode.Mean,
                Rounding = rounding,
                InputCount = 1,
                Input = TestBuffer.Make(Height, Width, Channels, 200, ringRows, ringRows),
                Output = output,
                Accumulates = true,
                Accumulators = new int[output.RowBytes],
                AccumulatorCount = output.RowBytes,
                ReducedAxes = axes,
                Multiplier0 = 1234567890,
                Shift0 = -2,
                ResultZeroPoint = 128,
                ActivationMax = 255,
            };
            for (int oy = 0; oy < output.Height; oy++)
            {
                byte[] expected = Run(new ReferenceKernels(), stage, oy);
                byte[] actual = Run(new PackedKernels(), stage, oy);
                for (int i = 0; i < expected.Length; i++)
                {
                    Assert.AreEqual((int)expected[i], (int)actual[i], "byte " + i.ToString());
                }
            }
        }

        private static byte[] Run(KernelSet kernels, Stage stage, int oy)
        {
            bool isOverRows = (stage.ReducedAxes & 1) != 0;
            int first = isOverRows ? 0 : oy;
            int end = isOverRows ? Height : oy + 1;
            for (int iy = first; iy < end; iy++)
            {
                byte[] row = stage.Input.RowArray(iy);
                int offset = stage.Input.RowOffset(iy);
                for (int i = 0; i < stage.Input.RowBytes; i++)
                {
                    row[offset + i] = (byte)((iy * 91) + (i * 57) + (i / 3));
                }

                kernels.MeanAccumulate(stage, iy, iy == first);
            }

            kernels.MeanFinish(stage, oy);
            var bytes = new byte[stage.Output.RowBytes];
            System.Array.Copy(stage.Output.RowArray(oy), stage.Output.RowOffset(oy), bytes, 0, bytes.Length);
            return bytes;
        }
    }
}
