using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Operators;
using Edge.Runtime.Int8.Weights;
using nanoFramework.TestFramework;

namespace Edge.Tests.Int8.Kernels
{
    /// <summary>Operators without a kernel of their own in any set, run as a board runs them: selections, depth to space, comparisons, norms, long rows.</summary>
    [TestClass]
    public class SelectionKernelTests
    {
        private const int Height = 4;
        private const int Width = 5;
        private const int Channels = 6;

        [TestMethod]
        public void Rows_columns_and_channels_are_picked_by_steps()
        {
            Stage stage = Make(OpCode.Select, Height, Width, Channels, 2, 3, 4);
            stage.PadTop = 3;
            stage.StrideH = -2;
            stage.PadLeft = 0;
            stage.StrideW = 2;
            stage.PadFront = 1;
            stage.ChannelMultiplier = 1;
            Run(stage);
            for (int i = 0; i < 24; i++)
            {
                int iy = 3 - (2 * (i / 12));
                int ix = 2 * (i / 4 % 3);
                Assert.AreEqual(Value((((iy * Width) + ix) * Channels) + 1 + (i % 4)), Result(stage, i));
            }

            stage.PadFront = 5;
            stage.ChannelMultiplier = -1;
            Run(stage);
            Assert.AreEqual(Value(((3 * Width) * Channels) + 5), Result(stage, 0));
            Assert.AreEqual(Value(((3 * Width) * Channels) + 2), Result(stage, 3));
        }

        [TestMethod]
        public void Whole_rows_are_copied()
        {
            Stage stage = Make(OpCode.Select, Height, Width, Channels, 2, 3, Channels);
            stage.PadTop = 1;
            stage.StrideH = 1;
            stage.PadLeft = 2;
            stage.StrideW = 1;
            stage.ChannelMultiplier = 1;
            Run(stage);
            for (int i = 0; i < 36; i++)
            {
                Assert.AreEqual(Value((((1 + (i / 18)) * Width) + 2) * Channels + (i % 18)), Result(stage, i));
            }
        }

        [TestMethod]
        public void Channels_are_picked_by_a_map()
        {
            Stage stage = Make(OpCode.Select, Height, Width, Channels, Height, Width, 3);
            stage.StrideH = 1;
            stage.StrideW = 1;
            stage.Parameters = new int[] { 99, 5, 0, 2 };
            stage.ParameterBase = 1;
            Run(stage);
            Assert.AreEqual(Value(5), Result(stage, 0));
            Assert.AreEqual(Value(Channels), Result(stage, 4));
            Assert.AreEqual(Value((((Height * Width) - 1) * Channels) + 2), Result(stage, (Height * Width * 3) - 1));
        }

        [TestMethod]
        public void The_maps_of_rows_columns_and_channels_follow_each_other()
        {
            Stage stage = Make(OpCode.Select, Height, Width, Channels, 2, 3, 2);
            int[] maps = new int[] { 3, 0, 4, 4, 1, 5, 2 };
            stage.StrideH = 0;
            stage.StrideW = 0;
            stage.ChannelMultiplier = 0;
            stage.Parameters = maps;
            Run(stage);
            for (int i = 0; i < 12; i++)
            {
                int iy = maps[i / 6];
                int ix = maps[2 + (i / 2 % 3)];
                int c = maps[5 + (i % 2)];
                Assert.AreEqual(Value((((iy * Width) + ix) * Channels) + c), Result(stage, i));
            }
        }

        [TestMethod]
        public void Channels_become_pixels_in_both_orders()
        {
            Stage stage = Make(OpCode.DepthToSpace, 2, 2, 8, 3, 4, 2);
            stage.StrideH = 2;
            stage.StrideW = 2;
            stage.PadTop = 1;
            for (int order = 0; order < 2; order++)
            {
                stage.Groups = order;
                Run(stage);
                for (int i = 0; i < 24; i++)
                {
                    int y = (i / 8) + 1;
                    int x = i / 2 % 4;
                    int place = (y % 2 * 2) + (x % 2);
                    int channel = order == 1 ? (i % 2 * 4) + place : (place * 2) + (i % 2);
                    Assert.AreEqual(Value((((y / 2 * 2) + (x / 2)) * 8) + channel), Result(stage, i));
                }
            }
        }

