using System;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Weights;

namespace Edge.Runtime.Int8.Operators
{
    /// <summary>
    /// Picks rows, columns and channels: slice, split, flip, gather, channel shuffle. Along each axis output index i is input index
    /// start + step * i, or, where the step is 0, the i-th number of a map; the maps of H, W and C follow each other as uint16 in the
    /// weights section. Nothing is rounded.
    /// </summary>
    internal sealed class SelectOperator : Operator
    {
        /// <inheritdoc/>
        public override string Name
        {
            get { return "Select"; }
        }

        /// <summary>The starts are kept where padding has its place, the steps where strides are.</summary>
        public override void Decode(ByteCursor cursor, Stage stage, int weightsOrigin)
        {
            stage.PadTop = cursor.ReadRange(0, BlobFormat.MaxDimension);
            stage.StrideH = cursor.ReadSignedRange(-BlobFormat.MaxDimension, BlobFormat.MaxDimension);
            stage.PadLeft = cursor.ReadRange(0, BlobFormat.MaxDimension);
            stage.StrideW = cursor.ReadSignedRange(-BlobFormat.MaxDimension, BlobFormat.MaxDimension);
            stage.PadFront = cursor.ReadRange(0, BlobFormat.MaxDimension);
            stage.ChannelMultiplier = cursor.ReadSignedRange(-BlobFormat.MaxDimension, BlobFormat.MaxDimension);
            OperatorFields.DecodeNumbers(cursor, stage, weightsOrigin);
        }

        /// <inheritdoc/>
        public override bool IsShapeValid(Stage stage)
        {
            return IsInside(stage.PadTop, stage.StrideH, stage.Output.Height, stage.Input.Height)
                && IsInside(stage.PadLeft, stage.StrideW, stage.Output.Width, stage.Input.Width)
                && IsInside(stage.PadFront, stage.ChannelMultiplier, stage.Output.Channels, stage.Input.Channels);
        }

        /// <summary>Rows that do not come in their order need the whole input.</summary>
        public override int FirstRow(Stage stage, int index, int oy)
        {
            return stage.StrideH > 0 ? stage.PadTop + (stage.StrideH * oy) : 0;
        }

        /// <inheritdoc/>
        public override int LastRow(Stage stage, int index, int oy)
        {
            return stage.StrideH > 0 ? stage.PadTop + (stage.StrideH * oy) : stage.Input.Height - 1;
        }

        /// <inheritdoc/>
        public override long WeightBytes(Stage stage)
        {
            return 2L * ParameterInts(stage);
        }

        /// <inheritdoc/>
        public override int ParameterInts(Stage stage)
        {
            return (stage.StrideH == 0 ? stage.Output.Height : 0)
                + (stage.StrideW == 0 ? stage.Output.Width : 0)
                + (stage.ChannelMultiplier == 0 ? stage.Output.Channels : 0);
        }

        /// <inheritdoc/>
        public override void Load(Stage stage, WeightWindow window)
        {
            window.ReadNumbers(stage.WeightPosition, stage.Parameters, stage.ParameterBase, ParameterInts(stage), 2);
        }

        /// <summary>Maps stay inside the input.</summary>
        public override ModelError CheckWeights(Stage stage, WeightWindow window)
        {
            int position = stage.WeightPosition;
            for (int axis = 0; axis < 3; axis++)
            {
                int step = axis == 0 ? stage.StrideH : axis == 1 ? stage.StrideW : stage.ChannelMultiplier;
                int count = step == 0 ? OperatorShapes.Dimension(stage.Output, axis) : 0;
                if (!WeightChecker.AreInRange(window, position, count, 2, 0, OperatorShapes.Dimension(stage.Input, axis) - 1))
                {
                    return ModelError.BadShape;
                }

                position += 2 * count;
            }

            return ModelError.None;
        }

        /// <inheritdoc/>
        public override void Run(Stage stage, int first, int count)
        {
            RowBuffer input = stage.Input;
            RowBuffer output = stage.Output;
            int rowMap = stage.ParameterBase;
            int columnMap = rowMap + (stage.StrideH == 0 ? output.Height : 0);
            int channelMap = columnMap + (stage.StrideW == 0 ? output.Width : 0);
            int channelStep = stage.ChannelMultiplier;
            bool isWholePixel = channelStep == 1 && output.Channels == input.Channels;
            for (int oy = first; oy < first + count; oy++)
            {
                int iy = stage.StrideH == 0 ? stage.Parameters[rowMap + oy] : stage.PadTop + (stage.StrideH * oy);
                byte[] source = input.RowArray(iy);
                byte[] target = output.RowArray(oy);
                int from = input.RowOffset(iy) + stage.PadFront;
                int to = output.RowOffset(oy);
                if (isWholePixel && stage.StrideW == 1)
                {
                    Array.Copy(source, from + (stage.PadLeft * input.Channels), target, to, output.RowBytes);
                    continue;
                }

                for (int ox = 0; ox < output.Width; ox++)
                {
                    int ix = stage.StrideW == 0 ? stage.Parameters[columnMap + ox] : stage.PadLeft + (stage.StrideW * ox);
                    int pixel = from + (ix * input.Channels);
                    if (channelStep == 0)
                    {
                        PickMapped(stage.Parameters, channelMap, source, pixel, target, to, output.Channels);
                    }
                    else
                    {
                        PickStepped(channelStep, source, pixel, target, to, output.Channels);
                    }

                    to += output.Channels;
                }
            }
        }

        private static void PickMapped(int[] map, int index, byte[] source, int from, byte[] target, int to, int count)
        {
            for (int end = to + count; to < end; to++)
            {
                target[to] = source[from + map[index]];
                index++;
            }
        }

        private static void PickStepped(int step, byte[] source, int from, byte[] target, int to, int count)
        {
            // A native copy costs about as much as three bytes one by one.
            if (step == 1 && count > 3)
            {
                Array.Copy(source, from, target, to, count);
                return;
            }

            for (int end = to + count; to < end; to++)
            {
                target[to] = source[from];
                from += step;
            }
        }

        /// <summary>A map is looked at when its numbers are; a start beside it must be 0.</summary>
        private static bool IsInside(int start, int step, int count, int size)
        {
            long last = start + ((long)step * (count - 1));
            return step == 0 ? start == 0 : start < size && last >= 0 && last < size;
        }
    }
}
