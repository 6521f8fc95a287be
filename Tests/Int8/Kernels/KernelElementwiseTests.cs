using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Kernels.Packed;
using nanoFramework.TestFramework;

namespace Edge.Tests.Int8.Kernels
{
    /// <summary>
    /// Packed additions and scales give the bytes of the reference on the device, too, where terms are negative: there the
    /// interpreter once shifted right as if they were unsigned.
    /// </summary>
    [TestClass]
    public class KernelElementwiseTests
    {
        private const int Width = 16;
        private const int Channels = 16;

        [TestMethod]
        public void Additions_with_two_roundings_equal_the_reference()
        {
            Stage stage = Make(OpCode.Add, RoundingMode.Double, Tensor(Width, 134), Tensor(Width, 114));
            stage.LeftShift = 20;
            stage.Multiplier0 = 1821808507;
            stage.Shift0 = -1;
            stage.Multiplier1 = 1073741824;
            stage.Multiplier2 = 1968244993;
            stage.Shift2 = -19;
            Check(stage);
            stage.Sign = -1;
            Check(stage);

            // Sums far outside the table, and the exact term second.
            stage.Shift2 = -15;
            Check(stage);
            stage.Multiplier1 = stage.Multiplier0;
            stage.Shift1 = stage.Shift0;
            stage.Multiplier0 = 1073741824;
            stage.Shift0 = 0;
            Check(stage);
            stage.Shift2 = -19;
            Check(stage);
        }

        [TestMethod]
        public void Additions_with_one_rounding_equal_the_reference()
        {
            Stage stage = Make(OpCode.Add, RoundingMode.Single, Tensor(Width, 134), Tensor(Width, 114));
            stage.Multiplier0 = 701234;
            stage.Shift0 = -20;
            stage.Multiplier1 = 912345;
            stage.Shift1 = -20;
            Check(stage);
            stage.Sign = -1;
            Check(stage);

            // Indexes from 2^31 on, then sums outside the table.
            stage.Shift0 = -21;
            Check(stage);
            stage.Shift0 = -17;
            Check(stage);
        }

        [TestMethod]
        public void Scales_of_channels_equal_the_reference()
        {
            // A zero point between the factors makes some of them negative, and the large multiplier saturates.
            for (int shift = -8; shift <= -4; shift++)
            {
                Stage stage = Make(OpCode.Mul, RoundingMode.Single, Tensor(Width, 90), Tensor(1, 120));
                stage.Multiplier0 = 1234567890;
                stage.Shift0 = shift;
                Check(stage);
                stage.Rounding = RoundingMode.Double;
                Check(stage);
            }
        }

        private static RowBuffer Tensor(int width, int zeroPoint)
        {
            RowBuffer buffer = TestBuffer.MakeWhole(1, width, Channels, zeroPoint);
            byte[] row = buffer.RowArray(0);
            int offset = buffer.RowOffset(0);
            for (int i = 0; i < buffer.RowBytes; i++)
            {
                row[offset + i] = (byte)((i * zeroPoint) + 3);
            }

            return buffer;
        }

        private static Stage Make(int opCode, RoundingMode rounding, RowBuffer a, RowBuffer b)
        {
            var stage = new Stage
            {
                OpCode = opCode,
                Rounding = rounding,
                InputCount = 2,
                Input = a,
                Output = TestBuffer.MakeWhole(1, Width, Channels, 120),
                ResultZeroPoint = 120,
                ActivationMin = 0,
                ActivationMax = 255,
                Sign = 1,
                ScratchBytes = new byte[PackedScratch.Bytes(OpCode.Conv2D)],
                Lanes = new long[0],
            };
            stage.Inputs[0] = a;
            stage.Inputs[1] = b;
            return stage;
        }

        private static void Check(Stage stage)
        {
            byte[] expected = Run(new ReferenceKernels(), stage);
            byte[] actual = Run(new PackedKernels(), stage);
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.AreEqual((int)expected[i], (int)actual[i], "byte " + i.ToString());
            }
        }

        private static byte[] Run(KernelSet kernels, Stage stage)
        {
            if (stage.OpCode == OpCode.Add)
            {
                kernels.Add(stage, 0, 1);
            }
            else
            {
                kernels.Mul(stage, 0, 1);
            }

            var bytes = new byte[stage.Output.RowBytes];
            TestBuffer.GetRow(stage.Output, 0, bytes);
            return bytes;
        }
    }
}
