using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Telemetry;
using Edge.Runtime.Int8.Weights;

namespace Edge.Runtime.Int8
{
    /// <summary>
    /// An int8 network, loaded from an .edge8 blob. Everything the blob can get wrong is found by <see cref="Load(WeightSource, KernelSet)"/>;
    /// Run allocates nothing, and throws only when its source, whole at loading, no longer gives its bytes. Not safe for use by several threads at once.
    /// </summary>
    public sealed class Int8Model
    {
        private readonly WeightSource _source;
        private readonly BlobSections _sections;
        private readonly ActivationArena _arena;
        private readonly Executor _executor;
        private readonly Int8InputRows _arrayInput = new Int8InputRows();
        private readonly sbyte[][] _singleOutput = new sbyte[1][];
        private readonly string _name;
        private readonly TensorInfo _input;
        private readonly TensorInfo[] _outputs;
        private readonly InferenceLog _log;
        private readonly ProgramHeader _header;
        private readonly SelfTest _selfTest;
        private readonly int _inputPasses;
        private readonly LabelSection _labels;

        // Weights are checked in pieces of this size at most; the window itself is allocated when nothing is left to refuse.
        private const int CheckBytes = 1024;

        private Int8Model(WeightSource source, KernelSet kernels, LoadLimits limits)
        {
            _source = source;
            _sections = new BlobSections(source);
            _labels = new LabelSection(source, _sections);
            ByteCursor cursor = OpenSection(BlobFormat.SectionInterface);
            _name = cursor.ReadString();
            _input = InterfaceReader.ReadTensor(cursor);
            _outputs = new TensorInfo[cursor.ReadRange(1, BlobFormat.MaxOutputs)];
            for (int i = 0; i < _outputs.Length; i++)
            {
                _outputs[i] = InterfaceReader.ReadTensor(cursor);
            }

            InterfaceReader.ReadParts(cursor, _input);
            cursor.RequireEnd();
            byte[] piece = new byte[BlobFormat.ProgramPieceBytes];
            _sections.Check(source, BlobFormat.SectionProgram, piece);
            cursor = new ByteCursor(source, _sections.Size(BlobFormat.SectionProgram), _sections.Offset(BlobFormat.SectionProgram), piece);
            _header = new ProgramHeader(cursor);
            if (_header.ArenaBytes > limits.MaxSramBytes)
            {
                throw new ModelFormatException(ModelError.OverLimit, cursor.Offset);
            }

            byte[] scratch = new byte[_header.WindowBytes > 0 && _header.WindowBytes < CheckBytes ? _header.WindowBytes : CheckBytes];
            CheckUnreadSections(scratch);
            _selfTest = ReadSelfTest();
            GroupDecoder group = new GroupDecoder(cursor, _header, _sections.Offset(BlobFormat.SectionWeights));
            ScheduleChecker checker = new ScheduleChecker(_header, group, new WeightWindow(source, scratch), _sections, limits, _input, _outputs, kernels);
            checker.CheckAll();
            _inputPasses = checker.InputPasses;
            cursor.RequireEnd();
            _arena = new ActivationArena(_header);
            group.Attach(_arena);
            _log = new InferenceLog(_header.GroupCount);
            _executor = new Executor(_header, group, kernels, new WeightWindow(source, _arena.Window), _log);
            _executor.Prepare();
            _executor.Runner = PrepareRunner(kernels, group);
        }

        /// <summary>Model name.</summary>
        public string Name
        {
            get { return _name; }
        }

        /// <summary>The input.</summary>
        public TensorInfo Input
        {
            get { return _input; }
        }

        /// <summary>
        /// How often an inference asks for the rows of its input, from top to bottom each time: 1, or more where columns are computed in
        /// strips to save memory. An input that can be delivered only once, as by a camera that keeps no picture, needs a model with 1.
        /// </summary>
        public int InputPasses
        {
            get { return _inputPasses; }
        }

        /// <summary>Number of outputs.</summary>
        public int OutputCount
        {
            get { return _outputs.Length; }
        }

        /// <summary>Time and energy of the last inference.</summary>
        public InferenceLog Log
        {
            get { return _log; }
        }

        /// <summary>Bytes in the arrays that Run touches: rows, weights, window, tables, a piece of the program, log. The caller's input and output come on top.</summary>
        public int PeakSramBytes
        {
            get { return _arena.AllocatedBytes + _log.ArrayBytes + (_executor.Runner == null ? 0 : _executor.Runner.AllocatedBytes); }
        }

        /// <summary>Bytes of the managed heap that must stay free in one piece for the stack frames of an inference.</summary>
        public int HeadroomBytes
        {
            get { return FrameHeadroom.Of(_header.MaxStages); }
        }

        /// <summary>Size of the blob.</summary>
        public int BlobBytes
        {
            get { return _sections.BlobBytes; }
        }

        /// <summary>The blob's self-test, or null when it has none; for tools, <see cref="WarmUp"/> runs it.</summary>
        internal SelfTest SelfTest
        {
            get { return _selfTest; }
        }

        /// <summary>Rounding of all operators, for tools.</summary>
        internal RoundingMode Rounding
        {
            get { return _header.Rounding; }
        }

        /// <summary>The sizes at the start of the program, for tools.</summary>
        internal ProgramHeader Header
        {
            get { return _header; }
        }

        /// <summary>The memory that Run works in, for tests.</summary>
        internal ActivationArena Arena
        {
            get { return _arena; }
        }

