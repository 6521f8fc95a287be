using Edge.Runtime.Int8.Kernels.Packed;
using Edge.Runtime.Int8.Weights;

namespace Edge.Runtime.Int8.Blob
{
    /// <summary>
    /// Finds every lie a program can tell before the first inference: walks all groups exactly as the executor does, without
    /// computing, and checks shapes, weights, the memory map, and that each row read has been written and is still in its ring.
    /// </summary>
    internal sealed class ScheduleChecker : GroupWalker
    {
        private readonly ProgramHeader _header;
        private readonly GroupDecoder _group;
        private readonly BlobSections _sections;
        private readonly TensorInfo _input;
        private readonly TensorInfo[] _outputs;
        private readonly WeightWindow _window;
        private readonly MemoryMapChecker _memory;
        private readonly bool[] _outputWritten;
        private int _inputRows;
        private int _weightsEnd; // bytes of the weights section that stages have used so far

        /// <summary>Makes a checker; <see cref="CheckAll"/> does the work.</summary>
        public ScheduleChecker(
            ProgramHeader header, GroupDecoder group, WeightSource source, BlobSections sections, ActivationArena arena, TensorInfo input, TensorInfo[] outputs)
        {
            _group = group;
            _header = header;
            _sections = sections;
            _input = input;
            _outputs = outputs;
            _window = new WeightWindow(source, arena.Window);
            _memory = new MemoryMapChecker(header, group);
            _outputWritten = new bool[outputs.Length];
        }

        /// <summary>Checks all groups.</summary>
        /// <exception cref="ModelFormatException">The first thing that is wrong, and where.</exception>
        public void CheckAll()
        {
            GroupDecoder group = _group;
            group.Rewind();
            for (int g = 0; g < _header.GroupCount; g++)
            {
                group.DecodeNext();
                for (int i = 0; i < group.StageCount; i++)
                {
                    CheckStage(group.Stages[i], i);
                }

                // Behind what the group keeps lies what it streams.
                for (int i = 0; i < group.StageCount; i++)
                {
                    CheckWeights(group.Stages[i], true);
                }

                if (!PoolChecker.AreDisjoint(group.Stages, group.StageCount))
                {
                    Fail(ModelError.Overlap);
                }

                _memory.CheckGroup();
                Walk(group.Stages, group.StageCount);
                CheckComplete();
            }

            if (_weightsEnd != _sections.Size(BlobFormat.SectionWeights))
            {
                Fail(ModelError.TrailingBytes);
            }

            // The last rows may be ones that no window reaches; no row at all is no network.
            if (_inputRows == 0)
            {
                Fail(ModelError.ReadBeforeWrite);
            }

            for (int i = 0; i < _outputWritten.Length; i++)
            {
                if (!_outputWritten[i])
                {
                    Fail(ModelError.BadShape);
                }
            }
        }

        /// <inheritdoc/>
        protected override void MakeRows(Stage stage, int first, int count)
        {
            if (!stage.Accumulates)
            {
                for (int i = 0; i < stage.InputCount; i++)
                {
                    for (int oy = first; oy < first + count; oy++)
                    {
                        RequireRows(stage, i, RowMapping.First(stage, i, oy), RowMapping.Last(stage, i, oy));
                    }
                }
            }

            if (count > stage.Output.RingRows)
            {
                Fail(ModelError.RingTooShallow);
            }
            else if (stage.OpCode == OpCode.Input && first != _inputRows)
            {
                Fail(ModelError.ReadBeforeWrite);
            }

            if (stage.OpCode == OpCode.Input)
            {
                _inputRows = first + count;
            }
            else if (stage.OpCode == OpCode.Output)
            {
                _outputWritten[stage.OperatorId] = true;
            }
        }

        /// <inheritdoc/>
        protected override void AddRow(Stage stage, int outputRow, int inputRow, bool isFirst)
        {
            RequireRows(stage, 0, inputRow, inputRow);
        }

        private void RequireRows(Stage stage, int index, int first, int last)
        {
            if (first > last || stage.InputStages[index] < 0)
            {
                return;
            }

            int made = _group.Stages[stage.InputStages[index]].NextRow;
            if (last >= made || made - first > stage.Inputs[index].RingRows)
            {
                Fail(last >= made ? ModelError.ReadBeforeWrite : ModelError.RingTooShallow);
            }
        }

