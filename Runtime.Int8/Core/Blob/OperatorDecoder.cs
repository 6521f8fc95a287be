namespace Edge.Runtime.Int8.Blob
{
    /// <summary>Decodes what is particular to each operator code; docs/blob-format.md lists the fields in this order.</summary>
    internal static class OperatorDecoder
    {
        /// <summary>Reads the operator's fields into <paramref name="stage"/>, whose inputs and output are set.</summary>
        public static void Decode(ByteCursor cursor, Stage stage, int weightsOrigin)
        {
            stage.TapsPerChannel = 0;
            stage.BlockChannels = 0;
            switch (stage.OpCode)
            {
                case OpCode.Conv2D:
                case OpCode.DepthwiseConv2D:
                    DecodeWindow(cursor, stage);
                    DecodeConvolution(cursor, stage, weightsOrigin);
                    break;
                case OpCode.Add:
                    stage.Sign = cursor.ReadRange(0, 1) == 0 ? 1 : -1;
                    stage.LeftShift = cursor.ReadRange(0, 30);
                    DecodeMultiplier(cursor, stage, 0);
                    DecodeMultiplier(cursor, stage, 1);
                    DecodeMultiplier(cursor, stage, 2);
                    DecodeResult(cursor, stage);
                    break;
                case OpCode.Mul:
                    DecodeMultiplier(cursor, stage, 0);
                    DecodeResult(cursor, stage);
                    break;
                case OpCode.AveragePool:
                    DecodeWindow(cursor, stage);
                    DecodeResult(cursor, stage);
                    stage.AccumulatorBase = cursor.ReadUnsigned();
                    stage.Accumulates = stage.Input != null && stage.Output.Height == 1 && stage.PadTop == 0
                        && stage.KernelH == stage.Input.Height;
                    stage.AccumulatorCount = stage.Accumulates ? stage.Output.RowBytes : 0;
                    break;
                case OpCode.MaxPool:
                    DecodeWindow(cursor, stage);
                    DecodeResult(cursor, stage);
                    break;
                case OpCode.Mean:
                    stage.Axes = cursor.ReadRange(1, 7);
                    DecodeMultiplier(cursor, stage, 0);
                    DecodeResult(cursor, stage);
                    stage.AccumulatorBase = cursor.ReadUnsigned();
                    stage.Accumulates = true;
                    stage.AccumulatorCount = stage.Output.RowBytes;
                    break;
                case OpCode.Pad:
                    stage.PadTop = cursor.ReadRange(0, BlobFormat.MaxDimension);
                    stage.PadLeft = cursor.ReadRange(0, BlobFormat.MaxDimension);
                    stage.PadFront = cursor.ReadRange(0, BlobFormat.MaxDimension);
                    stage.PadValue = cursor.ReadRange(0, 255);
                    break;
                case OpCode.Transpose:
                    stage.Axes = cursor.ReadRange(0, 26);
                    break;
                case OpCode.Concat:
                    stage.Axes = cursor.ReadRange(0, 2);
                    break;
                case OpCode.PRelu:
                    DecodeMultiplier(cursor, stage, 0);
                    DecodeMultiplier(cursor, stage, 1);
                    DecodeResult(cursor, stage);
                    break;
                case OpCode.Softmax:
                case OpCode.Resize:
                    stage.WeightPosition = weightsOrigin + cursor.ReadUnsigned();
                    stage.BiasBase = cursor.ReadUnsigned();
                    break;
                case OpCode.Constant:
                    stage.WeightPosition = weightsOrigin + cursor.ReadUnsigned();
                    break;
                default:
                    // Input, Output, Reshape and Table have no fields of their own; Output's number is its operator id.
                    break;
            }
        }

        private static void DecodeWindow(ByteCursor cursor, Stage stage)
        {
            stage.KernelH = cursor.ReadRange(1, BlobFormat.MaxDimension);
            stage.KernelW = cursor.ReadRange(1, BlobFormat.MaxDimension);
            stage.StrideH = cursor.ReadRange(1, BlobFormat.MaxDimension);
            stage.StrideW = cursor.ReadRange(1, BlobFormat.MaxDimension);
            stage.PadTop = cursor.ReadRange(0, BlobFormat.MaxDimension);
            stage.PadLeft = cursor.ReadRange(0, BlobFormat.MaxDimension);
        }

        private static void DecodeConvolution(ByteCursor cursor, Stage stage, int weightsOrigin)
        {
            stage.Groups = cursor.ReadRange(1, BlobFormat.MaxDimension);
            stage.WeightZeroPoint = cursor.ReadSignedRange(-128, 127);
            DecodeResult(cursor, stage);
            stage.LaneTaps = cursor.ReadRange(BlobFormat.MinLaneTaps, int.MaxValue);
            stage.WeightPosition = weightsOrigin + cursor.ReadUnsigned();
            stage.BiasBase = cursor.ReadUnsigned();
            stage.ParameterStride = stage.Output.Channels;
            if (stage.IsStreamed)
            {
                stage.BlockChannels = cursor.ReadRange(1, stage.Output.Channels);
                stage.ParameterStride = stage.BlockChannels;
            }

            int channels = stage.Input == null ? 1 : stage.Input.Channels;
            long taps = (long)stage.KernelH * stage.KernelW * (stage.OpCode == OpCode.Conv2D ? channels / stage.Groups : 1);
            if (taps < 1 || taps > BlobFormat.MaxBlobBytes || taps * stage.Output.Channels > BlobFormat.MaxBlobBytes)
            {
                throw new ModelFormatException(ModelError.BadShape, cursor.Offset);
            }

            stage.TapsPerChannel = (int)taps;
        }

        private static void DecodeResult(ByteCursor cursor, Stage stage)
        {
            stage.ResultZeroPoint = cursor.ReadRange(0, 255);
            stage.ActivationMin = cursor.ReadRange(0, 255);
            stage.ActivationMax = cursor.ReadRange(stage.ActivationMin, 255);
        }

        private static void DecodeMultiplier(ByteCursor cursor, Stage stage, int index)
        {
            int multiplier = cursor.ReadUnsigned();
            int shift = cursor.ReadSignedRange(-31, 30);
            if (index == 0)
            {
                stage.Multiplier0 = multiplier;
                stage.Shift0 = shift;
            }
            else if (index == 1)
            {
                stage.Multiplier1 = multiplier;
                stage.Shift1 = shift;
            }
            else
            {
                stage.Multiplier2 = multiplier;
                stage.Shift2 = shift;
            }
        }
    }
}
