namespace Edge.Runtime.Int8
{
    /// <summary>The network's input or one of its outputs: real = Scale * (q - ZeroPoint).</summary>
    public sealed class TensorInfo
    {
        private const int UInt8Source = 2;
        private const int MostSteps = 256; // from zero: beyond it every zero point saturates

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

        /// <summary>What an input is made of, one behind the other, when the source model has several; else null.</summary>
        internal TensorInfo[] Parts { get; set; }

        /// <summary>Number of inputs of the source model that this one holds, one behind the other, each quantized on its own; 0 when it is the only one.</summary>
        public int PartCount
        {
            get { return Parts == null ? 0 : Parts.Length; }
        }

        /// <summary>One of several inputs of the source model.</summary>
        public TensorInfo GetPart(int index)
        {
            return Parts[index];
        }

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

        /// <summary>
        /// An element of the input, of bytes as data sets, hosts and <c>edge pack --sample</c> have them: pixels, red first, when the model
        /// knows what pixels mean, q + 128 for a uint8 model, otherwise q.
        /// </summary>
        /// <param name="bytes">The bytes, [H, W, C].</param>
        /// <param name="index">The element's place in [H, W, C].</param>
        /// <returns>What Run takes.</returns>
        public sbyte FromBytes(byte[] bytes, int index)
        {
            if (PixelScale != null)
            {
                int channel = index % Channels;
                bool isExchanged = IsBlueFirst && (channel == 0 || channel == 2);
                return QuantizePixel(bytes[isExchanged ? index + 2 - (2 * channel) : index], channel);
            }

            return SourceType == UInt8Source ? (sbyte)(bytes[index] - 128) : (sbyte)bytes[index];
        }

        /// <summary>The int8 value of a pixel, for a model that knows what pixels mean (<see cref="HasPixelScale"/>).</summary>
        /// <param name="pixel">0 to 255.</param>
        /// <param name="channel">Channel that the pixel belongs to.</param>
        /// <returns>Nearest step, as the desktop quantizes the same picture.</returns>
        public sbyte QuantizePixel(int pixel, int channel)
        {
            return Quantize((PixelScale[channel] * pixel) + PixelOffset[channel]);
        }

        /// <summary>The int8 value of a real one: nearest step, halves away from zero, saturated.</summary>
        /// <param name="real">What the network was trained with.</param>
        /// <returns>-128 to 127.</returns>
        public sbyte Quantize(float real)
        {
            // float64 for the division: as ModelTools quantizes.
            double steps = (double)real / Scale;
            double rounded = steps < 0 ? steps - 0.5 : steps + 0.5;
            if (rounded >= MostSteps)
            {
                return sbyte.MaxValue;
            }

            if (rounded <= -MostSteps)
            {
                return sbyte.MinValue;
            }

            int value = (int)rounded + ZeroPoint;
            return (sbyte)(value > sbyte.MaxValue ? sbyte.MaxValue : value < sbyte.MinValue ? sbyte.MinValue : value);
        }
    }
}