        private void CheckStage(Stage stage, int index)
        {
            ModelError error = ShapeChecker.Check(stage, _input, _outputs);
            if (error != ModelError.None)
            {
                Fail(error);
            }

            if (stage.OpCode != OpCode.Output)
            {
                CheckWriter(stage, index);
            }

            if ((stage.AccumulatorCount > 0 && stage.AccumulatorBase > _header.AccumulatorInts - stage.AccumulatorCount)
                || PackedScratch.Bytes(stage.OpCode) > _header.ScratchBytes)
            {
                Fail(ModelError.PoolTooSmall);
            }

            if (stage.HasTable)
            {
                RequireWeights(stage.TablePosition, BlobFormat.TableEntries);
            }

            CheckWeights(stage, false);
        }

        /// <summary>Each buffer is written by one stage, and none that is ready is written at all.</summary>
        private void CheckWriter(Stage stage, int index)
        {
            if (stage.Output.IsReady)
            {
                Fail(ModelError.Overlap);
            }

            for (int i = 0; i < index; i++)
            {
                if (_group.Stages[i].Output == stage.Output && _group.Stages[i].OpCode != OpCode.Output)
                {
                    Fail(ModelError.Overlap);
                }
            }
        }

        private void CheckWeights(Stage stage, bool isStreamed)
        {
            if (stage.IsStreamed != isStreamed)
            {
                return;
            }

            switch (stage.OpCode)
            {
                case OpCode.Conv2D:
                case OpCode.DepthwiseConv2D:
                    int bytesPerChannel = stage.TapsPerChannel + BlobFormat.ParameterBytes;
                    RequireWeights(stage.WeightPosition, (long)bytesPerChannel * stage.Output.Channels);
                    RequireParameters(stage);
                    RequireScratch(stage);
                    if (stage.IsStreamed && (long)stage.BlockChannels * bytesPerChannel > _window.Array.Length)
                    {
                        Fail(ModelError.WindowTooSmall);
                    }

                    if (!WeightChecker.IsValid(stage, _window))
                    {
                        Fail(ModelError.BadQuantization);
                    }

                    if (!WeightChecker.LanesHold(stage, _window))
                    {
                        Fail(ModelError.LaneOverflow);
                    }

                    break;
                case OpCode.Softmax:
                    RequireWeights(stage.WeightPosition, 4 * BlobFormat.TableEntries);
                    RequireParameters(stage);
                    if (!WeightChecker.ExponentialsHold(stage, _window))
                    {
                        Fail(ModelError.BadQuantization);
                    }

                    break;
                case OpCode.Resize:
                    int entries = stage.Output.Height + stage.Output.Width;
                    RequireWeights(stage.WeightPosition, 2L * entries);
                    RequireParameters(stage);
                    StageWeights.LoadIndexMaps(stage, _window);
                    if (!WeightChecker.IndexMapsHold(stage))
                    {
                        Fail(ModelError.BadShape);
                    }

                    break;
                case OpCode.Constant:
                    RequireWeights(stage.WeightPosition, (long)stage.Output.Height * stage.Output.RowBytes);
                    if (stage.Output.RingRows != stage.Output.Height)
                    {
                        Fail(ModelError.RingTooShallow);
                    }

                    break;
            }
        }

        /// <summary>Weights lie in the order they are used, without gaps; what a stage uses again lies among those before.</summary>
        private void RequireWeights(int position, long bytes)
        {
            position -= _sections.Offset(BlobFormat.SectionWeights);
            long end = position + bytes;
            if (position < 0 || end > _sections.Size(BlobFormat.SectionWeights) || (end > _weightsEnd && position != _weightsEnd))
            {
                Fail(ModelError.BadWeights);
            }

            _weightsEnd = end > _weightsEnd ? (int)end : _weightsEnd;
        }

        private void RequireScratch(Stage stage)
        {
            int channels = stage.IsStreamed ? stage.BlockChannels : stage.Output.Channels;
            int longs = PackedScratch.MinimumLongs(
                stage.OpCode, stage.TapsPerChannel, stage.LaneTaps, channels, stage.Output.Width);
            if (longs > _header.LaneLongs)
            {
                Fail(ModelError.PoolTooSmall);
            }
        }

        private void RequireParameters(Stage stage)
        {
            if (stage.BiasBase > _header.ParameterInts - PoolChecker.ParameterCount(stage))
            {
                Fail(ModelError.PoolTooSmall);
            }
        }

        /// <summary>Kept tensors are whole at the end of their group.</summary>
        private void CheckComplete()
        {
            for (int i = 0; i < _group.StageCount; i++)
            {
                Stage stage = _group.Stages[i];
                if (stage.OpCode != OpCode.Output && stage.Output.IsKept
                    && (stage.NextRow != stage.Output.Height || stage.Output.RingRows != stage.Output.Height))
                {
                    Fail(ModelError.RingTooShallow);
                }
            }
        }

        private void Fail(ModelError error)
        {
            throw new ModelFormatException(error, _group.Offset);
        }
    }
}
