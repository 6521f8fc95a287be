using Edge.Runtime.Int8.Operators;

namespace Edge.Runtime.Int8.Blob
{
    /// <summary>
    /// Decodes one group of the program section into the stages and buffers that the executor walks.
    /// The loader decodes every group once to check it; Run decodes again, reading the program a piece at a time, which costs less
    /// memory than keeping either.
    /// </summary>
    internal sealed class GroupDecoder
    {
        private readonly ByteCursor _cursor;
        private readonly ProgramHeader _header;
        private readonly int _weightsOrigin;
        private byte[][] _banks; // null while the program is checked
        private int _bandsLeft;

        /// <summary>Buffers of the group, <see cref="BufferCount"/> of them.</summary>
        public readonly RowBuffer[] Buffers;

        /// <summary>Stages of the group, <see cref="StageCount"/> of them.</summary>
        public readonly Stage[] Stages;

        /// <summary>Number of buffers in use.</summary>
        public int BufferCount;

        /// <summary>Number of stages in use.</summary>
        public int StageCount;

        /// <summary>Bytes of the group's weight window.</summary>
        public int WindowBytes;

        /// <summary>Number of the bank that the window lies in; -1: it has an array of its own.</summary>
        public int WindowBank = -1;

        /// <summary>Where it begins in the bank.</summary>
        public int WindowOffset;

        /// <summary>The bank that the window lies in, or null.</summary>
        public byte[] Window
        {
            get { return WindowBank < 0 || _banks == null ? null : _banks[WindowBank]; }
        }

        /// <summary>Makes the objects for the largest group.</summary>
        /// <param name="cursor">The program section.</param>
        /// <param name="header">Its header.</param>
        /// <param name="weightsOrigin">Offset of the weights section in the blob.</param>
        public GroupDecoder(ByteCursor cursor, ProgramHeader header, int weightsOrigin)
        {
            _cursor = cursor;
            _header = header;
            _weightsOrigin = weightsOrigin;
            Buffers = new RowBuffer[header.MaxBuffers];
            for (int i = 0; i < Buffers.Length; i++)
            {
                Buffers[i] = new RowBuffer(1);
            }

            Stages = new Stage[header.MaxStages];
            for (int i = 0; i < Stages.Length; i++)
            {
                Stages[i] = new Stage { Rounding = header.Rounding };
            }
        }

        /// <summary>Gives the stages their memory; without it groups can be checked, not run.</summary>
        /// <param name="arena">Banks and pools that stages point into.</param>
        public void Attach(ActivationArena arena)
        {
            _banks = arena.Banks;
            for (int i = 0; i < Stages.Length; i++)
            {
                Stage stage = Stages[i];
                stage.Parameters = arena.Parameters;
                stage.Accumulators = arena.Accumulators;
                stage.Lanes = arena.Lanes;
                stage.ScratchBytes = arena.ScratchBytes;
            }
        }

        /// <summary>Offset in the blob of what is being decoded, for errors.</summary>
        public int Offset
        {
            get { return _cursor.Offset; }
        }

        /// <summary>Starts again with the first group.</summary>
        public void Rewind()
        {
            _cursor.MoveTo(_header.FirstGroup);
        }

        /// <summary>Decodes the next group.</summary>
        /// <exception cref="ModelFormatException">A number is outside its range, or the section ends early.</exception>
        public void DecodeNext()
        {
            ByteCursor cursor = _cursor;
            _bandsLeft = BlobFormat.MaxRegions;
            DecodeWindow(cursor);
            BufferCount = cursor.ReadRange(1, Buffers.Length);
            for (int i = 0; i < BufferCount; i++)
            {
                DecodeBuffer(cursor, Buffers[i], i);
            }

            StageCount = cursor.ReadRange(1, Stages.Length);
            for (int i = 0; i < StageCount; i++)
            {
                DecodeStage(cursor, Stages[i], i);
            }
        }

        private void DecodeWindow(ByteCursor cursor)
        {
            WindowBytes = _header.WindowBytes;
            if (WindowBytes == 0)
            {
                WindowBytes = cursor.ReadRange(BlobFormat.MinWindowBytes, BlobFormat.MaxArrayBytes);
                WindowBank = ReadBank();
                WindowOffset = cursor.ReadUnsigned();
                RequirePlacement(WindowBank, WindowOffset, WindowBytes);
            }
        }

