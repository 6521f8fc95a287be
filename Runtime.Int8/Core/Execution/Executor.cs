using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Operators;
using Edge.Runtime.Int8.Telemetry;
using Edge.Runtime.Int8.Weights;

namespace Edge.Runtime.Int8
{
    /// <summary>
    /// Runs a checked program: for each group loads what stays resident, then pulls rows through its stages.
    /// Allocates nothing and checks nothing; the loader has done both.
    /// </summary>
    internal sealed class Executor : GroupWalker
    {
        private readonly ProgramHeader _header;
        private readonly GroupDecoder _group;
        private readonly KernelSet _kernels;
        private readonly WeightWindow _window;
        private readonly InferenceLog _log;
        private InputRows _input;
        private sbyte[][] _outputs;
        private int _bytesBefore;  // read before the group that runs
        private long _readingBefore;
        private long _nanojoules;

        /// <summary>Makes the executor of a model.</summary>
        public Executor(ProgramHeader header, GroupDecoder group, KernelSet kernels, WeightWindow window, InferenceLog log)
        {
            _group = group;
            _header = header;
            _kernels = kernels;
            _window = window;
            _log = log;
        }

        /// <summary>Runs groups in this executor's place, or null.</summary>
        public GroupRunner Runner;

        /// <summary>Clock for the log, or null.</summary>
        public IClock Clock;

        /// <summary>Energy meter for the log, or null.</summary>
        public IEnergyMeter Meter;

        /// <summary>Sees rows as they are made, or null.</summary>
        public IRowObserver Observer;

        /// <summary>Shows the kernels every operator once; the program has been checked.</summary>
        public void Prepare()
        {
            GroupDecoder group = _group;
            group.Rewind();
            for (int g = 0; g < _header.GroupCount; g++)
            {
                group.DecodeNext();
                for (int i = 0; i < group.StageCount; i++)
                {
                    _kernels.Prepare(group.Stages[i]);
                }
            }
        }

        /// <summary>Runs one inference.</summary>
        /// <param name="input">Rows of the input.</param>
        /// <param name="outputs">One array for each output, [H, W, C].</param>
        public void Run(InputRows input, sbyte[][] outputs)
        {
            _input = input;
            _outputs = outputs;
            _window.Clock = Clock;
            _window.Invalidate();
            BeginLog();
            GroupDecoder group = _group;
            GroupRunner runner = Observer == null ? Runner : null;
            group.Rewind();
            long start = Clock == null ? 0 : Clock.GetMicroseconds();
            long groupStart = start;
            int groups = _header.GroupCount;
            for (int g = 0; g < groups; g++)
            {
                if (runner != null)
                {
                    runner.Run(g, input, outputs, _window);
                }
                else
                {
                    group.DecodeNext();
                    if (group.WindowBank >= 0)
                    {
                        _window.Place(group.Window, group.WindowOffset, group.WindowBytes);
                    }

                    for (int i = 0; i < group.StageCount; i++)
                    {
                        Load(group.Stages[i]);
                    }

                    Walk(group.Stages, group.StageCount);
                }

                groupStart = LogGroup(g, groupStart);
            }

            EndLog(groupStart - start);
            _input = null;
            _outputs = null;
        }

        /// <inheritdoc/>
        protected override void MakeRows(Stage stage, int first, int count)
        {
            switch (stage.OpCode)
            {
                case OpCode.Conv2D:
                case OpCode.DepthwiseConv2D:
                    Convolve(stage, first, count);
                    break;
                case OpCode.Input:
                    ReadInput(stage, first, count);
                    break;
                case OpCode.Output:
                    WriteOutput(stage, first, count);
                    break;
                case OpCode.Constant:
                    break;
                default:
                    _kernels.Run(stage, first, count, 0, stage.Output.Channels);
                    break;
            }

            if (Observer != null)
            {
                Observer.RowsMade(stage, first, count);
            }
        }

