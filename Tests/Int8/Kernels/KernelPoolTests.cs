using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels;
using nanoFramework.TestFramework;

namespace Edge.Tests.Int8.Kernels
{
    /// <summary>Packed pools, tables and transpositions give the bytes of the reference on the device, too.</summary>
    [TestClass]
    public class KernelPoolTests
    {
        private const int Height = 5;
        private const int Width = 6;
        private const int Channels = 7;

        [TestMethod]
        public void Pools_equal_the_reference()
        {
            for (int bandRows = 2; bandRows <= Height; bandRows += 3)
            {
                Stage stage = Make(OpCode.MaxPool, bandRows, 3, 3, Channels);
                stage.KernelH = 3;
                stage.KernelW = 2;
                stage.StrideH = 2;
                stage.StrideW = 2;
                stage.PadTop = 1;
                stage.PadLeft = 1;
                stage.ResultZeroPoint = 128;
                Check(stage);
                stage.OpCode = OpCode.AveragePool;
                Check(stage);
            }
        }

        [TestMethod]
        public void Tables_equal_the_reference()
        {
            Stage stage = Make(OpCode.Table, Height, Height, Width, Channels);
            stage.HasTable = true;
            stage.TableOffset = 3;
            stage.Table = new byte[259];
            for (int i = 0; i < stage.Table.Length; i++)
            {
                stage.Table[i] = (byte)(i * 7);
            }

            Check(stage);
        }

        [TestMethod]
        public void Transpositions_and_reshapes_equal_the_reference()
        {
            Stage stage = Make(OpCode.Transpose, Height, Channels, Height, Width);
            stage.Permutation = 2 + (9 * 1);
            Check(stage);
            Check(Make(OpCode.Reshape, 2, Width, Channels, Height));
        }

        private static Stage Make(int opCode, int bandRows, int height, int width, int channels)
        {
            RowBuffer input = TestBuffer.Make(Height, Width, Channels, 100, Height, bandRows);
            for (int y = 0; y < Height; y++)
            {
                byte[] row = input.RowArray(y);
                int offset = input.RowOffset(y);
                for (int i = 0; i < input.RowBytes; i++)
                {
                    row[offset + i] = (byte)((y * 91) + (i * 57) + (i / 3));
                }
            }

            return new Stage
            {
                OpCode = opCode,
                InputCount = 1,
                Input = input,
                Output = TestBuffer.MakeWhole(height, width, channels, 128),
                ActivationMax = 255,
                Lanes = new long[Channels - 2], // fewer than channels
            };
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
            RowBuffer output = stage.Output;
            switch (stage.OpCode)
            {
                case OpCode.MaxPool:
                    kernels.MaxPool(stage, 0, output.Height);
                    break;
                case OpCode.AveragePool:
                    kernels.AveragePool(stage, 0, output.Height);
                    break;
                case OpCode.Table:
                    kernels.Table(stage, 0, output.Height);
                    break;
                case OpCode.Transpose:
                    kernels.Transpose(stage, 0, output.Height);
                    break;
                default:
                    kernels.Reshape(stage, 0, output.Height);
                    break;
            }

            var bytes = new byte[output.Height * output.RowBytes];
            for (int y = 0; y < output.Height; y++)
            {
                TestBuffer.GetRow(output, y, bytes);
            }

            return bytes;
        }
    }
}
