using Edge.Runtime.Int8.Operators;

namespace Edge.Runtime.Int8.Blob
{
    /// <summary>
    /// Checks that what is alive at the same time does not overlap: the buffers, resident weights, tables and window of a group, and
    /// the tensors that earlier groups keep for later ones. Regions are kept in order, so that the time grows with the blob only.
    /// </summary>
    internal sealed class MemoryMapChecker
    {
        private readonly GroupDecoder _group;
        private readonly RegionList _regions;

        // By tensor number, of the tensors that are kept: width << 15 | channels (0: not kept), height << 16 | rows of a band.
        private readonly int[] _shapes;
        private readonly int[] _rows;

        // By tensor number: group of the last buffer << 8 | its zero point.
        private readonly int[] _last;
        private int _groupNumber;

        /// <summary>Makes a checker; nothing is alive yet.</summary>
        public MemoryMapChecker(ProgramHeader header, GroupDecoder group)
        {
            _group = group;
            _shapes = new int[header.TensorCount];
            _rows = new int[header.TensorCount];
            _last = new int[header.TensorCount];
            _regions = new RegionList(header);
        }

        /// <summary>Checks the decoded group, then lets tensors die that no later group reads.</summary>
        public void CheckGroup()
        {
            _groupNumber++;
            _regions.BeginGroup();
            CountReaders();
            for (int i = 0; i < _group.BufferCount; i++)
            {
                CheckBuffer(_group.Buffers[i]);
            }

            for (int i = 0; i < _group.StageCount; i++)
            {
                Stage stage = _group.Stages[i];
                if (stage.HasTable && !HasTableOfEarlierStage(i))
                {
                    AddRegion(stage.TableBank, stage.TableOffset, BlobFormat.TableEntries, -1, stage.RecordOffset);
                }

                if (stage.TapsPerChannel > 0 && !stage.IsStreamed)
                {
                    AddRegion(stage.ResidentBank, stage.ResidentOffset, stage.TapsPerChannel * stage.Output.Channels, -1, stage.RecordOffset);
                }
            }

            if (_group.WindowBank >= 0)
            {
                AddRegion(_group.WindowBank, _group.WindowOffset, _group.WindowBytes, -1, _group.Buffers[0].RecordOffset);
            }

            if (!_regions.AreDisjoint())
            {
                throw new ModelFormatException(ModelError.Overlap, _group.Buffers[0].RecordOffset);
            }

            UpdateKept();
        }