        private void DecodeBuffer(ByteCursor cursor, RowBuffer buffer, int index)
        {
            buffer.RecordOffset = cursor.Offset;
            buffer.Writer = -1;
            buffer.IsInPlace = false;
            buffer.LostRows = 0;
            RecordStart.DecodeTensor(cursor, buffer, _header.TensorCount);
            long rowBytes = (long)buffer.Width * buffer.Channels;
            if (rowBytes > BlobFormat.MaxArrayBytes)
            {
                throw new ModelFormatException(ModelError.ArrayTooLarge, cursor.Offset);
            }

            buffer.RowBytes = (int)rowBytes;
            buffer.ZeroPoint = cursor.ReadRange(0, 255);
            RecordStart.DecodeRing(cursor, buffer, index);
            buffer.BandCount = (buffer.RingRows + buffer.BandRows - 1) / buffer.BandRows;
            _bandsLeft -= buffer.BandCount;
            if (buffer.BandCount > _header.MaxBands || _bandsLeft < 0)
            {
                throw new ModelFormatException(ModelError.BadValue, cursor.Offset);
            }

            if (buffer.BandCount > buffer.BandOffsets.Length)
            {
                // While the loader decodes a group for the first time; afterwards there is room.
                buffer.Reserve(buffer.BandCount);
            }

            int rowsLeft = buffer.RingRows;
            for (int band = 0; band < buffer.BandCount; band++)
            {
                int bank = ReadBank();
                int offset = cursor.ReadUnsigned();
                int rows = rowsLeft < buffer.BandRows ? rowsLeft : buffer.BandRows;
                rowsLeft -= rows;
                RequirePlacement(bank, offset, (long)rows * rowBytes);
                buffer.BandIndexes[band] = bank;
                buffer.BandBanks[band] = _banks == null ? null : _banks[bank];
                buffer.BandOffsets[band] = offset;
            }

            buffer.Complete();
        }

        private void DecodeStage(ByteCursor cursor, Stage stage, int index)
        {
            stage.RecordOffset = cursor.Offset;
            int flags = RecordStart.DecodeOperator(cursor, stage, _header.OperatorCount);
            stage.IsRoot = (flags & BlobFormat.FlagRoot) != 0;
            stage.IsStreamed = (flags & BlobFormat.FlagStreamed) != 0;
            stage.HasTable = (flags & BlobFormat.FlagTable) != 0;
            stage.SkipsZeros = (flags & BlobFormat.FlagSkipsZeros) != 0;
            stage.HasPowersOfTwo = (flags & BlobFormat.FlagPowersOfTwo) != 0;
            stage.Accumulates = false;
            stage.NextRow = 0;
            stage.AccumulatorCount = 0;
            stage.WeightPosition = -1;
            stage.TapsPerChannel = 0;
            stage.BlockChannels = 0;
            stage.FirstChannel = 0;
            for (int i = 0; i < stage.InputCount; i++)
            {
                stage.Inputs[i] = Buffers[cursor.ReadRange(0, BufferCount - 1)];
                stage.InputStages[i] = stage.Inputs[i].Writer;
                if (stage.InputStages[i] < 0 && !stage.Inputs[i].IsReady)
                {
                    throw new ModelFormatException(ModelError.ReadBeforeWrite, cursor.Offset);
                }
            }

            stage.Input = stage.InputCount > 0 ? stage.Inputs[0] : null;
            stage.Output = Buffers[cursor.ReadRange(0, BufferCount - 1)];
            if (stage.OpCode != OpCode.Output)
            {
                // Each buffer is written by one stage, and none that is ready is written at all.
                if (stage.Output.Writer >= 0 || stage.Output.IsReady)
                {
                    throw new ModelFormatException(ModelError.Overlap, cursor.Offset);
                }

                stage.Output.Writer = index;
            }

            stage.RowStep = cursor.ReadRange(1, BlobFormat.MaxDimension);
            OperatorTable.All[stage.OpCode].Decode(cursor, stage, _weightsOrigin);
            if (stage.HasTable)
            {
                stage.TablePosition = _weightsOrigin + cursor.ReadUnsigned();
                stage.TableBank = ReadBank();
                stage.TableOffset = cursor.ReadUnsigned();
                RequirePlacement(stage.TableBank, stage.TableOffset, BlobFormat.TableEntries);
                stage.Table = _banks == null ? null : _banks[stage.TableBank];
            }

            if (stage.WeightPosition >= 0 && !stage.IsStreamed && stage.TapsPerChannel > 0)
            {
                stage.ResidentBank = ReadBank();
                stage.ResidentOffset = cursor.ReadUnsigned();
                RequirePlacement(stage.ResidentBank, stage.ResidentOffset, (long)stage.TapsPerChannel * stage.Output.Channels);
                stage.Weights = _banks == null ? null : _banks[stage.ResidentBank];
            }
        }

        private int ReadBank()
        {
            return _cursor.ReadRange(0, _header.BankBytes.Length - 1);
        }

        private void RequirePlacement(int bank, int offset, long bytes)
        {
            if (offset + bytes > _header.BankBytes[bank])
            {
                throw new ModelFormatException(ModelError.BadPlacement, _cursor.Offset);
            }
        }
    }
}
