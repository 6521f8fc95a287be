using Edge.Runtime.Int8.Blob;

namespace Edge.Runtime.Int8.Operators
{
    /// <summary>Fields that several operators have; docs/blob-format.md lists those of each in their order.</summary>
    internal static class OperatorFields
    {
        /// <summary>Kernel, strides, padding.</summary>
        public static void DecodeWindow(ByteCursor cursor, Stage stage)
        {
            // Six numbers below 128, the first four above 0: nearly always.
            long eight = cursor.PeekEight();
            if ((eight & 0x808080808080) == 0 && ((eight + 0x7F7F7F7F) & 0x80808080) == 0x80808080)
            {
                stage.KernelH = (int)eight & 0xFF;
                stage.KernelW = (int)(eight >> 8) & 0xFF;
                stage.StrideH = (int)(eight >> 16) & 0xFF;
                stage.StrideW = (int)(eight >> 24) & 0xFF;
                stage.PadTop = (int)(eight >> 32) & 0xFF;
                stage.PadLeft = (int)(eight >> 40) & 0xFF;
                cursor.Skip(6);
                return;
            }

            stage.KernelH = cursor.ReadRange(1, BlobFormat.MaxDimension);
            stage.KernelW = cursor.ReadRange(1, BlobFormat.MaxDimension);
            stage.StrideH = cursor.ReadRange(1, BlobFormat.MaxDimension);
            stage.StrideW = cursor.ReadRange(1, BlobFormat.MaxDimension);
            stage.PadTop = cursor.ReadRange(0, BlobFormat.MaxDimension);
            stage.PadLeft = cursor.ReadRange(0, BlobFormat.MaxDimension);
        }

        /// <summary>Zero point and clamp of the result.</summary>
        public static void DecodeResult(ByteCursor cursor, Stage stage)
        {
            stage.ResultZeroPoint = cursor.ReadRange(0, 255);
            stage.ActivationMin = cursor.ReadRange(0, 255);
            stage.ActivationMax = cursor.ReadRange(stage.ActivationMin, 255);
        }

        /// <summary>The first <paramref name="count"/> multipliers with their shifts, 1 to 3.</summary>
        public static void DecodeMultipliers(ByteCursor cursor, Stage stage, int count)
        {
            stage.Multiplier0 = cursor.ReadUnsigned();
            stage.Shift0 = cursor.ReadSignedRange(-31, 30);
            if (count > 1)
            {
                stage.Multiplier1 = cursor.ReadUnsigned();
                stage.Shift1 = cursor.ReadSignedRange(-31, 30);
            }

            if (count > 2)
            {
                stage.Multiplier2 = cursor.ReadUnsigned();
                stage.Shift2 = cursor.ReadSignedRange(-31, 30);
            }
        }

        /// <summary>Where the operator's numbers lie in the weights section and in the parameter pool.</summary>
        public static void DecodeNumbers(ByteCursor cursor, Stage stage, int weightsOrigin)
        {
            stage.WeightPosition = weightsOrigin + cursor.ReadUnsigned();
            stage.ParameterBase = cursor.ReadUnsigned();
        }
    }
}
