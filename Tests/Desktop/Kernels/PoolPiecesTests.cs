using System;
using System.Linq;
using Edge.ModelTools.Execution;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels;
using Edge.Tests.Int8.Kernels;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Kernels;

/// <summary>Pools over windows whose rows lie in several arrays, with more channels than lanes, against the reference, in every kernel set.</summary>
[TestClass]
public sealed class PoolPiecesTests
{
    private const int Height = 9;
    private const int Width = 7;

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(4)]
    public void Pools_over_rows_in_pieces_equal_the_reference(int bandRows)
    {
        foreach (string kernels in KernelSets.Names.Where(name => name != "reference"))
        {
            foreach (int channels in new[] { 1, 7, 8, 9, 21 })
            {
                foreach (int lanes in new[] { 0, 1, 5, 8, 64 })
                {
                    foreach ((int size, int stride, int pad) in new[] { (2, 2, 0), (3, 1, 1), (3, 2, 1), (5, 3, 2) })
                    {
                        Check(kernels, OpCode.MaxPool, bandRows, channels, lanes, size, stride, pad);
                        Check(kernels, OpCode.AveragePool, bandRows, channels, lanes, size, stride, pad);
                    }
                }
            }
        }
    }

    private static void Check(string kernels, int opCode, int bandRows, int channels, int lanes, int size, int stride, int pad)
    {
        var random = new KernelRandom(size + (10 * channels) + lanes);
        var subject = new OperatorCase(opCode, random, (Height, Width, channels));
        Stage stage = subject.Stage;
        stage.Lanes = [.. Enumerable.Repeat(-1L, lanes)];
        (stage.KernelH, stage.KernelW, stage.StrideH, stage.StrideW, stage.PadTop, stage.PadLeft) = (size, size, stride, stride, pad, pad);
        RowBuffer input = TestBuffer.Make(Height, Width, channels, stage.Input.ZeroPoint, Height, bandRows);
        var values = new byte[Height * Width * channels];
        for (int i = 0; i < values.Length; i++)
        {
            // Bounds often: the least and the largest of a window are what a maximum and a rounded average can get wrong.
            values[i] = (byte)(random.Next(3) == 0 ? random.Next(2) * 255 : random.Next(256));
        }

        for (int y = 0; y < Height; y++)
        {
            TestBuffer.SetRow(input, y, values);
        }

        stage.Input = stage.Inputs[0] = input;
        int outputs(int length) => ((length + (2 * pad) - size) / stride) + 1;
        subject.SetOutput(outputs(Height), outputs(Width), channels);
        string what = $"{kernels}, operator {opCode}, {channels} channels, {lanes} lanes, {size}x{size} stride {stride}, bands of {bandRows}";
        Assert.IsNull(subject.FindDifference(KernelSets.Create(kernels), what));
    }
}
