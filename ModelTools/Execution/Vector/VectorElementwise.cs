using System;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Kernels.Reference;

namespace Edge.ModelTools.Execution.Vector;

/// <summary>
/// Add, Mul and PRelu, eight elements at a time, on rows that are brought to the output's shape first. The arithmetic of
/// Reference.Elementwise.
/// </summary>
internal sealed class VectorElementwise
{
    private byte[] _rowA = [];
    private byte[] _rowB = [];
    private byte[] _results = [];

    /// <summary>Runs rows of a stage.</summary>
    public void Run(Stage stage, int first, int count)
    {
        RowBuffer a = stage.Inputs[0];
        RowBuffer b = stage.Inputs[1];
        RowBuffer output = stage.Output;
        int padded = (output.RowBytes + ResultLanes.Count - 1) / ResultLanes.Count * ResultLanes.Count;
        if (_results.Length < padded)
        {
            _rowA = new byte[padded];
            _rowB = new byte[padded];
            _results = new byte[padded];
        }

        var lanes = new ResultLanes(stage, stage.Multiplier0, stage.Shift0);
        var lanes1 = new ResultLanes(stage, stage.Multiplier1, stage.Shift1);
        var lanes2 = new ResultLanes(stage, stage.Multiplier2, stage.Shift2);
        for (int oy = first; oy < first + count; oy++)
        {
            // A repeated row is copied once a call; it cannot be the output's own memory.
            if (oy == first || a.Height > 1)
            {
                Expand(a, oy, output, _rowA);
            }

            if (oy == first || b.Height > 1)
            {
                Expand(b, oy, output, _rowB);
            }

            switch (stage.OpCode)
            {
                case OpCode.Mul:
                    Multiply(in lanes);
                    break;
                case OpCode.PRelu:
                    Slope(in lanes, in lanes1);
                    break;
                case OpCode.Add when stage.Rounding == RoundingMode.Single:
                    AddSingle(in lanes);
                    break;
                default:
                    AddDouble(in lanes, in lanes1, in lanes2);
                    break;
            }

            ResultRows.Write(stage, _results.AsSpan(0, output.RowBytes), output.RowArray(oy).AsSpan(output.RowOffset(oy), output.RowBytes));
        }

        void Multiply(in ResultLanes result)
        {
            for (int i = 0; i < padded; i += ResultLanes.Count)
            {
                Store(result.Finish(ValuesA(i) * ValuesB(i)), i);
            }
        }

        void Slope(in ResultLanes positive, in ResultLanes negative)
        {
            for (int i = 0; i < padded; i += ResultLanes.Count)
            {
                Vector256<int> x = ValuesA(i);
                Vector256<int> isNegative = Vector256.LessThan(x, Vector256<int>.Zero);
                Store(positive.Clamp(Vector256.ConditionalSelect(isNegative, negative.Requantize(x * ValuesB(i)), positive.Requantize(x))), i);
            }
        }

        // As FixedPoint.SumSingle; Shift0 is minus the common right shift.
        void AddSingle(in ResultLanes result)
        {
            int shift = -stage.Shift0;
            Vector256<int> half = Vector256.Create(1 << (shift - 1));
            for (int i = 0; i < padded; i += ResultLanes.Count)
            {
                Vector256<int> sum = (ValuesA(i) * stage.Multiplier0) + (ValuesB(i) * (stage.Sign * stage.Multiplier1)) + half;
                Store(result.Clamp(Vector256.ShiftRightArithmetic(sum, shift)), i);
            }
        }

        void AddDouble(in ResultLanes laneA, in ResultLanes laneB, in ResultLanes result)
        {
            for (int i = 0; i < padded; i += ResultLanes.Count)
            {
                Vector256<int> left = laneA.Requantize(Vector256.ShiftLeft(ValuesA(i), stage.LeftShift));
                Vector256<int> right = laneB.Requantize(Vector256.ShiftLeft(ValuesB(i) * stage.Sign, stage.LeftShift));
                Store(result.Finish(left + right), i);
            }
        }

        Vector256<int> ValuesA(int i) => ResultLanes.Load(ref _rowA[i]) - Vector256.Create(a.ZeroPoint);
        Vector256<int> ValuesB(int i) => ResultLanes.Load(ref _rowB[i]) - Vector256.Create(b.ZeroPoint);
        void Store(Vector256<int> values, int i) => ResultLanes.Store(values, ref _results[i]);
    }

    /// <summary>Brings a row to the output's width and channels: a dimension of 1 is repeated.</summary>
    private static void Expand(RowBuffer input, int oy, RowBuffer output, byte[] target)
    {
        int y = input.Height == 1 ? 0 : oy;
        ReadOnlySpan<byte> row = input.RowArray(y).AsSpan(input.RowOffset(y), input.RowBytes);
        if (input.RowBytes == output.RowBytes)
        {
            row.CopyTo(target);
            return;
        }

        for (int ox = 0; ox < output.Width; ox++)
        {
            Span<byte> pixel = target.AsSpan(ox * output.Channels, output.Channels);
            int source = (input.Width == 1 ? 0 : ox) * input.Channels;
            if (input.Channels == 1)
            {
                pixel.Fill(row[source]);
            }
            else
            {
                row.Slice(source, output.Channels).CopyTo(pixel);
            }
        }
    }
}
