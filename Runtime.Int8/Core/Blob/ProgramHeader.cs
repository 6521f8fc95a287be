namespace Edge.Runtime.Int8.Blob
{
    /// <summary>Sizes at the start of the program section: everything the arena must hold.</summary>
    internal sealed class ProgramHeader
    {
        /// <summary>Rounding of all operators.</summary>
        public RoundingMode Rounding;

        /// <summary>Bytes of each bank.</summary>
        public int[] BankBytes;

        /// <summary>Bytes of the weight window's own array; 0 where each group has its window in a bank.</summary>
        public int WindowBytes;

        /// <summary>Ints of the parameter pool, in which accumulators lie, too, unless they have a pool of their own.</summary>
        public int ParameterInts;

        /// <summary>Ints of the accumulators' own pool; 0 where they lie among the parameters.</summary>
        public int AccumulatorInts;

        /// <summary>Longs of the kernels' scratch memory.</summary>
        public int LaneLongs;

        /// <summary>Bytes of the kernels' scratch memory.</summary>
        public int ScratchBytes;

        /// <summary>Most stages in a group.</summary>
        public int MaxStages;

        /// <summary>Most buffers in a group.</summary>
        public int MaxBuffers;

        /// <summary>Most bands of a buffer.</summary>
        public int MaxBands;

        /// <summary>Tensor numbers are below this.</summary>
        public int TensorCount;

        /// <summary>Operator numbers are below this.</summary>
        public int OperatorCount;

        /// <summary>Groups.</summary>
        public int GroupCount;

        /// <summary>Bytes of the section.</summary>
        public int ProgramBytes;

        /// <summary>Bytes of all arrays that the arena has, the piece of the program included.</summary>
        public int ArenaBytes;

        /// <summary>Position of the first group in the section.</summary>
        public int FirstGroup;

        /// <summary>Reads and checks the header.</summary>
        /// <exception cref="ModelFormatException">BadValue, ArrayTooLarge, WindowTooSmall or Truncated.</exception>
        public ProgramHeader(ByteCursor cursor)
        {
            Rounding = (RoundingMode)cursor.ReadRange(0, 1);
            int banks = cursor.ReadRange(0, BlobFormat.MaxBanks);
            BankBytes = new int[banks];
            for (int i = 0; i < banks; i++)
            {
                BankBytes[i] = ReadArrayBytes(cursor, 1);
            }

            WindowBytes = ReadArrayBytes(cursor, 1);
            if (WindowBytes != 0 && WindowBytes < BlobFormat.MinWindowBytes)
            {
                // Every read goes through the window, a piece at a time: an empty one would never end.
                throw new ModelFormatException(ModelError.WindowTooSmall, cursor.Offset);
            }

            ParameterInts = ReadArrayBytes(cursor, 4);
            AccumulatorInts = ReadArrayBytes(cursor, 4);
            LaneLongs = ReadArrayBytes(cursor, 8);
            ScratchBytes = ReadArrayBytes(cursor, 1);
            MaxStages = cursor.ReadRange(1, BlobFormat.MaxStages);
            MaxBuffers = cursor.ReadRange(1, 2 * BlobFormat.MaxStages);
            MaxBands = cursor.ReadRange(1, BlobFormat.MaxBands);
            TensorCount = cursor.ReadRange(1, BlobFormat.MaxTensors);
            OperatorCount = cursor.ReadRange(1, BlobFormat.MaxDimension);
            GroupCount = cursor.ReadRange(1, BlobFormat.MaxGroups);

            // Nothing is allocated for records that the section is too short for.
            ProgramBytes = cursor.Length;
            if (GroupCount * (BlobFormat.MinBufferBytes + BlobFormat.MinStageBytes) > ProgramBytes
                || TensorCount * BlobFormat.MinBufferBytes > ProgramBytes
                || MaxBuffers * BlobFormat.MinBufferBytes > ProgramBytes
                || MaxStages * BlobFormat.MinStageBytes > ProgramBytes
                || MaxBands > ProgramBytes)
            {
                throw new ModelFormatException(ModelError.BadValue, cursor.Offset);
            }

            FirstGroup = cursor.Position;
            ArenaBytes = BlobFormat.ProgramPieceBytes + WindowBytes + (4 * (ParameterInts + AccumulatorInts)) + (8 * LaneLongs) + ScratchBytes;
            for (int i = 0; i < banks; i++)
            {
                ArenaBytes += BankBytes[i];
            }
        }

        private static int ReadArrayBytes(ByteCursor cursor, int elementBytes)
        {
            int count = cursor.ReadUnsigned();
            if (count > BlobFormat.MaxArrayBytes / elementBytes)
            {
                throw new ModelFormatException(ModelError.ArrayTooLarge, cursor.Offset);
            }

            return count;
        }
    }
}
