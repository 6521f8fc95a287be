namespace Edge.Runtime.Int8.Blob
{
    /// <summary>Operator codes of the program section. Numbers are stable.</summary>
    internal static class OpCode
    {
        /// <summary>Rows of the network input, converted to offset binary.</summary>
        public const int Input = 0;

        /// <summary>A constant tensor, read from the weights section.</summary>
        public const int Constant = 1;

        /// <summary>Convolution, pointwise and fully connected (kernel = whole input) included.</summary>
        public const int Conv2D = 2;

        /// <summary>Depthwise convolution, channel multiplier at least 1.</summary>
        public const int DepthwiseConv2D = 3;

        /// <summary>a + b or a - b, broadcast.</summary>
        public const int Add = 4;

        /// <summary>a * b, broadcast (squeeze-excite scale included).</summary>
        public const int Mul = 5;

        /// <summary>Average over the valid taps.</summary>
        public const int AveragePool = 6;

        /// <summary>Maximum over the valid taps.</summary>
        public const int MaxPool = 7;

        /// <summary>Mean over any of H, W, C.</summary>
        public const int Mean = 8;

        /// <summary>Constant padding of H, W and C.</summary>
        public const int Pad = 9;

        /// <summary>Same bytes, other row length.</summary>
        public const int Reshape = 10;

        /// <summary>Permutation of H, W, C.</summary>
        public const int Transpose = 11;

        /// <summary>Softmax over channels.</summary>
        public const int Softmax = 12;

        /// <summary>256-entry table: any elementwise function.</summary>
        public const int Table = 13;

        /// <summary>x or slope[c] * x.</summary>
        public const int PRelu = 14;

        /// <summary>Concatenation along H, W or C.</summary>
        public const int Concat = 15;

        /// <summary>Nearest-neighbour resize by index maps.</summary>
        public const int Resize = 16;

        /// <summary>Rows of a network output, converted back to int8.</summary>
        public const int Output = 17;

        /// <summary>Bilinear resize by index maps and fractions.</summary>
        public const int ResizeBilinear = 18;

        /// <summary>Rows, columns and channels picked by start and step, or by a map.</summary>
        public const int Select = 19;

        /// <summary>Channels of a pixel become a block of pixels.</summary>
        public const int DepthToSpace = 20;

        /// <summary>The larger of two, broadcast.</summary>
        public const int Maximum = 21;

        /// <summary>The smaller of two, broadcast.</summary>
        public const int Minimum = 22;

        /// <summary>Channels divided by the root of their sum of squares.</summary>
        public const int L2Normalization = 23;

        /// <summary>Fully connected, more weights in a channel than an array holds.</summary>
        public const int LongDense = 24;

        /// <summary>One more than the largest code.</summary>
        public const int Count = 25;
    }
}
