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
        private const int Input = 1;
        private const int Block = 2;
        private const int Pause = 3;
        private const int BadArray = -4;
        private const int WindowInts = 3;

        // The natives walk and run operators up to this one, and pick columns; those that came later are the managed kernels'.
        private const int LastOpCode = OpCode.Output;

        private readonly int[][] _programs;
        private readonly int[] _windows; // of each group: bank, offset, bytes
        private readonly ActivationArena _arena;
        private readonly NativeRecord _record;
        private int _allocatedBytes;

        /// <summary>Makes the runner of a model.</summary>
        public NativeGroups(ProgramHeader header, ActivationArena arena)
        {
            _programs = new int[header.GroupCount][];
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
            return 4 * program.Length <= BlobFormat.MaxArrayBytes
                && Interop.Walk(program, _arena.Banks, _arena.Window, _arena.Parameters, _arena.Accumulators, null, null, 0) == 0;
        }

        /// <inheritdoc/>
        public override void Run(int index, InputRows input, sbyte[][] outputs, WeightWindow window)
        {
            int[] program = _programs[index];
            ActivationArena arena = _arena;
            Int8InputRows array = input as Int8InputRows;
            sbyte[] whole = array == null ? null : array.Array;
            program[NativeProgram.Depth] = -1;
            if (_windows.Length > 0)
            {
                window.Place(arena.Banks[_windows[WindowInts * index]], _windows[(WindowInts * index) + 1], _windows[(WindowInts * index) + 2]);
            }

            LoadResident(program, window);
            int what = Pause;
            while (what != 0)
            {
                what = Interop.Walk(
                    program, arena.Banks, arena.Window, arena.Parameters, arena.Accumulators, whole, outputs, Budget);
                if (what == Input)
                {
                    input.ReadRow(
                        program[NativeProgram.First], arena.Banks[program[NativeProgram.Bank]], program[NativeProgram.Offset], program[NativeProgram.Count]);
                }
                else if (what == Block)
                {
                    LoadBlock(program, window);
                }
                else if (what < 0)
                {
                    Fail(what);
                }

                program[NativeProgram.IsAnswered] = what == Pause ? 0 : 1;
            }
        }

        /// <summary>A strip's columns, in their order and with all channels.</summary>
        private static bool PicksColumns(Stage stage)
        {
            return stage.OpCode == OpCode.Select && stage.StrideH == 1 && stage.StrideW == 1
                && stage.ChannelMultiplier == 1 && stage.PadFront == 0 && stage.Output.Channels == stage.Input.Channels;
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

        /// <summary>As the executor loads what stays for a group, from the records.</summary>
        private void LoadResident(int[] program, WeightWindow window)
        {
            int stages = program[NativeProgram.StageCount];
            for (int i = 0; i < stages; i++)
            {
                int record = program[NativeProgram.Ints + i];
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

        private void LoadBlock(int[] program, WeightWindow window)
        {
            int record = program[NativeProgram.Ints + program[NativeProgram.Stage]];
            int channel = program[NativeProgram.First];
            int count = program[NativeProgram.Count];
            int bytesPerChannel = program[record + NativeRecord.Taps] + BlobFormat.ParameterBytes;
            window.Fill(program[record + NativeRecord.WeightPosition] + (channel * bytesPerChannel), count * bytesPerChannel);
            DecodeChannels(window, program[record + NativeRecord.BiasBase], program[record + NativeRecord.ParameterStride], count);
            program[record + NativeRecord.WeightOffset] = window.Start + (BlobFormat.ParameterBytes * count);
            program[record + NativeRecord.FirstChannel] = channel;
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
