using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Kernels.Packed;

namespace Edge.Tests.Int8.Kernels
{
    /// <summary>
    /// One convolution with random numbers, run by the reference kernels on whole tensors and by the packed (or other) kernels in
    /// rows, rings, bands and blocks of channels.
    /// </summary>
    public sealed class ConvolutionCase
    {
        /// <summary>Kernels that are compared with the reference; null: packed.</summary>
        public KernelSet Kernels;
        public bool IsDepthwise;
        public int Height = 5;
        public int Width = 5;
        public int Channels = 8;
        public int Outputs = 8;
        public int KernelH = 1;
        public int KernelW = 1;
        public int StrideH = 1;
        public int StrideW = 1;
        public int PadTop;
        public int PadLeft;

        /// <summary>0: as large as padding on both sides gives.</summary>
        public int OutputHeight;
        public int OutputWidth;

        /// <summary>Groups, or the multiplier of a depthwise convolution.</summary>
        public int Groups = 1;
        public int InputZero = 128;
        public int ResultZero = 128;
        public int Min;
        public int Max = 255;
        public bool HasTable;

        /// <summary>Whether the table stores the lowest result as 0.</summary>
        public bool HasZeroEntry;
        internal RoundingMode Rounding = RoundingMode.Double;
        public WeightStyle Weights = WeightStyle.Random;
        public InputStyle Inputs = InputStyle.Random;
        public MultiplierStyle Multipliers = MultiplierStyle.Fitting;
        public int WeightZero;

        /// <summary>Whether kernels are told that most inputs are 0.</summary>
        public bool SkipsZeros;

        /// <summary>0: found from the weights, as the converter does.</summary>
        public int LaneTaps;

        /// <summary>Rows of a call of the packed kernels; 0: all.</summary>
        public int RowStep;

        /// <summary>Channels of a call of the packed kernels; 0: all.</summary>
        public int BlockChannels;

        /// <summary>Whether each block's weights and parameters lie in arrays of their own, as those of streamed operators do.</summary>
        public bool IsStreamed;

        /// <summary>Whether the packed kernels get rings that hold no more rows than they need.</summary>
        public bool HasRings;

        /// <summary>Whether output rows of the packed kernels lie in two arrays.</summary>
        public bool IsBanded = true;

        /// <summary>Scratch longs above the least.</summary>
        public int MoreLongs = 200;

        /// <summary>Scratch bytes above the least.</summary>
        public int MoreBytes = 2000;
        public int Seed = 1;

        /// <summary>Results compared.</summary>
        public int Compared;

        /// <summary>Those that kernels may shift.</summary>
        public int Shifted;

        /// <summary>Runs both; null when all bytes are equal, else the case and the first difference.</summary>
        public string FindDifference()
        {
            var random = new KernelRandom(Seed);
            OutputHeight = OutputHeight > 0 ? OutputHeight : ((Height + (2 * PadTop) - KernelH) / StrideH) + 1;
            OutputWidth = OutputWidth > 0 ? OutputWidth : ((Width + (2 * PadLeft) - KernelW) / StrideW) + 1;
            Outputs = IsDepthwise ? Channels * Groups : Outputs;
            byte[] input = new byte[Height * Width * Channels];
            for (int i = 0; i < input.Length; i++)
            {
                input[i] = InputStyles.Draw(Inputs, random);
            }

            Stage stage = MakeStage(random);
            stage.Input = TestBuffer.MakeWhole(Height, Width, Channels, InputZero);
            stage.Inputs[0] = stage.Input;
            stage.Output = TestBuffer.MakeWhole(OutputHeight, OutputWidth, Outputs, ResultZero);
            for (int y = 0; y < Height; y++)
            {
                TestBuffer.SetRow(stage.Input, y, input);
            }

            for (int oc = 0; oc < Outputs; oc++)
            {
                MultiplierStyles.Draw(Multipliers, random, stage, oc);
            }

            stage.HasPowersOfTwo = Multipliers == MultiplierStyle.PowersOfTwo && Rounding == RoundingMode.Single && MultiplierStyles.HasPowersOfTwo(stage, Outputs);
            Shifted = stage.HasPowersOfTwo ? OutputHeight * OutputWidth * Outputs : 0;

            byte[] expected = new byte[OutputHeight * OutputWidth * Outputs];
            Run(new ReferenceKernels(), stage, 0, OutputHeight, 0, Outputs);
            for (int y = 0; y < OutputHeight; y++)
            {
                TestBuffer.GetRow(stage.Output, y, expected);
            }

            Compared = expected.Length;
            string difference = FindDifference(stage, input, expected, PackedScratch.Bytes(stage.OpCode) + MoreBytes);
            if (difference != null)
            {
                return difference;
            }

            // The least: no table of results.
            difference = FindDifference(stage, input, expected, PackedScratch.LeastBytes(stage.OpCode));
            return difference == null ? null : "without table: " + difference;
        }

