using System;
using Edge.ModelTools.Execution;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels;

namespace Edge.Benchmarks.Shapes;

// Runs in the load context of the woven runtime; only numbers, arrays, delegates and text pass to the caller.

/// <summary>One convolution on the counted runtime, as the executor calls it: a band of rows at a time, all channels.</summary>
internal static class CountedShape
{
    // The most that the scheduler gives.
    private const int MostLongs = 1024;

    private const int Multiplier = 1 << 30;
    private const int Shift = -8;
    private const int HalfByte = 128;

    // What lanes hold of the weights below.
    private const int LaneTaps = 336;

    /// <summary>Weighted instructions of a kernel set for the first rows of a convolution.</summary>
    /// <param name="shape"><see cref="SweptShape.ToNumbers"/>.</param>
    /// <param name="kernels">Name of the kernel set.</param>
    /// <param name="rows">Output rows to make.</param>
    /// <param name="bandRows">Rows that lie one behind the other; 0 for all.</param>
    /// <param name="weighNow">Weighted instructions so far.</param>
    public static double Run(int[] shape, string kernels, int rows, int bandRows, Func<double> weighNow)
    {
        KernelSet set = KernelSets.Create(kernels);
        Stage stage = Make(SweptShape.FromNumbers(shape), bandRows);
        stage.Lanes = new long[Math.Max(set.LeastScratchLongs(stage), Math.Min(set.UsefulScratchLongs(stage), MostLongs))];
        stage.ScratchBytes = new byte[set.UsefulScratchBytes(stage)];

        // Once before: the first call fills the table of results, which the next one finds.
        set.Run(stage, 0, stage.RowStep, 0, stage.Output.Channels);
        double start = weighNow();
        for (int y = 0; y < rows; y += stage.RowStep)
        {
            set.Run(stage, y, Math.Min(stage.RowStep, rows - y), 0, stage.Output.Channels);
        }

        return weighNow() - start;
    }

    private static Stage Make(SweptShape shape, int bandRows)
    {
        var random = new Random(1);
        var weights = new byte[shape.Taps * shape.Outputs];
        for (int i = 0; i < weights.Length; i++)
        {
            // As large as trained weights are.
            weights[i] = (byte)random.Next(HalfByte - 40, HalfByte + 41);
        }

        var parameters = new int[3 * shape.Outputs];
        Array.Fill(parameters, Multiplier, shape.Outputs, shape.Outputs);
        Array.Fill(parameters, Shift, 2 * shape.Outputs, shape.Outputs);
        RowBuffer input = Rows(shape.Height, shape.Width, shape.Channels, bandRows);
        Array.ForEach(input.BandBanks, random.NextBytes);
        return new Stage
        {
            OpCode = shape.IsDepthwise ? OpCode.DepthwiseConv2D : OpCode.Conv2D,
            Rounding = RoundingMode.Single,
            InputCount = 1,
            Inputs = [input],
            Input = input,
            Output = Rows(shape.OutputHeight, shape.OutputWidth, shape.Outputs, bandRows),
            RowStep = Math.Min(shape.Rows, shape.OutputHeight),
            KernelH = shape.KernelH,
            KernelW = shape.KernelW,
            StrideH = shape.StrideH,
            StrideW = shape.StrideW,
            PadTop = Before(shape.Height, shape.OutputHeight, shape.KernelH, shape.StrideH),
            PadLeft = Before(shape.Width, shape.OutputWidth, shape.KernelW, shape.StrideW),
            Groups = 1,
            ChannelMultiplier = 1,
            ResultZeroPoint = HalfByte,
            ActivationMax = byte.MaxValue,
            TapsPerChannel = shape.Taps,
            LaneTaps = shape.Taps <= LaneTaps ? int.MaxValue : LaneTaps,
            Weights = weights,
            Parameters = parameters,
            ParameterStride = shape.Outputs,
        };
    }

    /// <summary>Padding in front, as SAME has it.</summary>
    private static int Before(int length, int outputs, int kernel, int stride) => Math.Max(0, ((outputs - 1) * stride) + kernel - length) / 2;

    private static RowBuffer Rows(int height, int width, int channels, int bandRows)
    {
        int inBand = bandRows == 0 ? height : Math.Min(bandRows, height);
        int bands = (height + inBand - 1) / inBand;
        var rows = new RowBuffer(bands)
        {
            Height = height,
            Width = width,
            Channels = channels,
            RowBytes = width * channels,
            ZeroPoint = HalfByte,
            RingRows = height,
            BandRows = inBand,
            BandCount = bands,
            AliasOf = -1,
        };
        for (int band = 0; band < bands; band++)
        {
            rows.BandBanks[band] = new byte[inBand * width * channels];
        }

        rows.Complete();
        return rows;
    }
}
