namespace Edge.Runtime.Int8.Blob
{
    /// <summary>
    /// Checks that what is alive at the same time does not overlap: the buffers, resident weights and tables of a group, and
    /// the tensors that earlier groups keep for later ones.
    /// </summary>
    internal sealed class MemoryMapChecker
    {
        private const int MaxRegions = 4096;

        private readonly GroupDecoder _group;
        private readonly RowBuffer[] _kept; // by tensor number: the complete tensor, or null
        private readonly int[] _banks;
        private readonly int[] _starts;
        private readonly int[] _ends;
        private int _count;

        /// <summary>Makes a checker; nothing is alive yet.</summary>
        public MemoryMapChecker(ProgramHeader header, GroupDecoder group)
        {
            _group = group;
            _kept = new RowBuffer[header.TensorCount];

            // The largest group, and every kept tensor, with all their bands; more are refused.
            long bound = ((long)(header.MaxBuffers + header.TensorCount) * header.MaxBands) + (2 * header.MaxStages);
            int regions = bound < MaxRegions ? (int)bound : MaxRegions;
            _banks = new int[regions];
            _starts = new int[regions];
            _ends = new int[regions];
        }

        /// <summary>Checks the decoded group, then lets tensors die that no later group reads.</summary>
        public void CheckGroup()
        {
            _count = 0;
            for (int i = 0; i < _group.BufferCount; i++)
            {
                CheckBuffer(_group.Buffers[i], i);
            }

            for (int i = 0; i < _group.StageCount; i++)
            {
                Stage stage = _group.Stages[i];
                if (stage.HasTable)
                {
                    AddRegion(stage.TableBank, stage.TableOffset, BlobFormat.TableEntries);
                }

                if (stage.TapsPerChannel > 0 && !stage.IsStreamed)
                {
                    AddRegion(stage.ResidentBank, stage.ResidentOffset, stage.TapsPerChannel * stage.Output.Channels);
                }
            }

            for (int tensor = 0; tensor < _kept.Length; tensor++)
            {
                if (_kept[tensor] != null && !IsInGroup(tensor))
                {
                    AddBuffer(_kept[tensor]);
                }
            }

            RequireDisjoint();
            UpdateKept();
        }

        private void CheckBuffer(RowBuffer buffer, int index)
        {
            if (buffer.IsReady)
            {
                RowBuffer kept = _kept[buffer.TensorId];
                if (kept == null)
                {
                    Fail(ModelError.ReadBeforeWrite);
                }

                if (!IsSamePlace(kept, buffer) || kept.ZeroPoint != buffer.ZeroPoint || buffer.RingRows != buffer.Height)
                {
                    Fail(ModelError.BadPlacement);
                }
            }
            else if (_kept[buffer.TensorId] != null)
            {
                Fail(ModelError.Overlap);
            }

            if (buffer.AliasOf >= 0)
            {
                CheckAlias(buffer, index);
            }
            else
            {
                AddBuffer(buffer);
            }
        }

        /// <summary>
        /// An in-place operator writes row y of its output over row y of an input: same shape and place, elementwise, held
        /// whole (in a ring the input's later rows would overwrite results), and nobody else reads that input.
        /// </summary>
        private void CheckAlias(RowBuffer buffer, int index)
        {
            RowBuffer target = _group.Buffers[buffer.AliasOf];
            if (!IsSamePlace(target, buffer) || target.RingRows != target.Height || target.AliasOf >= 0 || target.IsKept || buffer.IsReady)
            {
                Fail(ModelError.Overlap);
            }

            bool isWritten = false;
            for (int i = 0; i < _group.StageCount; i++)
            {
                Stage stage = _group.Stages[i];
                bool reads = false;
                for (int k = 0; k < stage.InputCount; k++)
                {
                    reads |= stage.Inputs[k] == target;
                }

                if (!reads)
                {
                    continue;
                }

                bool isElementwise = stage.OpCode == OpCode.Add || stage.OpCode == OpCode.Mul
                    || stage.OpCode == OpCode.Table || stage.OpCode == OpCode.PRelu;
                if (isWritten || !isElementwise || stage.Output != buffer)
                {
                    Fail(ModelError.Overlap);
                }

                isWritten = true;
            }

            if (!isWritten)
            {
                Fail(ModelError.Overlap);
            }

            for (int i = 0; i < index; i++)
            {
                if (_group.Buffers[i].AliasOf == buffer.AliasOf)
                {
                    Fail(ModelError.Overlap);
                }
            }
        }

        private void AddBuffer(RowBuffer buffer)
        {
            int rows = buffer.RingRows;
            for (int band = 0; band < buffer.BandCount; band++)
            {
                int bandRows = rows < buffer.BandRows ? rows : buffer.BandRows;
                AddRegion(buffer.BandIndexes[band], buffer.BandOffsets[band], bandRows * buffer.RowBytes);
                rows -= bandRows;
            }
        }

        private void AddRegion(int bank, int start, int bytes)
        {
            if (_count == _banks.Length)
            {
                Fail(ModelError.BadValue);
            }

            _banks[_count] = bank;
            _starts[_count] = start;
            _ends[_count] = start + bytes;
            _count++;
        }

        private void RequireDisjoint()
        {
            for (int i = 0; i < _count; i++)
            {
                for (int k = i + 1; k < _count; k++)
                {
                    if (_banks[i] == _banks[k] && _starts[i] < _ends[k] && _starts[k] < _ends[i])
                    {
                        Fail(ModelError.Overlap);
                    }
                }
            }
        }

        private bool IsInGroup(int tensor)
        {
            for (int i = 0; i < _group.BufferCount; i++)
            {
                if (_group.Buffers[i].TensorId == tensor)
                {
                    return true;
                }
            }

            return false;
        }

        private void UpdateKept()
        {
            for (int i = 0; i < _group.BufferCount; i++)
            {
                RowBuffer buffer = _group.Buffers[i];
                _kept[buffer.TensorId] = buffer.IsKept ? Copy(buffer) : null;
            }
        }

        private static RowBuffer Copy(RowBuffer buffer)
        {
            RowBuffer copy = new RowBuffer(buffer.BandCount);
            copy.TensorId = buffer.TensorId;
            copy.Height = buffer.Height;
            copy.Width = buffer.Width;
            copy.Channels = buffer.Channels;
            copy.RowBytes = buffer.RowBytes;
            copy.ZeroPoint = buffer.ZeroPoint;
            copy.RingRows = buffer.RingRows;
            copy.BandRows = buffer.BandRows;
            copy.BandCount = buffer.BandCount;
            for (int band = 0; band < buffer.BandCount; band++)
            {
                copy.BandIndexes[band] = buffer.BandIndexes[band];
                copy.BandOffsets[band] = buffer.BandOffsets[band];
            }

            return copy;
        }

        private static bool IsSamePlace(RowBuffer a, RowBuffer b)
        {
            if (a.Height != b.Height || a.Width != b.Width || a.Channels != b.Channels
                || a.RingRows != b.RingRows || a.BandRows != b.BandRows)
            {
                return false;
            }

            for (int band = 0; band < a.BandCount; band++)
            {
                if (a.BandIndexes[band] != b.BandIndexes[band] || a.BandOffsets[band] != b.BandOffsets[band])
                {
                    return false;
                }
            }

            return true;
        }

        private void Fail(ModelError error)
        {
            throw new ModelFormatException(error, _group.Offset);
        }
    }
}
