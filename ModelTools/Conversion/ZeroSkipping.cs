using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Data;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Execution.Vector;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels.Packed;
using Edge.Runtime.Int8.Weights;

namespace Edge.ModelTools.Conversion;

// The kernel multiplies 24 inputs of a pixel by those of up to eight triples of output channels (PointMac24). Dense it costs a multiplication
// and an addition for each input and triple; looking for zeros it has sums in locals, so that each input costs a look, and a third more where
// it is not 0. Results are the same.

/// <summary>Chooses the convolutions whose inputs are so often 0 that kernels gain by looking for zeros, from what the network does on samples.</summary>
internal static class ZeroSkipping
{
    private const int MostSamples = 16;

    // Inputs of noise for models without samples; they say how sparse a network is by its biases, not by its subject.
    private const int NoiseInputs = 4;

    // Weighted instructions of PointMac24 (modelled: added up from the first column of the cost table), for calls of many pixels. Only their order
    // matters; where rows come one by one, skipping gains more than this says.
    private const double PerInput = 135;
    private const double PerTerm = 134;
    private const double PerSum = 330;
    private const double PerSumInLocal = 480;
    private const double PerOctet = 800;
    private const double PerNonzeroOctet = 4 * 250;
    private const double PerNonzeroPair = 400;
    private const double PerNonzeroTerm = 191;
    private const double PerWeight = 470;

    // Packed pixels (LaneConvolution), which run where a call has few: for an input of three pixels, and for a weight of up to twelve.
    private const double PerPackedInput = 1100;
    private const double PerPackedWeight = 350;

    // It must pay on other inputs, too.
    private const double Worthwhile = 0.95;

    /// <summary>Marks them.</summary>
    /// <param name="program">The lowered network.</param>
    /// <param name="samples">Typical inputs; null takes noise.</param>
    public static void Choose(DeviceProgram program, Dataset? samples)
    {
        (DeviceOperator Op, DeviceOperator Maker)[] candidates = [.. Candidates(program)];
        if (candidates.Length == 0)
        {
            return;
        }

        ZeroCounter counter = Count(program, samples);
        foreach ((DeviceOperator op, DeviceOperator maker) in candidates)
        {
            op.SkipsZeros = Cost(op, counter.Of(maker.Id), skips: true) < Worthwhile * Cost(op, counter.Of(maker.Id), skips: false);
        }
    }

    /// <summary>Convolutions with chunks of taps and passes of three triples, whose input is made by an operator and has its zeros stored as 0.</summary>
    private static IEnumerable<(DeviceOperator Op, DeviceOperator Maker)> Candidates(DeviceProgram program)
    {
        return from op in program.Operators
               where op.OpCode == OpCode.Conv2D && op.WeightZeroPoint == 0 && op.Inputs[0].ZeroPoint == 0 && op.TapsPerChannel >= LanePointwise.Chunk
                   && op.FoldedBias.Length / op.Groups > 6 && op.Output.Height * op.Output.Width >= LanePointwise.LeastSkippedPixels
               let maker = program.Operators.Find(other => other.Output == op.Inputs[0])
               where maker is not null
               select (op, maker);
    }

    /// <summary>What the products of a convolution take, weighted instructions of an inference.</summary>
    private static double Cost(DeviceOperator op, ZeroCounts inputs, bool skips)
    {
        int channels = op.FoldedBias.Length;
        int pixels = op.Output.Height * op.Output.Width;
        int taps = op.TapsPerChannel / LanePointwise.Chunk * LanePointwise.Chunk;
        if (!skips && pixels < LanePointwise.LeastPixels)
        {
            int packed = (pixels + 2) / 3;
            return taps * ((packed * (PerPackedInput + (PerTerm * channels))) + ((packed + 3) / 4 * PerPackedWeight * channels));
        }

        double each = Math.Max(inputs.Bytes, 1);
        double cost = 0;
        for (int channel = 0; channel < channels;)
        {
            int count = LanePointwise.PassChannels(channels - channel);
            int triples = (count + 2) / 3;
            double inputCost = skips && triples >= 3
                ? (PerOctet / 8) + (inputs.NonzeroOctets / each * PerNonzeroOctet) + (inputs.NonzeroPairs / each * PerNonzeroPair)
                    + (inputs.NonzeroBytes / each * PerNonzeroTerm * triples) + (PerSumInLocal * triples / LanePointwise.Chunk)
                : PerInput + (PerTerm * triples) + (PerSum * triples / LanePointwise.Chunk);
            cost += (taps * triples * PerWeight) + (pixels * taps * inputCost);
            channel = LanePointwise.PassStart(channel, count, channels) + count;
        }

        return cost;
    }

    private static ZeroCounter Count(DeviceProgram program, Dataset? samples)
    {
        byte[] blob = BlobWriter.Write(OperatorScheduler.Build(program, OperatorScheduler.DefaultWindowBytes));
        Int8Model model = Int8Model.Load(new MemoryWeightSource(blob), new VectorKernels());
        var counter = new ZeroCounter();
        model.Observe(counter);
        int count = samples is null ? NoiseInputs : Math.Min(samples.Count, MostSamples);
        for (int i = 0; i < count; i++)
        {
            // Taken from all over the set, which may be ordered by class.
            ModelRunner.Run(model, samples is null ? Noise(model.Input.Length, i) : InputReader.FromDataset(model.Input, samples, (int)((long)i * samples.Count / count)));
        }

        return counter;
    }

    private static sbyte[] Noise(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return Array.ConvertAll(bytes, value => (sbyte)value);
    }
}