        private string FindDifference(Stage stage, byte[] input, byte[] expected, int scratchBytes)
        {
            stage.ScratchBytes = new byte[scratchBytes];
            byte[] actual = RunPacked(stage, input);
            if (!TestBuffer.GuardsHold(stage.Output) || !TestBuffer.GuardsHold(stage.Input))
            {
                return Describe() + ": wrote outside its rows";
            }

            return Compare(expected, actual);
        }

        private static void Run(KernelSet kernels, Stage stage, int first, int count, int channel, int channels)
        {
            if (stage.OpCode == OpCode.Conv2D)
            {
                kernels.Conv2D(stage, first, count, channel, channels);
            }
            else
            {
                kernels.DepthwiseConv2D(stage, first, count, channel, channels);
            }
        }

        /// <summary>Makes rows in steps, each as soon as its input rows are there, block by block.</summary>
        private byte[] RunPacked(Stage stage, byte[] input)
        {
            int step = RowStep == 0 ? OutputHeight : RowStep;
            int block = BlockChannels == 0 ? Outputs : BlockChannels;
            int ring = HasRings ? ((step - 1) * StrideH) + KernelH : Height;
            ring = ring < Height ? ring : Height;
            stage.Input = TestBuffer.Make(Height, Width, Channels, InputZero, ring, HasRings && ring > 1 ? ring - 1 : ring);
            stage.Inputs[0] = stage.Input;
            int outputRing = HasRings && step < OutputHeight ? step + 1 : OutputHeight;
            stage.Output = TestBuffer.Make(OutputHeight, OutputWidth, Outputs, ResultZero, outputRing, IsBanded && outputRing > 2 ? outputRing - 1 : outputRing);
            int longs = PackedScratch.MinimumLongs(stage.OpCode, stage.TapsPerChannel, stage.LaneTaps, block, OutputWidth);
            stage.Lanes = new long[longs + MoreLongs];
            KernelSet kernels = Kernels == null ? new PackedKernels() : Kernels;
            byte[] actual = new byte[OutputHeight * OutputWidth * Outputs];
            var blocks = new StreamedBlocks(stage);
            int given = 0;
            for (int y = 0; y < OutputHeight; y += step)
            {
                int count = OutputHeight - y < step ? OutputHeight - y : step;
                int last = ((y + count - 1) * StrideH) - PadTop + KernelH - 1;
                for (; given <= last && given < Height; given++)
                {
                    TestBuffer.SetRow(stage.Input, given, input);
                }

                for (int channel = 0; channel < Outputs; channel += block)
                {
                    int blockChannels = Outputs - channel < block ? Outputs - channel : block;
                    if (IsStreamed)
                    {
                        blocks.Load(channel, blockChannels);
                    }

                    Run(kernels, stage, y, count, channel, blockChannels);
                }

                for (int row = y; row < y + count; row++)
                {
                    TestBuffer.GetRow(stage.Output, row, actual);
                }
            }

            if (IsStreamed)
            {
                blocks.Unload();
            }

            return actual;
        }

