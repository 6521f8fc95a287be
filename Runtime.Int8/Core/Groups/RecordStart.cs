namespace Edge.Runtime.Int8.Blob
{
    /// <summary>
    /// Starts of records, several numbers at a time: one look at eight bytes tells that each is one byte, which with the same checks costs a third of reading one after the
    /// other. Where one is not, or is outside its range, they are read as always.
    /// </summary>
    internal static class RecordStart
    {
        /// <summary>Number and shape of a buffer: four numbers below 128, the last three above 0, nearly always.</summary>
        /// <param name="cursor">The program.</param>
        /// <param name="buffer">Receives them.</param>
        /// <param name="tensors">Number of tensors.</param>
        public static void DecodeTensor(ByteCursor cursor, RowBuffer buffer, int tensors)
        {
            long eight = cursor.PeekEight();
            int tensor = (int)eight & 0xFF;
            if ((eight & 0x80808080) == 0 && ((eight + 0x7F7F7F00) & 0x80808000) == 0x80808000 && tensor < tensors)
            {
                buffer.TensorId = tensor;
                buffer.Height = (int)(eight >> 8) & 0xFF;
                buffer.Width = (int)(eight >> 16) & 0xFF;
                buffer.Channels = (int)(eight >> 24) & 0xFF;
                cursor.Skip(4);
                return;
            }

            buffer.TensorId = cursor.ReadRange(0, tensors - 1);
            buffer.Height = cursor.ReadRange(1, BlobFormat.MaxDimension);
            buffer.Width = cursor.ReadRange(1, BlobFormat.MaxArrayBytes);
            buffer.Channels = cursor.ReadRange(1, BlobFormat.MaxArrayBytes);
        }

        /// <summary>Flags, alias and rows of a buffer: four numbers below 128, the last two above 0, nearly always.</summary>
        /// <param name="cursor">The program.</param>
        /// <param name="buffer">Receives them; its height is known.</param>
        /// <param name="index">Number of the buffer in its group, which an alias is below.</param>
        public static void DecodeRing(ByteCursor cursor, RowBuffer buffer, int index)
        {
            long eight = cursor.PeekEight();
            int flags = (int)eight & 0xFF;
            int alias = (int)(eight >> 8) & 0xFF;
            int ring = (int)(eight >> 16) & 0xFF;
            int band = (int)(eight >> 24) & 0xFF;
            if ((eight & 0x80808080) == 0 && flags <= (BlobFormat.FlagReady | BlobFormat.FlagKept) && alias <= index && ring <= buffer.Height && band <= ring && band > 0)
            {
                cursor.Skip(4);
            }
            else
            {
                flags = cursor.ReadRange(0, BlobFormat.FlagReady | BlobFormat.FlagKept);
                alias = cursor.ReadRange(0, index);
                ring = cursor.ReadRange(1, buffer.Height);
                band = cursor.ReadRange(1, ring);
            }

            buffer.IsReady = (flags & BlobFormat.FlagReady) != 0;
            buffer.IsKept = (flags & BlobFormat.FlagKept) != 0;
            buffer.AliasOf = alias - 1;
            buffer.RingRows = ring;
            buffer.BandRows = band;
        }

        /// <summary>Code, number, flags and inputs of a stage: four numbers below 128 nearly always.</summary>
        /// <param name="cursor">The program.</param>
        /// <param name="stage">Receives all but the flags.</param>
        /// <param name="operators">Number of operators.</param>
        /// <returns>The flags.</returns>
        public static int DecodeOperator(ByteCursor cursor, Stage stage, int operators)
        {
            long eight = cursor.PeekEight();
            int opCode = (int)eight & 0xFF;
            int id = (int)(eight >> 8) & 0xFF;
            int flags = (int)(eight >> 16) & 0xFF;
            int inputs = (int)(eight >> 24) & 0xFF;
            if ((eight & 0x80808080) == 0 && opCode < OpCode.Count && id < operators && flags <= BlobFormat.StageFlags && inputs <= BlobFormat.MaxInputs)
            {
                stage.OpCode = opCode;
                stage.OperatorId = id;
                stage.InputCount = inputs;
                cursor.Skip(4);
                return flags;
            }

            stage.OpCode = cursor.ReadUnsigned();
            if (stage.OpCode >= OpCode.Count)
            {
                throw new ModelFormatException(ModelError.UnknownOperator, cursor.Offset);
            }

            stage.OperatorId = cursor.ReadRange(0, operators - 1);
            flags = cursor.ReadRange(0, BlobFormat.StageFlags);
            stage.InputCount = cursor.ReadRange(0, BlobFormat.MaxInputs);
            return flags;
        }
    }
}
