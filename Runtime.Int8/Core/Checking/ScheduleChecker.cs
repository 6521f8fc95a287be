using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Operators;
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
        private readonly TensorInfo _input;
        private readonly TensorInfo[] _outputs;
        private readonly WeightSectionChecker _weights;
        private readonly MemoryMapChecker _memory;
        private readonly bool[] _outputWritten;
        private readonly WorkMeter _work;
        private int _groupNumber;
        private int _stage; // number of the stage that is checked
        private int _inputRows; // of the pass that has begun
        private int _inputPasses;

        /// <summary>Makes a checker; <see cref="CheckAll"/> does the work.</summary>
        public ScheduleChecker(ProgramHeader header, GroupDecoder group, WeightWindow window, BlobSections sections, LoadLimits limits, TensorInfo input, TensorInfo[] outputs, KernelSet kernels)
        {
            _group = group;
            _header = header;
            _input = input;
            _outputs = outputs;
            _work = new WorkMeter(limits, sections.Size(BlobFormat.SectionWeights));
            _weights = new WeightSectionChecker(header, window, sections, _work, kernels);
            _memory = new MemoryMapChecker(header, group);
            _outputWritten = new bool[outputs.Length];
        }

        /// <summary>How often the network's input is delivered in an inference, once all groups have been checked.</summary>
        public int InputPasses
        {
            get { return _inputPasses; }
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
                _groupNumber = g;
                for (int i = 0; i < group.StageCount; i++)
                {
                    _stage = i;
                    CheckStage(group.Stages[i]);
                }

                // Behind what the group keeps lies what it streams.
                for (int i = 0; i < group.StageCount; i++)
                {
                    _stage = i;
                    CheckWeights(group.Stages[i], true);
                }

                _stage = PoolChecker.FindOverlap(group.Stages, group.StageCount, _header.AccumulatorInts == 0);
                if (_stage >= 0)
                {
                    Fail(ModelError.Overlap);
                }

                _memory.CheckGroup();
                Walk(group.Stages, group.StageCount);
                CheckComplete();
            }

            _stage = -1;
            if (!_weights.IsAtEnd)
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
                // Rows that are needed never go back, so the first and the last output row tell all.
                int last = first + count - 1;
                for (int i = 0; i < stage.InputCount; i++)
                {
                    RequireRows(stage, i, RowMapping.First(stage, i, first), RowMapping.Last(stage, i, last));
                }
            }

            if (count > stage.Output.RingRows)
            {
                Fail(ModelError.RingTooShallow, stage);
            }
            else if (stage.OpCode == OpCode.Input && first != 0 && first != _inputRows)
            {
                // Rows come from top to bottom, again for each strip of columns; passes can't take turns.
                Fail(ModelError.ReadBeforeWrite, stage);
            }

            if (stage.OpCode != OpCode.Output && stage.Output.AliasOf >= 0)
            {
                Overwrite(stage, _group.Buffers[stage.Output.AliasOf], first, count);
            }

            if (stage.OpCode == OpCode.Input)
            {
                _inputRows = first + count;
                _inputPasses += first == 0 ? 1 : 0;
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
            if (first > last)
            {
                return;
            }

            if (first < stage.Inputs[index].LostRows)
            {
                Fail(ModelError.ReadAfterOverwrite, stage);
            }

            if (stage.InputStages[index] < 0)
            {
                return;
            }

            int made = _group.Stages[stage.InputStages[index]].NextRow;
            if (last >= made || made - first > stage.Inputs[index].RingRows || RowsMadeOver(stage.Inputs[index]) - first > stage.Inputs[index].RingRows)
            {
                Fail(last >= made ? ModelError.ReadBeforeWrite : ModelError.RingTooShallow, stage);
            }
        }

        /// <summary>Rows made so far of the tensor over whose rows a buffer is written, in the same slots; 0 where there is none.</summary>
        private int RowsMadeOver(RowBuffer buffer)
        {
            int writer = buffer.IsInPlace ? _group.Buffers[buffer.AliasOf].Writer : -1;
            return writer < 0 ? 0 : _group.Stages[writer].NextRow;
        }

        /// <summary>Rows are written over those of a tensor that dies; what the call itself reads of it must not be among them.</summary>
        private void Overwrite(Stage stage, RowBuffer target, int first, int count)
        {
            RowBuffer output = stage.Output;
            if (output.IsInPlace)
            {
                target.LostRows = first + count;
                return;
            }

            for (int y = first; y < first + count; y++)
            {
                RowOverlap.Lose(target, output, y);
            }

            for (int i = 0; i < stage.InputCount && !stage.Accumulates; i++)
            {
                if (stage.Inputs[i] == target)
                {
                    RequireRows(stage, i, RowMapping.First(stage, i, first), RowMapping.Last(stage, i, first + count - 1));
                }
            }
        }

        private void CheckStage(Stage stage)
        {
            Operator op = OperatorTable.All[stage.OpCode];
            bool isCount = op.InputCount < 0 ? stage.InputCount > 0 : stage.InputCount == op.InputCount;
            if (!isCount || !op.IsShapeValid(stage) || !IsInterface(stage))
            {
                Fail(ModelError.BadShape);
            }

            if (!op.IsQuantizationValid(stage))
            {
                Fail(ModelError.BadQuantization);
            }

            // Only convolutions read their weights anew for each call, and only results that are scaled or clamped take a table.
            if ((stage.IsStreamed && stage.TapsPerChannel == 0) || (stage.HasTable && !op.TakesTable))
            {
                Fail(ModelError.BadValue);
            }

            if (stage.SkipsZeros && (stage.OpCode != OpCode.Conv2D || stage.Input.ZeroPoint != 0))
            {
                Fail(ModelError.NoZerosToSkip);
            }

            bool isConvolution = stage.OpCode == OpCode.Conv2D || stage.OpCode == OpCode.DepthwiseConv2D;
            if (stage.HasPowersOfTwo && (!isConvolution || stage.Rounding != RoundingMode.Single || stage.WeightZeroPoint != 0))
            {
                Fail(ModelError.NoPowersOfTwo);
            }

            if (!_work.Add(stage))
            {
                Fail(ModelError.OverLimit);
            }

            int sums = _header.AccumulatorInts == 0 ? _header.ParameterInts : _header.AccumulatorInts;
            if (stage.AccumulatorCount > 0 && stage.AccumulatorBase > sums - stage.AccumulatorCount)
            {
                Fail(ModelError.PoolTooSmall);
            }

            CheckWeights(stage, false);
        }

        private void CheckWeights(Stage stage, bool isStreamed)
        {
            ModelError error = _weights.Check(stage, isStreamed, _group.WindowBytes);
            if (error != ModelError.None)
            {
                Fail(error);
            }
        }

        /// <summary>Inputs and outputs have the shapes of the interface.</summary>
        private bool IsInterface(Stage stage)
        {
            switch (stage.OpCode)
            {
                case OpCode.Input:
                    return IsShape(stage.Output, _input);
                case OpCode.Output:
                    return stage.OperatorId < _outputs.Length && IsShape(stage.Output, _outputs[stage.OperatorId]);
                default:
                    return true;
            }
        }

        private static bool IsShape(RowBuffer buffer, TensorInfo info)
        {
            return buffer.Height == info.Height && buffer.Width == info.Width && buffer.Channels == info.Channels;
        }

        /// <summary>Kept tensors are whole at the end of their group.</summary>
        private void CheckComplete()
        {
            for (int i = 0; i < _group.BufferCount; i++)
            {
                RowBuffer buffer = _group.Buffers[i];
                if (buffer.IsReady || !buffer.IsKept)
                {
                    continue;
                }

                if (buffer.Writer < 0)
                {
                    throw new ModelFormatException(ModelError.ReadBeforeWrite, buffer.RecordOffset);
                }

                Stage stage = _group.Stages[buffer.Writer];
                if (buffer.RingRows != buffer.Height || stage.NextRow != buffer.Height)
                {
                    _stage = buffer.Writer;
                    Fail(ModelError.RingTooShallow);
                }
            }
        }

        /// <summary>Fails for a stage that the walk has come to.</summary>
        private void Fail(ModelError error, Stage stage)
        {
            _stage = stage.Output.Writer;
            for (int i = 0; i < _group.StageCount; i++)
            {
                _stage = _group.Stages[i] == stage ? i : _stage;
            }

            Fail(error);
        }

        private void Fail(ModelError error)
        {
            if (_stage < 0)
            {
                throw new ModelFormatException(error, _group.Offset);
            }

            throw new ModelFormatException(error, _group.Stages[_stage].RecordOffset, _groupNumber, _stage);
        }
    }
}
