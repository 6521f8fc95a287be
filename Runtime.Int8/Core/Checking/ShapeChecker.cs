namespace Edge.Runtime.Int8.Blob
{
    /// <summary>Checks that an operator's inputs, output and attributes fit each other.</summary>
    internal static class ShapeChecker
    {
        /// <summary>Returns what is wrong with the stage, or None.</summary>
        public static ModelError Check(Stage stage, TensorInfo input, TensorInfo[] outputs)
        {
            if (stage.OpCode >= OpCode.Count)
            {
                return ModelError.UnknownOperator;
            }

            if (stage.InputCount != Inputs(stage) || !Fits(stage, input, outputs))
            {
                return ModelError.BadShape;
            }

            return stage.OpCode == OpCode.Add ? CheckAdd(stage) : ModelError.None;
        }

        /// <summary>Number of inputs that the operator takes; any number, but not 0, for Concat.</summary>
        private static int Inputs(Stage stage)
        {
            switch (stage.OpCode)
            {
                case OpCode.Input:
                case OpCode.Constant:
                    return 0;
                case OpCode.Add:
                case OpCode.Mul:
                case OpCode.PRelu:
                    return 2;
                case OpCode.Concat:
                    return stage.InputCount > 0 ? stage.InputCount : 1;
                default:
                    return 1;
            }
        }

        private static bool Fits(Stage stage, TensorInfo input, TensorInfo[] outputs)
        {
            switch (stage.OpCode)
            {
                case OpCode.Input:
                    return IsShape(stage.Output, input);
                case OpCode.Output:
                    return stage.Input == stage.Output && stage.OperatorId < outputs.Length
                        && IsShape(stage.Output, outputs[stage.OperatorId]);
                case OpCode.Conv2D:
                case OpCode.DepthwiseConv2D:
                    return CheckConvolution(stage);
                case OpCode.AveragePool:
                case OpCode.MaxPool:
                    return stage.Input.Channels == stage.Output.Channels && HasWindow(stage, true);
                case OpCode.Add:
                case OpCode.Mul:
                case OpCode.PRelu:
                    return Broadcasts(stage);
                case OpCode.Mean:
                    return CheckMean(stage);
                case OpCode.Softmax:
                    return IsSame(stage.Input, stage.Output) && stage.Output.Channels <= 4096;
                case OpCode.Table:
                    return stage.HasTable && IsSame(stage.Input, stage.Output);
                case OpCode.Pad:
                    return stage.Input.Height + stage.PadTop <= stage.Output.Height
                        && stage.Input.Width + stage.PadLeft <= stage.Output.Width
                        && stage.Input.Channels + stage.PadFront <= stage.Output.Channels;
                case OpCode.Reshape:
                    return (long)stage.Input.Height * stage.Input.RowBytes == (long)stage.Output.Height * stage.Output.RowBytes;
                case OpCode.Transpose:
                    return CheckTranspose(stage);
                case OpCode.Concat:
                    return CheckConcat(stage);
                case OpCode.Resize:
                    return stage.Input.Channels == stage.Output.Channels;
                default:
                    return true;
            }
        }

        private static ModelError CheckAdd(Stage stage)
        {
            if (stage.Rounding == RoundingMode.Double)
            {
                // 255 << LeftShift must fit int32; the scaled terms are then at most 2^29 because multipliers are below one.
                return stage.LeftShift <= 22 && stage.Shift0 <= 0 && stage.Shift1 <= 0 ? ModelError.None : ModelError.BadQuantization;
            }

            return stage.Multiplier0 < 1 << 21 && stage.Multiplier1 < 1 << 21 && stage.Shift0 <= -1 && stage.Shift0 >= -29
                ? ModelError.None : ModelError.BadQuantization;
        }

        private static bool CheckConvolution(Stage stage)
        {
            int inputChannels = stage.Input.Channels;
            int outputChannels = stage.Output.Channels;
            bool hasChannels = stage.OpCode == OpCode.Conv2D
                ? inputChannels % stage.Groups == 0 && outputChannels % stage.Groups == 0
                : outputChannels == (long)inputChannels * stage.Groups;
            return hasChannels && HasWindow(stage, false);
        }

        /// <summary>The last window starts inside the padded image; for pools every window has a tap in the image.</summary>
        private static bool HasWindow(Stage stage, bool needsTap)
        {
            long lastTop = ((long)(stage.Output.Height - 1) * stage.StrideH) - stage.PadTop;
            long lastLeft = ((long)(stage.Output.Width - 1) * stage.StrideW) - stage.PadLeft;
            if (stage.PadTop >= stage.KernelH || stage.PadLeft >= stage.KernelW)
            {
                return false;
            }

            // A window may hang over the bottom (padding), but not begin more than a kernel below it.
            long slackH = needsTap ? 0 : stage.KernelH;
            long slackW = needsTap ? 0 : stage.KernelW;
            return lastTop < stage.Input.Height + slackH && lastLeft < stage.Input.Width + slackW;
        }

        private static bool Broadcasts(Stage stage)
        {
            RowBuffer output = stage.Output;
            for (int i = 0; i < 2; i++)
            {
                RowBuffer input = stage.Inputs[i];
                if ((input.Height != 1 && input.Height != output.Height)
                    || (input.Width != 1 && input.Width != output.Width)
                    || (input.Channels != 1 && input.Channels != output.Channels))
                {
                    return false;
                }
            }

            return true;
        }

        private static bool CheckMean(Stage stage)
        {
            return stage.Output.Height == ((stage.Axes & 1) != 0 ? 1 : stage.Input.Height)
                && stage.Output.Width == ((stage.Axes & 2) != 0 ? 1 : stage.Input.Width)
                && stage.Output.Channels == ((stage.Axes & 4) != 0 ? 1 : stage.Input.Channels);
        }

        private static bool CheckTranspose(Stage stage)
        {
            int p0 = stage.Axes % 3;
            int p1 = (stage.Axes / 3) % 3;
            int p2 = stage.Axes / 9;
            return p0 != p1 && p1 != p2 && p0 != p2
                && stage.Output.Height == Dimension(stage.Input, p0)
                && stage.Output.Width == Dimension(stage.Input, p1)
                && stage.Output.Channels == Dimension(stage.Input, p2);
        }

        private static bool CheckConcat(Stage stage)
        {
            int total = 0;
            for (int i = 0; i < stage.InputCount; i++)
            {
                RowBuffer input = stage.Inputs[i];
                for (int axis = 0; axis < 3; axis++)
                {
                    if (axis != stage.Axes && Dimension(input, axis) != Dimension(stage.Output, axis))
                    {
                        return false;
                    }
                }

                total += Dimension(input, stage.Axes);
            }

            return total == Dimension(stage.Output, stage.Axes);
        }

        private static int Dimension(RowBuffer buffer, int axis)
        {
            return axis == 0 ? buffer.Height : axis == 1 ? buffer.Width : buffer.Channels;
        }

        private static bool IsSame(RowBuffer a, RowBuffer b)
        {
            return a.Height == b.Height && a.Width == b.Width && a.Channels == b.Channels;
        }

        private static bool IsShape(RowBuffer buffer, TensorInfo info)
        {
            return buffer.Height == info.Height && buffer.Width == info.Width && buffer.Channels == info.Channels;
        }
    }
}
