namespace Edge.Runtime.Int8.Operators
{
    /// <summary>What several operators ask of shapes.</summary>
    internal static class OperatorShapes
    {
        /// <summary>Whether two tensors have the same shape.</summary>
        public static bool IsSame(RowBuffer a, RowBuffer b)
        {
            return a.Height == b.Height && a.Width == b.Width && a.Channels == b.Channels;
        }

        /// <summary>Height (0), width (1) or channels (2).</summary>
        public static int Dimension(RowBuffer buffer, int axis)
        {
            return axis == 0 ? buffer.Height : axis == 1 ? buffer.Width : buffer.Channels;
        }

        /// <summary>The last window starts inside the padded image; for pools every window has a tap in the image.</summary>
        public static bool HasWindow(Stage stage, bool needsTap)
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

        /// <summary>Each dimension of both inputs is that of the output, or 1.</summary>
        public static bool Broadcasts(Stage stage)
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

        /// <summary>Whether a map's entries ascend and stay below a limit.</summary>
        public static bool Ascends(int[] map, int start, int count, int limit)
        {
            int last = 0;
            for (int i = start; i < start + count; i++)
            {
                if (map[i] < last || map[i] >= limit)
                {
                    return false;
                }

                last = map[i];
            }

            return true;
        }
    }
}
