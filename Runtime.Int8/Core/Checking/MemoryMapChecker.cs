using Edge.Runtime.Int8.Operators;

namespace Edge.Runtime.Int8.Blob
{
    /// <summary>
    /// Checks that what is alive at the same time does not overlap: the buffers, resident weights and tables of a group, and
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
                if (stage.HasTable)
                {
                    AddRegion(stage.TableBank, stage.TableOffset, BlobFormat.TableEntries, stage.RecordOffset);
                }

                if (stage.TapsPerChannel > 0 && !stage.IsStreamed)
                {
                    AddRegion(stage.ResidentBank, stage.ResidentOffset, stage.TapsPerChannel * stage.Output.Channels, stage.RecordOffset);
                }
            }

            if (!_regions.AreDisjoint())
            {
                throw new ModelFormatException(ModelError.Overlap, _group.Buffers[0].RecordOffset);
            }

            UpdateKept();
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
                AddBuffer(buffer);
            }
        }

        /// <summary>
        /// An in-place operator writes row y of its output over row y of an input: same shape and place, elementwise, held
        /// whole (in a ring the input's later rows would overwrite results), and nobody else reads that input.
        /// </summary>
        private void CheckAlias(RowBuffer buffer)
        {
            RowBuffer target = _group.Buffers[buffer.AliasOf];
            if (!IsSamePlace(target, buffer) || target.RingRows != target.Height || target.AliasOf >= 0 || target.IsKept
                || buffer.IsReady || target.Readers != 1)
            {
                Fail(ModelError.Overlap, buffer);
            }

            Stage stage = _group.Stages[target.Reader];
            if (!OperatorTable.All[stage.OpCode].CanRunInPlace || stage.Output != buffer)
            {
                Fail(ModelError.Overlap, buffer);
            }
        }

        private void AddBuffer(RowBuffer buffer)
        {
            int rows = buffer.RingRows;
            for (int band = 0; band < buffer.BandCount; band++)
            {
                int bandRows = rows < buffer.BandRows ? rows : buffer.BandRows;
                AddRegion(buffer.BandIndexes[band], buffer.BandOffsets[band], bandRows * buffer.RowBytes, buffer.RecordOffset);
                rows -= bandRows;
            }
        }

        private void AddRegion(int bank, int start, int bytes, int recordOffset)
        {
            if (!_regions.Add(RegionList.Address(bank, start), bytes))
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
