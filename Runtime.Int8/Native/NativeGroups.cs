using System;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Weights;

namespace Edge.Runtime.Int8.Kernels.Native
{
    /// <summary>
    /// Runs whole groups natively. What is left to the interpreter: reading weights from their source, and rows of an input that is
    /// not in an array. A call returns after about <see cref="Budget"/> products, so that other threads run.
    /// </summary>
    internal sealed class NativeGroups : GroupRunner
    {
        private const int Budget = 300000; // about 10 ms at 240 MHz and 8 cycles each
        private const int Done = 0;
        private const int Input = 1;
        private const int Block = 2;
        private const int BadArray = -4;
        private const int WindowInts = 3;

        // Bits of NativeProgram.Needs.
        private const int NeedsWindow = 1;
        private const int NeedsInput = 2;

        // The natives walk and run operators up to this one, and pick columns; those that came later are the managed kernels'.
        private const int LastOpCode = OpCode.Output;

        private readonly int[][] _programs;
        private readonly int[][] _loads; // of each group: records of the stages for which something is read before the walk; null: none
        private readonly int[] _windows; // of each group: bank, offset, bytes
        private readonly ActivationArena _arena;
        private readonly NativeRecord _record;
        private int _allocatedBytes;

        /// <summary>Makes the runner of a model.</summary>
        public NativeGroups(ProgramHeader header, ActivationArena arena)
        {
            _programs = new int[header.GroupCount][];
            _loads = new int[header.GroupCount][];
            _windows = new int[header.WindowBytes == 0 ? WindowInts * header.GroupCount : 0];
            _allocatedBytes = 4 * _windows.Length;
            _arena = arena;
            _record = new NativeRecord(arena.Banks);
        }

        /// <inheritdoc/>
        public override int AllocatedBytes
        {
            get { return _allocatedBytes; }
        }

        /// <inheritdoc/>
        public override bool Prepare(int index, GroupDecoder group)
        {
            for (int i = 0; i < group.StageCount; i++)
            {
                if (group.Stages[i].OpCode > LastOpCode && !PicksColumns(group.Stages[i]))
                {
                    return false;
                }
            }

            if (_windows.Length > 0)
            {
                _windows[WindowInts * index] = group.WindowBank;
                _windows[(WindowInts * index) + 1] = group.WindowOffset;
                _windows[(WindowInts * index) + 2] = group.WindowBytes;
            }

            int[] program = NativeProgram.Make(group, _record);
            _programs[index] = program;
            _allocatedBytes += 4 * program.Length;
            FindNeeds(index, group);
            return 4 * program.Length <= BlobFormat.MaxArrayBytes
                && Interop.Walk(program, _arena.Banks, _arena.Window, _arena.Parameters, _arena.Accumulators, null, null, 0) == 0;
        }

        /// <inheritdoc/>
        public override void Run(int index, InputRows input, sbyte[][] outputs, WeightWindow window)
        {
            int[] program = _programs[index];
            ActivationArena arena = _arena;
            byte[][] banks = arena.Banks;
            byte[] weights = arena.Window;
            int[] parameters = arena.Parameters;
            int[] sums = arena.Accumulators;
            int[] loads = _loads[index];
            int needs = program[NativeProgram.Needs];
            sbyte[] whole = null;
            program[NativeProgram.Depth] = -1;
            if ((needs & NeedsInput) != 0)
            {
                Int8InputRows array = input as Int8InputRows;
                whole = array == null ? null : array.Array;
            }

            if ((needs & NeedsWindow) != 0 && _windows.Length > 0)
            {
                int at = WindowInts * index;
                window.Place(banks[_windows[at]], _windows[at + 1], _windows[at + 2]);
            }

            for (int i = 0; loads != null && i < loads.Length; i++)
            {
                Load(program, loads[i], window);
            }

            while (true)
            {
                int what = Interop.Walk(program, banks, weights, parameters, sums, whole, outputs, Budget);
                if (what == Block)
                {
                    window.Fill(program[NativeProgram.First], program[NativeProgram.Count]);
                }
                else if (what == Done)
                {
                    return;
                }
                else if (what == Input)
                {
                    input.ReadRow(program[NativeProgram.First], banks[program[NativeProgram.Bank]], program[NativeProgram.Offset], program[NativeProgram.Count]);
                }
                else if (what < 0)
                {
                    Fail(what);
                }
            }
        }

        /// <summary>A strip's columns, in their order and with all channels.</summary>
        private static bool PicksColumns(Stage stage)
        {
            return stage.OpCode == OpCode.Select && stage.StrideH == 1 && stage.StrideW == 1
                && stage.ChannelMultiplier == 1 && stage.PadFront == 0 && stage.Output.Channels == stage.Input.Channels;
        }

