namespace Edge.Runtime.Int8.Blob
{
    /// <summary>Reads the interface section: model name, input, outputs. docs/blob-format.md lists the fields.</summary>
    internal static class InterfaceReader
    {
        /// <summary>Reads one input or output.</summary>
        public static TensorInfo ReadTensor(ByteCursor cursor)
        {
            TensorInfo info = new TensorInfo();
            info.Name = cursor.ReadString();
            info.Height = cursor.ReadRange(1, BlobFormat.MaxDimension);
            info.Width = cursor.ReadRange(1, BlobFormat.MaxArrayBytes);
            info.Channels = cursor.ReadRange(1, BlobFormat.MaxArrayBytes);
            if ((long)info.Height * info.Width * info.Channels > BlobFormat.MaxBlobBytes)
            {
                throw new ModelFormatException(ModelError.BadValue, cursor.Offset);
            }

            info.Scale = ReadScale(cursor);
            info.ZeroPoint = cursor.ReadRange(0, 255) - 128;
            info.SourceType = cursor.ReadRange(0, 2);
            info.IsChannelsFirst = cursor.ReadRange(0, 1) == 1;
            info.SourceShape = new int[cursor.ReadRange(1, 6)];
            for (int i = 0; i < info.SourceShape.Length; i++)
            {
                info.SourceShape[i] = cursor.ReadRange(1, BlobFormat.MaxBlobBytes);
            }

            int flags = cursor.ReadRange(0, BlobFormat.PixelsKnown | BlobFormat.BlueFirst);
            info.IsBlueFirst = (flags & BlobFormat.BlueFirst) != 0;
            if (info.IsBlueFirst && info.Channels != 3)
            {
                throw new ModelFormatException(ModelError.BadValue, cursor.Offset);
            }

            if ((flags & BlobFormat.PixelsKnown) != 0)
            {
                if (info.Channels > BlobFormat.MaxArrayBytes / 4)
                {
                    throw new ModelFormatException(ModelError.ArrayTooLarge, cursor.Offset);
                }

                // Eight bytes for each channel follow: what is not there is not allocated.
                if (8 * info.Channels > cursor.Length - cursor.Position)
                {
                    throw new ModelFormatException(ModelError.Truncated, cursor.Offset);
                }

                info.PixelScale = new float[info.Channels];
                info.PixelOffset = new float[info.Channels];
                for (int c = 0; c < info.Channels; c++)
                {
                    info.PixelScale[c] = ReadFloat(cursor);
                    info.PixelOffset[c] = ReadFloat(cursor);
                }
            }

            return info;
        }

        /// <summary>Reads what the input is made of, at the end of the section: nothing when the source model has one input.</summary>
        public static void ReadParts(ByteCursor cursor, TensorInfo input)
        {
            if (cursor.Position == cursor.Length)
            {
                return;
            }

            TensorInfo[] parts = new TensorInfo[cursor.ReadRange(2, BlobFormat.MaxInputParts)];
            int length = 0;
            for (int i = 0; i < parts.Length; i++)
            {
                parts[i] = ReadTensor(cursor);
                length += parts[i].Length;
            }

            if (length != input.Length)
            {
                throw new ModelFormatException(ModelError.BadValue, cursor.Offset);
            }

            input.Parts = parts;
        }

        private static float ReadScale(ByteCursor cursor)
        {
            float scale = ReadFloat(cursor);
            if (!(scale > 0))
            {
                throw new ModelFormatException(ModelError.BadQuantization, cursor.Offset);
            }

            return scale;
        }

        /// <summary>An IEEE 754 binary32, put together by hand: the same on every runtime. Infinities and NaN are refused.</summary>
        private static float ReadFloat(ByteCursor cursor)
        {
            int bits = cursor.ReadInt32();
            int exponent = (bits >> 23) & 0xFF;
            int fraction = bits & 0x7FFFFF;
            if (exponent == 0xFF)
            {
                throw new ModelFormatException(ModelError.BadValue, cursor.Offset);
            }

            if (exponent == 0)
            {
                exponent = 1;
            }
            else
            {
                fraction |= 0x800000;
            }

            // Every step is exact in double: powers of two only.
            double value = fraction;
            for (int e = exponent - 150; e < 0; e++)
            {
                value *= 0.5;
            }

            for (int e = exponent - 150; e > 0; e--)
            {
                value *= 2;
            }

            return (float)(bits < 0 ? -value : value);
        }
    }
}