        /// <inheritdoc/>
        protected override void AddRow(Stage stage, int outputRow, int inputRow, bool isFirst)
        {
            if (stage.OpCode == OpCode.LongDense)
            {
                // Its weights come through the window with every row, which kernels do not see.
                LongDenseOperator.Accumulate(stage, inputRow, isFirst, _window);
                return;
            }

            _kernels.Accumulate(stage, inputRow, isFirst);
        }

        private void Load(Stage stage)
        {
            if (stage.HasTable)
            {
                _window.ReadInto(stage.TablePosition, stage.Table, stage.TableOffset, BlobFormat.TableEntries);
            }

            OperatorTable.All[stage.OpCode].Load(stage, _window);
        }

        private void Convolve(Stage stage, int first, int count)
        {
            int channels = stage.Output.Channels;
            int block = stage.IsStreamed ? stage.BlockChannels : channels;
            for (int channel = 0; channel < channels; channel += block)
            {
                int blockChannels = channels - channel < block ? channels - channel : block;
                if (stage.IsStreamed)
                {
                    ConvolutionWeights.LoadBlock(stage, _window, channel, blockChannels);
                }

                _kernels.Run(stage, first, count, channel, blockChannels);
            }
        }

        private void ReadInput(Stage stage, int first, int count)
        {
            RowBuffer output = stage.Output;
            for (int end = first + count; first < end;)
            {
                int rows = output.RowsTogether(first);
                rows = rows < end - first ? rows : end - first;
                _input.ReadRows(first, rows, output.RowArray(first), output.RowOffset(first), output.RowBytes);
                first += rows;
            }
        }

        private void WriteOutput(Stage stage, int first, int count)
        {
            RowBuffer source = stage.Input;
            sbyte[] output = _outputs[stage.OperatorId];
            int target = first * source.RowBytes;
            for (int y = first; y < first + count; y++)
            {
                byte[] row = source.RowArray(y);
                int offset = source.RowOffset(y);
                for (int i = 0; i < source.RowBytes; i++)
                {
                    output[target++] = (sbyte)(row[offset + i] - 128);
                }
            }
        }

        private void BeginLog()
        {
            _window.ResetCounters();
            _bytesBefore = 0;
            _readingBefore = 0;
            _nanojoules = 0;
            if (Meter != null)
            {
                _log.EnergyLabel = Meter.Label;
                _log.EnergySource = Meter.Source;
                Meter.Begin();
            }
        }

        /// <summary>Once for each group: only what has to be taken then; sums are made at the end.</summary>
        private long LogGroup(int g, long groupStart)
        {
            InferenceLog log = _log;
            WeightWindow window = _window;
            int bytes = window.BytesRead;
            log.GroupWeightBytes[g] = bytes - _bytesBefore;
            _bytesBefore = bytes;
            long now = Clock == null ? 0 : Clock.GetMicroseconds();
            long reading = window.Microseconds - _readingBefore;
            long computing = now - groupStart - reading;
            _readingBefore += reading;
            log.GroupComputeMicroseconds[g] = (int)computing;
            log.GroupWeightReadMicroseconds[g] = (int)reading;
            if (Meter != null)
            {
                long nanojoules = Meter.TakeNanojoules(computing, reading, 0);
                log.GroupEnergyMicrojoules[g] = (int)((nanojoules + 500) / 1000);
                _nanojoules += nanojoules;
            }

            return now;
        }

        private void EndLog(long microseconds)
        {
            InferenceLog log = _log;
            log.TotalMicroseconds = microseconds;
            log.TotalWeightReadMicroseconds = _window.Microseconds;
            log.TotalComputeMicroseconds = microseconds - _window.Microseconds;
            log.TotalWeightBytes = _window.BytesRead;
            log.WeightReadCalls = _window.ReadCalls;
            log.TotalNanojoules = _nanojoules;
            log.InferenceCount++;
        }
    }
}