        /// <summary>What a group asks of managed code, so that an inference does not have to look for it.</summary>
        private void FindNeeds(int index, GroupDecoder group)
        {
            int[] program = _programs[index];
            int[] loads = new int[group.StageCount];
            int count = 0;
            for (int i = 0; i < group.StageCount; i++)
            {
                Stage stage = group.Stages[i];
                bool isConvolution = stage.OpCode == OpCode.Conv2D || stage.OpCode == OpCode.DepthwiseConv2D;
                bool isHeld = isConvolution ? !stage.IsStreamed : stage.OpCode == OpCode.Softmax || stage.OpCode == OpCode.Resize || stage.OpCode == OpCode.Constant;
                program[NativeProgram.Needs] |= (isConvolution || isHeld ? NeedsWindow : 0) | (stage.OpCode == OpCode.Input ? NeedsInput : 0);
                if (isHeld || stage.HasTable)
                {
                    loads[count] = program[NativeProgram.Ints + i];
                    count++;
                }
            }

            if (count > 0)
            {
                _loads[index] = new int[count];
                Array.Copy(loads, _loads[index], count);
                _allocatedBytes += 4 * count;
            }
        }

        /// <summary>What indexing a short array would do in managed code; a program that was checked does nothing else wrong.</summary>
        private static void Fail(int code)
        {
            if (code == BadArray)
            {
                throw new IndexOutOfRangeException();
            }

            throw new InvalidOperationException();
        }

        /// <summary>As the executor loads what stays for a group: of one stage, from its record.</summary>
        private void Load(int[] program, int record, WeightWindow window)
        {
            int bank = program[record + NativeRecord.TableBank];
            if (bank >= 0)
            {
                window.ReadInto(
                    program[record + NativeRecord.TablePosition], _arena.Banks[bank], program[record + NativeRecord.TableOffset], BlobFormat.TableEntries);
            }

            int position = program[record + NativeRecord.WeightPosition];
            int bias = program[record + NativeRecord.BiasBase];
            int rows = record + NativeRecord.Ints;
            switch (program[record + NativeRecord.OpCode])
            {
                case OpCode.Conv2D:
                case OpCode.DepthwiseConv2D:
                    if (program[record + NativeRecord.BlockChannels] == 0)
                    {
                        LoadChannels(program, record, window);
                    }

                    break;
                case OpCode.Softmax:
                    ReadNumbers(window, position, bias, BlobFormat.TableEntries, 4);
                    break;
                case OpCode.Resize:
                    ReadNumbers(window, position, bias, program[rows] + program[rows + 1], 2);
                    break;
                case OpCode.Constant:
                    LoadConstant(program, rows, position, window);
                    break;
            }
        }

        private void LoadChannels(int[] program, int record, WeightWindow window)
        {
            int channels = program[record + NativeRecord.Ints + 2];
            int stride = program[record + NativeRecord.ParameterStride];
            int position = program[record + NativeRecord.WeightPosition];
            int bias = program[record + NativeRecord.BiasBase];
            if (BlobFormat.ParameterBytes * channels <= window.Length)
            {
                window.Fill(position, BlobFormat.ParameterBytes * channels);
                DecodeChannels(window, bias, stride, channels);
            }
            else
            {
                ReadNumbers(window, position, bias, channels, 4);
                ReadNumbers(window, position + (4 * channels), bias + stride, channels, 4);
                ReadNumbers(window, position + (8 * channels), bias + (2 * stride), channels, 1);
            }

            window.ReadInto(
                position + (BlobFormat.ParameterBytes * channels),
                _arena.Banks[program[record + NativeRecord.WeightBank]],
                program[record + NativeRecord.WeightOffset],
                channels * program[record + NativeRecord.Taps]);
        }

        /// <summary>Biases, multipliers and shifts at the start of the window.</summary>
        private void DecodeChannels(WeightWindow window, int bias, int stride, int count)
        {
            Decode(window, 0, bias, count, 4);
            Decode(window, 4 * count, bias + stride, count, 4);
            Decode(window, 8 * count, bias + (2 * stride), count, 1);
        }

        private void Decode(WeightWindow window, int offset, int index, int count, int size)
        {
            int code = Interop.Decode(window.Array, window.Start + offset, _arena.Parameters, index, count, size);
            if (code != 0)
            {
                Fail(code);
            }
        }

        private void ReadNumbers(WeightWindow window, int position, int index, int count, int size)
        {
            int capacity = window.Length / size;
            while (count > 0)
            {
                int chunk = count < capacity ? count : capacity;
                window.Fill(position, size * chunk);
                Decode(window, 0, index, chunk, size);
                position += size * chunk;
                index += chunk;
                count -= chunk;
            }
        }

        /// <summary>A constant's rows, where its bands lie.</summary>
        private void LoadConstant(int[] program, int rows, int position, WeightWindow window)
        {
            int height = program[rows];
            int rowBytes = program[rows + 1] * program[rows + 2];
            int bandRows = program[rows + 5];
            for (int y = 0; y < height; y++)
            {
                int band = rows + NativeRecord.RowsInts + (2 * (y / bandRows));
                window.ReadInto(position, _arena.Banks[program[band]], program[band + 1] + ((y % bandRows) * rowBytes), rowBytes);
                position += rowBytes;
            }
        }
    }
}
