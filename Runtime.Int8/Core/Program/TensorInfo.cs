namespace Edge.Runtime.Int8
{
    /// <summary>The network's input or one of its outputs: real = Scale * (q - ZeroPoint).</summary>
    public sealed class TensorInfo
    {
        /// <summary>Name in the source model.</summary>
        public string Name;

        /// <summary>Rows (1 for a vector).</summary>
        public int Height;

        /// <summary>Pixels of a row (1 for a vector).</summary>
        public int Width;

        /// <summary>Channels.</summary>
        public int Channels;

        /// <summary>Scale.</summary>
        public float Scale;

        /// <summary>Zero point, -128 to 127.</summary>
        public int ZeroPoint;

        /// <summary>Element type in the source model: 0 float32, 1 int8, 2 uint8.</summary>
        public int SourceType;

        /// <summary>The source model's layout is NCHW.</summary>
        public bool IsChannelsFirst;

        /// <summary>Shape in the source model's layout, batch included.</summary>
        public int[] SourceShape;

        /// <summary>Per channel scale of real = PixelScale[c] * pixel + PixelOffset[c], pixel 0 to 255; null when unknown.</summary>
        public float[] PixelScale;

        /// <summary>Per channel offset, see <see cref="PixelScale"/>.</summary>
        public float[] PixelOffset;

        /// <summary>Elements: Height * Width * Channels.</summary>
        public int Length
        {
            get { return Height * Width * Channels; }
        }
    }
}