        private Stage MakeStage(KernelRandom random)
        {
            int taps = KernelH * KernelW * (IsDepthwise ? 1 : Channels / Groups);
            byte[] weights = new byte[3 + (taps * Outputs)];
            for (int i = 0; i < weights.Length; i++)
            {
                weights[i] = (byte)(128 + WeightStyles.Draw(Weights, random, i));
            }

            var stage = new Stage
            {
                OpCode = IsDepthwise ? OpCode.DepthwiseConv2D : OpCode.Conv2D,
                Rounding = Rounding,
                InputCount = 1,
                KernelH = KernelH,
                KernelW = KernelW,
                StrideH = StrideH,
                StrideW = StrideW,
                PadTop = PadTop,
                PadLeft = PadLeft,
                Groups = IsDepthwise ? 1 : Groups,
                ChannelMultiplier = IsDepthwise ? Groups : 1,
                WeightZeroPoint = WeightZero,
                ResultZeroPoint = ResultZero,
                ActivationMin = Min,
                ActivationMax = Max,
                TapsPerChannel = taps,
                SkipsZeros = SkipsZeros,
                Weights = weights,
                WeightsOffset = 3,
                HasTable = HasTable,
                Table = new byte[300],
                TableOffset = 11,
                Parameters = new int[5 + (3 * (Outputs + 2))],
                ParameterBase = 5,
                ParameterStride = Outputs + 2,
            };
            stage.LaneTaps = LaneTaps > 0 ? LaneTaps : LaneBound.Find(weights, 3, taps);
            for (int i = 0; i < stage.Table.Length; i++)
            {
                stage.Table[i] = (byte)random.Next(256);
            }

            if (HasZeroEntry)
            {
                stage.Table[stage.TableOffset + Min] = 0;
            }

            return stage;
        }

        private string Compare(byte[] expected, byte[] actual)
        {
            int differences = 0;
            int first = -1;
            for (int i = 0; i < expected.Length; i++)
            {
                if (expected[i] != actual[i])
                {
                    first = first < 0 ? i : first;
                    differences++;
                }
            }

            if (differences == 0)
            {
                return null;
            }

            int pixel = first / Outputs;
            return Describe() + ": " + differences.ToString() + " of " + expected.Length.ToString() + " differ, first at ["
                + (pixel / OutputWidth).ToString() + "," + (pixel % OutputWidth).ToString() + "," + (first % Outputs).ToString()
                + "]: expected " + expected[first].ToString() + ", actual " + actual[first].ToString();
        }

        private string Describe()
        {
            return (IsDepthwise ? "DepthwiseConv2D " : "Conv2D ") + Height.ToString() + "x" + Width.ToString() + "x" + Channels.ToString()
                + " to " + OutputHeight.ToString() + "x" + OutputWidth.ToString() + "x" + Outputs.ToString()
                + " k" + KernelH.ToString() + "x" + KernelW.ToString() + " s" + StrideH.ToString() + "x" + StrideW.ToString()
                + " p" + PadTop.ToString() + "," + PadLeft.ToString() + " g" + Groups.ToString()
                + " zu" + InputZero.ToString() + " zr" + ResultZero.ToString() + " clamp " + Min.ToString() + ".." + Max.ToString()
                + (HasTable ? " table" : string.Empty) + " rounding " + ((int)Rounding).ToString() + " weights " + ((int)Weights).ToString()
                + " multipliers " + ((int)Multipliers).ToString() + " zw" + WeightZero.ToString() + " lanes " + LaneTaps.ToString()
                + " inputs " + ((int)Inputs).ToString() + (IsStreamed ? " streamed" : string.Empty) + (SkipsZeros ? " skips zeros" : string.Empty)
                + " step " + RowStep.ToString() + " block " + BlockChannels.ToString() + " rings " + (HasRings ? "1" : "0") + (IsBanded ? string.Empty : " whole")
                + " more " + MoreLongs.ToString() + "+" + MoreBytes.ToString() + " seed " + Seed.ToString();
        }
    }
}