        /// <summary>The sections, for tools.</summary>
        internal BlobSections Sections
        {
            get { return _sections; }
        }

        /// <summary>Opens a blob and checks all of it.</summary>
        /// <param name="source">Where the bytes come from; stays open as long as the model is used.</param>
        /// <param name="kernels">The kernels that run it.</param>
        /// <returns>A model that is ready to run.</returns>
        /// <exception cref="ModelFormatException">Code and offset of the first thing that is wrong.</exception>
        public static Int8Model Load(WeightSource source, KernelSet kernels)
        {
            return new Int8Model(source, kernels, new LoadLimits());
        }

        /// <summary>Opens a blob and checks all of it, and that it asks for no more than the caller allows.</summary>
        /// <param name="source">Where the bytes come from; stays open as long as the model is used.</param>
        /// <param name="kernels">The kernels that run it.</param>
        /// <param name="limits">Most work and memory.</param>
        /// <returns>A model that is ready to run.</returns>
        /// <exception cref="ModelFormatException">Code and offset of the first thing that is wrong.</exception>
        public static Int8Model Load(WeightSource source, KernelSet kernels, LoadLimits limits)
        {
            return new Int8Model(source, kernels, limits);
        }

        /// <summary>An output.</summary>
        public TensorInfo GetOutput(int index)
        {
            return _outputs[index];
        }

        /// <summary>Sets what the log is filled from; null leaves time or energy at zero.</summary>
        public void Attach(IClock clock, IEnergyMeter meter)
        {
            _executor.Clock = clock;
            _executor.Meter = meter;
        }

        /// <summary>Sets who sees rows as they are made; for tools, slows the run.</summary>
        internal void Observe(IRowObserver observer)
        {
            _executor.Observer = observer;
        }

        /// <summary>Runs one inference of a network with one output.</summary>
        /// <param name="input">[H, W, C] int8, quantized with <see cref="Input"/>'s scale and zero point.</param>
        /// <param name="output">Receives the first output, [H, W, C] int8; length at least its Length.</param>
        public void Run(sbyte[] input, sbyte[] output)
        {
            _singleOutput[0] = output;
            Run(input, _singleOutput);
        }

        /// <summary>Runs one inference.</summary>
        /// <param name="input">[H, W, C] int8.</param>
        /// <param name="outputs">One array for each output.</param>
        public void Run(sbyte[] input, sbyte[][] outputs)
        {
            _arrayInput.SetInput(input);
            _executor.Run(_arrayInput, outputs);
        }

        /// <summary>Runs one inference on rows that arrive one by one.</summary>
        /// <param name="input">Delivers the rows.</param>
        /// <param name="outputs">One array for each output.</param>
        public void Run(InputRows input, sbyte[][] outputs)
        {
            _executor.Run(input, outputs);
        }

        /// <summary>
        /// To be called once everything else has been allocated, before the first inference: makes sure that the stack frames have
        /// room, runs an inference, and compares its outputs with the blob's self-test. Without one it compares nothing.
        /// </summary>
        /// <param name="outputs">One array for each output.</param>
        /// <returns>None, HeadroomMissing, or SelfTestFailed; then the model must not be used.</returns>
        public ModelError WarmUp(sbyte[][] outputs)
        {
            InputRows input = new SelfTestRows(_selfTest == null ? 0 : _selfTest.Seed);
            if (!FrameHeadroom.HasFree(HeadroomBytes))
            {
                return ModelError.HeadroomMissing;
            }

            _executor.Run(input, outputs);
            _log.InferenceCount--;
            return _selfTest == null || _selfTest.Accepts(outputs) ? ModelError.None : ModelError.SelfTestFailed;
        }

        /// <summary>Number of class labels; 0 when the blob has none.</summary>
        public int CountLabels()
        {
            return _labels.Count();
        }

        /// <summary>Reads a class label from the blob.</summary>
        /// <param name="index">0 to <see cref="CountLabels"/> - 1.</param>
        /// <returns>The label, or null when there is none of that number.</returns>
        public string ReadLabel(int index)
        {
            return _labels.Read(index);
        }

        /// <summary>What runs whole groups in the executor's place, when the kernels have it and it takes all of them.</summary>
        private GroupRunner PrepareRunner(KernelSet kernels, GroupDecoder group)
        {
            GroupRunner runner = kernels.MakeGroupRunner(_header, _arena);
            if (runner == null)
            {
                return null;
            }

            group.Rewind();
            for (int g = 0; g < _header.GroupCount; g++)
            {
                group.DecodeNext();
                if (!runner.Prepare(g, group))
                {
                    return null;
                }
            }

            return runner;
        }

        private ByteCursor OpenSection(int kind)
        {
            byte[] bytes = _sections.Read(_source, kind);
            return new ByteCursor(bytes, bytes.Length, _sections.Offset(kind));
        }

        private SelfTest ReadSelfTest()
        {
            if (_sections.Size(BlobFormat.SectionSelfTest) == 0)
            {
                return null;
            }

            ByteCursor cursor = OpenSection(BlobFormat.SectionSelfTest);
            SelfTest test = new SelfTest(cursor.ReadInt32(), cursor.ReadInt32());
            cursor.RequireEnd();
            return test;
        }

        private void CheckUnreadSections(byte[] scratch)
        {
            _sections.Check(_source, BlobFormat.SectionWeights, scratch);
            _sections.Check(_source, BlobFormat.SectionInfo, scratch);
            _labels.Check();
        }
    }
}