        /// <summary>Slices of an operator have the same table in the same place.</summary>
        private bool HasTableOfEarlierStage(int index)
        {
            Stage stage = _group.Stages[index];
            for (int i = 0; i < index; i++)
            {
                Stage other = _group.Stages[i];
                if (other.HasTable && other.TablePosition == stage.TablePosition && other.TableBank == stage.TableBank && other.TableOffset == stage.TableOffset)
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>Which stage reads a buffer, and how many do.</summary>
        private void CountReaders()
        {
            for (int i = 0; i < _group.BufferCount; i++)
            {
                _group.Buffers[i].Readers = 0;
                _group.Buffers[i].Reader = -1;
            }

            for (int i = 0; i < _group.StageCount; i++)
            {
                Stage stage = _group.Stages[i];
                for (int k = 0; k < stage.InputCount; k++)
                {
                    RowBuffer input = stage.Inputs[k];
                    if (input.Reader != i)
                    {
                        input.Reader = i;
                        input.Readers++;
                    }
                }
            }
        }

        private void CheckBuffer(RowBuffer buffer)
        {
            int tensor = buffer.TensorId;
            int last = _last[tensor];
            _last[tensor] = (_groupNumber << 8) | buffer.ZeroPoint;
            if (last >> 8 == _groupNumber)
            {
                Fail(ModelError.Overlap, buffer);
            }

            if (buffer.IsReady)
            {
                if (_shapes[tensor] == 0)
                {
                    Fail(ModelError.ReadBeforeWrite, buffer);
                }

                if (!IsWhereItWas(buffer) || (last & 0xFF) != buffer.ZeroPoint || buffer.RingRows != buffer.Height)
                {
                    Fail(ModelError.BadPlacement, buffer);
                }
            }
            else if (_shapes[tensor] != 0)
            {
                Fail(ModelError.Overlap, buffer);
            }

            if (buffer.AliasOf >= 0)
            {
                CheckAlias(buffer);
            }
            else if (!buffer.IsReady)
            {
                AddBuffer(buffer, -1);
            }
        }

        /// <summary>
        /// A buffer may take the memory of a tensor that dies in this group. One that was complete before the group: anyhow. One that this group
        /// makes: row over row, by an elementwise operator that is its only reader. The walk finds rows that are read too late.
        /// </summary>
        private void CheckAlias(RowBuffer buffer)
        {
            RowBuffer target = _group.Buffers[buffer.AliasOf];
            if (target.AliasOf >= 0 || target.IsKept || buffer.IsReady)
            {
                Fail(ModelError.Overlap, buffer);
            }

            buffer.IsInPlace = IsInPlace(target, buffer);
            if (target.IsReady && !buffer.IsInPlace)
            {
                AddBuffer(buffer, target.TensorId);
            }
            else if (!target.IsReady && (!buffer.IsInPlace || target.Readers != 1))
            {
                Fail(ModelError.Overlap, buffer);
            }
        }

        /// <summary>Row y is written where row y of an input lay: same shape and place, elementwise.</summary>
        private bool IsInPlace(RowBuffer target, RowBuffer buffer)
        {
            if (buffer.Writer < 0 || !IsSamePlace(target, buffer))
            {
                return false;
            }

            Stage stage = _group.Stages[buffer.Writer];
            bool isInput = false;
            for (int i = 0; i < stage.InputCount; i++)
            {
                isInput |= stage.Inputs[i] == target;
            }

            return isInput && OperatorTable.All[stage.OpCode].CanRunInPlace;
        }

        private void AddBuffer(RowBuffer buffer, int over)
        {
            int rows = buffer.RingRows;
            for (int band = 0; band < buffer.BandCount; band++)
            {
                int bandRows = rows < buffer.BandRows ? rows : buffer.BandRows;
                AddRegion(buffer.BandIndexes[band], buffer.BandOffsets[band], bandRows * buffer.RowBytes, over, buffer.RecordOffset);
                rows -= bandRows;
            }
        }

        private void AddRegion(int bank, int start, int bytes, int over, int recordOffset)
        {
            if (!_regions.Add(RegionList.Address(bank, start), bytes, over))
            {
                throw new ModelFormatException(ModelError.BadValue, recordOffset);
            }
        }

        private void UpdateKept()
        {
            // The dead first: what is made over a dying tensor lies where that one lay.
            for (int i = 0; i < _group.BufferCount; i++)
            {
                RowBuffer buffer = _group.Buffers[i];
                if (buffer.IsReady && !buffer.IsKept)
                {
                    _shapes[buffer.TensorId] = 0;
                    for (int band = 0; band < buffer.BandCount; band++)
                    {
                        _regions.Release(RegionList.Address(buffer.BandIndexes[band], buffer.BandOffsets[band]));
                    }
                }
            }

            for (int i = 0; i < _group.BufferCount; i++)
            {
                RowBuffer buffer = _group.Buffers[i];
                if (buffer.IsKept && !buffer.IsReady)
                {
                    Keep(buffer);
                }
            }
        }

        private void Keep(RowBuffer buffer)
        {
            _shapes[buffer.TensorId] = Shape(buffer);
            _rows[buffer.TensorId] = Rows(buffer);
            int rows = buffer.RingRows;
            for (int band = 0; band < buffer.BandCount; band++)
            {
                int bandRows = rows < buffer.BandRows ? rows : buffer.BandRows;
                int address = RegionList.Address(buffer.BandIndexes[band], buffer.BandOffsets[band]);
                if (!_regions.Keep(address, bandRows * buffer.RowBytes, Owner(buffer, band)))
                {
                    Fail(ModelError.BadValue, buffer);
                }

                rows -= bandRows;
            }
        }

        private bool IsWhereItWas(RowBuffer buffer)
        {
            if (_shapes[buffer.TensorId] != Shape(buffer) || _rows[buffer.TensorId] != Rows(buffer))
            {
                return false;
            }

            for (int band = 0; band < buffer.BandCount; band++)
            {
                if (_regions.OwnerAt(RegionList.Address(buffer.BandIndexes[band], buffer.BandOffsets[band])) != Owner(buffer, band))
                {
                    return false;
                }
            }

            return true;
        }

        private static bool IsSamePlace(RowBuffer a, RowBuffer b)
        {
            if (Shape(a) != Shape(b) || Rows(a) != Rows(b) || a.RingRows != b.RingRows)
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

        private static int Shape(RowBuffer buffer)
        {
            return (buffer.Width << 15) | buffer.Channels;
        }

        private static int Rows(RowBuffer buffer)
        {
            return (buffer.Height << 16) | buffer.BandRows;
        }

        private static int Owner(RowBuffer buffer, int band)
        {
            return (buffer.TensorId << 8) | band;
        }

        private static void Fail(ModelError error, RowBuffer buffer)
        {
            throw new ModelFormatException(error, buffer.RecordOffset);
        }
    }
}
