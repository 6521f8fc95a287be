using System;
using System.Buffers.Binary;
using System.Linq;
using Edge.Runtime.Int8.Kernels.Native;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Native;

/// <summary>Blocks of streamed weights: the native walk says which bytes of the blob it needs, and takes parameters and weights from them.</summary>
[TestClass]
public sealed class NativeBlocksTests
{
    private const int Done = 0;
    private const int Block = 2;
    private const int BadRange = -3;
    private const int BadArray = -4;
    private const int Channels = 4;
    private const int Taps = 3;
    private const int BlockChannels = 2;
    private const int BlockBytes = BlockChannels * (Taps + 9);
    private const int Position = 1000;
    private const int WindowStart = 5;

    [TestMethod]
    public void Blocks_give_what_weights_that_are_there_give()
    {
        NativeKernelsTests.RequireLibrary();
        NativeCall held = new();
        Assert.AreEqual(0, held.Run(0, 2, 0, Channels));
        byte[] blob = MakeBlocks(held);

        (NativeCall call, int[] program) = MakeStreamed(WindowStart + BlockBytes, 3 * Channels);
        int asked = 0;
        for (int what = call.Step(program); what != Done; what = call.Step(program))
        {
            Assert.AreEqual(Block, what);
            Assert.AreEqual(BlockBytes, program[NativeProgram.Count]);
            int at = program[NativeProgram.First] - Position;
            Assert.AreEqual(BlockBytes * (asked % (Channels / BlockChannels)), at, $"block {asked}");
            Array.Copy(blob, at, call.Weights!, WindowStart, BlockBytes);
            asked++;
        }

        // Two stages of two rows, each made a row at a time.
        Assert.AreEqual(2 * 2 * (Channels / BlockChannels), asked);
        CollectionAssert.AreEqual(held.Output, call.Output);
    }

    [TestMethod]
    [DataRow(NativeProgram.WindowStart, -1, BadArray)]
    [DataRow(NativeProgram.WindowStart, WindowStart + 1, BadArray)]
    [DataRow(NativeProgram.WindowStart, int.MaxValue, BadArray)]
    [DataRow(NativeProgram.WindowStart, int.MinValue, BadArray)]
    public void A_window_that_a_block_does_not_fit_gives_a_code(int index, int value, int expected)
    {
        NativeKernelsTests.RequireLibrary();
        (NativeCall call, int[] program) = MakeStreamed(WindowStart + BlockBytes, 3 * Channels);
        program[index] = value;
        Assert.AreEqual(Block, call.Step(program));
        Assert.AreEqual(expected, call.Step(program));
        Assert.IsTrue(call.Output.All(u => u == 0), "the output was written");
    }

    [TestMethod]
    [DataRow(-1)]
    [DataRow(int.MaxValue)]
    [DataRow(int.MinValue)]
    [DataRow(int.MaxValue - BlockBytes + 1)]
    public void A_place_that_no_blob_has_gives_a_code(int position)
    {
        NativeKernelsTests.RequireLibrary();
        (NativeCall call, int[] program) = MakeStreamed(WindowStart + BlockBytes, 3 * Channels);
        program[program[NativeProgram.Ints] + NativeRecord.WeightPosition] = position;
        Assert.AreEqual(BadRange, call.Step(program));
    }

    [TestMethod]
    public void A_window_and_parameters_that_are_too_short_give_a_code()
    {
        NativeKernelsTests.RequireLibrary();
        (NativeCall call, int[] program) = MakeStreamed(WindowStart + BlockBytes - 1, 3 * Channels);
        Assert.AreEqual(BadArray, call.Step(program));
        (call, program) = MakeStreamed(WindowStart + BlockBytes, (3 * Channels) - 3);
        Assert.AreEqual(BadArray, call.Step(program));
    }

    private static (NativeCall Call, int[] Program) MakeStreamed(int windowBytes, int parameters)
    {
        NativeCall call = new() { Weights = new byte[windowBytes], Parameters = new int[parameters] };
        call.Record[NativeRecord.BlockChannels] = BlockChannels;
        call.Record[NativeRecord.WeightPosition] = Position;
        call.Record[NativeRecord.WeightOffset] = WindowStart + (9 * BlockChannels);
        int[] program = call.MakeProgram();
        program[NativeProgram.WindowStart] = WindowStart;
        return (call, program);
    }

    /// <summary>The weights and parameters of a call as a blob has them: block after block.</summary>
    private static byte[] MakeBlocks(NativeCall held)
    {
        var blob = new byte[Channels / BlockChannels * BlockBytes];
        for (int channel = 0; channel < Channels; channel++)
        {
            Span<byte> block = blob.AsSpan(channel / BlockChannels * BlockBytes, BlockBytes);
            int index = channel % BlockChannels;
            BinaryPrimitives.WriteInt32LittleEndian(block[(4 * index)..], held.Parameters![channel]);
            BinaryPrimitives.WriteInt32LittleEndian(block[((4 * BlockChannels) + (4 * index))..], held.Parameters[Channels + channel]);
            block[(8 * BlockChannels) + index] = (byte)held.Parameters[(2 * Channels) + channel];
            held.Weights.AsSpan(channel * Taps, Taps).CopyTo(block[((9 * BlockChannels) + (index * Taps))..]);
        }

        return blob;
    }
}