        [TestMethod]
        public void The_larger_and_the_smaller_of_two_are_found()
        {
            for (int code = OpCode.Maximum; code <= OpCode.Minimum; code++)
            {
                Stage stage = Make(code, Height, Width, Channels, Height, Width, Channels);
                stage.Inputs[1] = TestBuffer.MakeWhole(1, 1, Channels, 128);
                var row = new byte[Channels];
                for (int c = 0; c < Channels; c++)
                {
                    row[c] = (byte)(40 * c);
                }

                TestBuffer.SetRow(stage.Inputs[1], 0, row);
                stage.InputCount = 2;
                Run(stage);
                for (int i = 0; i < Height * Width * Channels; i++)
                {
                    int a = Value(i);
                    int b = row[i % Channels];
                    Assert.AreEqual(code == OpCode.Maximum == a > b ? a : b, Result(stage, i));
                }
            }
        }

        [TestMethod]
        public void A_norm_of_3_and_4_is_5()
        {
            Stage stage = Make(OpCode.L2Normalization, 1, 2, 2, 1, 2, 2);
            TestBuffer.SetRow(stage.Input, 0, new byte[] { 131, 124, 128, 128 });
            Run(stage);
            Assert.AreEqual(128 + 77, Result(stage, 0)); // 3 / 5 * 128 = 76.8
            Assert.AreEqual(128 - 102, Result(stage, 1));
            Assert.AreEqual(128, Result(stage, 2)); // nothing has no direction
        }

        [TestMethod]
        public void A_long_layer_adds_up_row_by_row()
        {
            const int Outputs = 3;
            const int Position = 2;
            Stage stage = Make(OpCode.LongDense, Height, Width, Channels, 1, 1, Outputs);
            int rowBytes = Width * Channels;
            var blob = new byte[Position + (Outputs * (BlobFormat.ParameterBytes + (Height * rowBytes)))];
            for (int oc = 0; oc < Outputs; oc++)
            {
                blob[Position + (4 * oc)] = (byte)(10 * oc);
                blob[Position + (4 * (Outputs + oc)) + 3] = 0x40; // 2^30: one half
                blob[Position + (8 * Outputs) + oc] = unchecked((byte)-8);
            }

            for (int i = Position + (Outputs * BlobFormat.ParameterBytes); i < blob.Length; i++)
            {
                blob[i] = (byte)(i * 7);
            }

            stage.WeightPosition = Position;
            stage.WeightZeroPoint = 3;
            stage.Parameters = new int[3 * Outputs];
            stage.ParameterStride = Outputs;
            stage.Accumulators = new int[Outputs];
            stage.ActivationMax = 255;
            stage.ResultZeroPoint = 100;
            var window = new WeightWindow(new MemoryWeightSource(blob), new byte[13]);
            Operator op = OperatorTable.All[OpCode.LongDense];
            op.Load(stage, window);
            for (int row = 0; row < Height; row++)
            {
                LongDenseOperator.Accumulate(stage, row, row == 0, window);
            }

            op.Run(stage, 0, 1);
            for (int oc = 0; oc < Outputs; oc++)
            {
                int sum = 10 * oc;
                for (int i = 0; i < Height * rowBytes; i++)
                {
                    int at = Position + (Outputs * BlobFormat.ParameterBytes) + ((((i / rowBytes) * Outputs) + oc) * rowBytes) + (i % rowBytes);
                    sum += Value(i) * (blob[at] - 128 - 3);
                }

                int value = FixedPoint.RequantizeDouble(sum, 1 << 30, -8) + 100;
                Assert.AreEqual(value < 0 ? 0 : value > 255 ? 255 : value, Result(stage, oc));
            }
        }

        private static Stage Make(int code, int height, int width, int channels, int outputHeight, int outputWidth, int outputChannels)
        {
            var stage = new Stage { OpCode = code, Rounding = RoundingMode.Double, InputCount = 1 };
            stage.Input = TestBuffer.MakeWhole(height, width, channels, 128);
            stage.Inputs[0] = stage.Input;
            stage.Output = TestBuffer.MakeWhole(outputHeight, outputWidth, outputChannels, 128);
            var tensor = new byte[height * width * channels];
            for (int i = 0; i < tensor.Length; i++)
            {
                tensor[i] = (byte)Value(i);
            }

            for (int y = 0; y < height; y++)
            {
                TestBuffer.SetRow(stage.Input, y, tensor);
            }

            return stage;
        }

        private static int Value(int index)
        {
            return ((index * 37) + 11) & 0xFF;
        }

        private static void Run(Stage stage)
        {
            new ReferenceKernels().Run(stage, 0, stage.Output.Height, 0, stage.Output.Channels);
        }

        private static int Result(Stage stage, int index)
        {
            RowBuffer output = stage.Output;
            return output.RowArray(index / output.RowBytes)[output.RowOffset(index / output.RowBytes) + (index % output.RowBytes)];
        }
    }
}
