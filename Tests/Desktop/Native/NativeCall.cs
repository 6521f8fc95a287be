using System.Linq;
using Edge.Runtime.Int8.Kernels.Native;

namespace Edge.Tests.Desktop.Native;

/// <summary>A small pointwise convolution, [2, 3, 3] to [2, 3, 4], as a native call takes it; tests change what they test.</summary>
internal sealed class NativeCall
{
    private const int Conv2D = 2;

    public NativeCall()
    {
        Record[NativeRecord.Length] = Record.Length;
        Record[NativeRecord.OpCode] = Conv2D;
        Record[NativeRecord.KernelH] = 1;
        Record[NativeRecord.KernelW] = 1;
        Record[NativeRecord.StrideH] = 1;
        Record[NativeRecord.StrideW] = 1;
        Record[NativeRecord.Groups] = 1;
        Record[NativeRecord.ActivationMax] = 255;
        Record[NativeRecord.Taps] = 3;
        Record[NativeRecord.ParameterStride] = 4;
        Record[NativeRecord.TableBank] = -1;
        Record[NativeRecord.WeightBank] = -1;
        Record[NativeRecord.RowStep] = 1;
        Record[NativeRecord.IsRoot] = 1;
        Record[NativeRecord.InputCount] = 1;
        Record[NativeRecord.InputStages] = -1;
        SetRows(NativeRecord.Ints, 4, 1);
        SetRows(NativeRecord.Ints + NativeRecord.RowsInts + 2, 3, 0);
        for (int i = 0; i < Input.Length; i++)
        {
            Input[i] = (byte)(i * 13);
        }

        Parameters = [1000, 1000, 1000, 1000, .. Enumerable.Repeat(1 << 30, 4), .. Enumerable.Repeat(-3, 4)];
    }

    public int[] Record { get; } = new int[NativeRecord.Ints + (2 * (NativeRecord.RowsInts + 2))];

    public byte[] Input { get; init; } = new byte[18];

    public byte[] Output { get; init; } = new byte[24];

    public byte[]? Weights { get; init; } = [.. Enumerable.Range(0, 12).Select(i => (byte)(i * 21))];

    public int[]? Parameters { get; init; }

    public int Run(int first, int count, int channel, int channels)
    {
        return Interop.Run(Record, [Input, Output], Weights, Parameters, new int[4], 0, first, count, channel, channels);
    }

    /// <summary>A program of two such convolutions, the second of which reads the first one's output as if it were its input.</summary>
    public int[] MakeProgram()
    {
        const int Stages = 2;
        int start = NativeProgram.Ints + Stages;
        var program = new int[start + (Stages * (Record.Length + NativeProgram.FrameInts))];
        program[NativeProgram.Version] = NativeRecord.Version;
        program[NativeProgram.Length] = program.Length;
        program[NativeProgram.StageCount] = Stages;
        program[NativeProgram.Stack] = start + (Stages * Record.Length);
        program[NativeProgram.Depth] = -1;
        for (int stage = 0; stage < Stages; stage++)
        {
            program[NativeProgram.Ints + stage] = start + (stage * Record.Length);
            Record.CopyTo(program, start + (stage * Record.Length));
        }

        program[start + NativeRecord.IsRoot] = 0;
        program[start + Record.Length + NativeRecord.InputStages] = 0;
        return program;
    }

    /// <summary>One call of the walk.</summary>
    public int Step(int[] program) => Interop.Walk(program, [Input, Output], Weights, Parameters, new int[4], new sbyte[18], [new sbyte[24]], 1000);

    /// <summary>Walks a program until it ends, asks for something, or has had its chances.</summary>
    public int Walk(int[] program)
    {
        int code = 3;
        for (int i = 0; i < 20 && code > 0; i++)
        {
            code = Step(program);
        }

        return code;
    }

    private void SetRows(int position, int channels, int bank)
    {
        Record[position] = 2;
        Record[position + 1] = 3;
        Record[position + 2] = channels;
        Record[position + 3] = 128;
        Record[position + 4] = 2;
        Record[position + 5] = 2;
        Record[position + 6] = 1;
        Record[position + 7] = bank;
        Record[position + 8] = 0;
    }
}
