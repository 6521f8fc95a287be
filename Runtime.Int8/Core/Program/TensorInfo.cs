namespace Edge.Runtime.Int8
{
    /// <summary>The network's input or one of its outputs: real = Scale * (q - ZeroPoint).</summary>
    public sealed class TensorInfo
    {
        /// <summary>Made by the loader.</summary>
        internal TensorInfo()
        {
        }

        /// <summary>Name in the source model.</summary>
        public string Name { get; internal set; }

        /// <summary>Rows (1 for a vector).</summary>
        public int Height { get; internal set; }

        /// <summary>Pixels of a row (1 for a vector).</summary>
        public int Width { get; internal set; }

        /// <summary>Channels.</summary>
        public int Channels { get; internal set; }

        /// <summary>Scale.</summary>
        public float Scale { get; internal set; }

        /// <summary>Zero point, -128 to 127.</summary>
        public int ZeroPoint { get; internal set; }

        /// <summary>Element type in the source model: 0 float32, 1 int8, 2 uint8.</summary>
        public int SourceType { get; internal set; }

        /// <summary>The source model's layout is NCHW.</summary>
        public bool IsChannelsFirst { get; internal set; }

        /// <summary>Shape in the source model's layout, batch included; not to be changed.</summary>
        internal int[] SourceShape { get; set; }

        /// <summary>Per channel scale of real = PixelScale[c] * pixel + PixelOffset[c], pixel 0 to 255; null when unknown. Not to be changed.</summary>
        internal float[] PixelScale { get; set; }

        /// <summary>Per channel offset, see <see cref="PixelScale"/>.</summary>
        internal float[] PixelOffset { get; set; }

        /// <summary>Whether it is known which real numbers pixels stand for.</summary>
        public bool HasPixelScale
        {
            get { return PixelScale != null; }
        }

        /// <summary>Pixels come red first, and the model takes blue first: channels 0 and 2 of what is fed are exchanged.</summary>
        public bool IsBlueFirst { get; internal set; }

        /// <summary>Elements: Height * Width * Channels.</summary>
        public int Length
        {
            get { return Height * Width * Channels; }
        }

        /// <summary>Scale of a channel: real = scale * pixel + offset, pixel 0 to 255. Asks for <see cref="HasPixelScale"/>.</summary>
        public float GetPixelScale(int channel)
        {
            return PixelScale[channel];
        }

        /// <summary>Offset of a channel, see <see cref="GetPixelScale"/>.</summary>
        public float GetPixelOffset(int channel)
        {
            return PixelOffset[channel];
        }

        /// <summary>Number of dimensions of <see cref="GetSourceDimension"/>.</summary>
        public int SourceRank
        {
            get { return SourceShape.Length; }
        }

        /// <summary>A dimension of the shape in the source model's layout, batch included.</summary>
        public int GetSourceDimension(int axis)
        {
            return SourceShape[axis];
        }
    }
}
