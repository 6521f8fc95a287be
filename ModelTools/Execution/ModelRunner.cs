using System;
using System.Diagnostics;
using System.Threading.Tasks;
using Edge.Runtime.Int8;

namespace Edge.ModelTools.Execution;

/// <summary>Runs a loaded model on one input, or a blob on many inputs on all cores.</summary>
internal static class ModelRunner
{
    private const int SteadyRuns = 3; // one slow run is the machine's doing, three in a row are the model's
    private const double NoticeableGain = 0.9; // times the best
    private static readonly TimeSpan s_warmUpLimit = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs on an input of the zero point.</summary>
    public static sbyte[][] RunZero(Int8Model model)
    {
        var input = new sbyte[model.Input.Length];
        Array.Fill(input, (sbyte)model.Input.ZeroPoint);
        return Run(model, input);
    }

    /// <summary>
    /// Runs until the time of an inference stands still: the first ones compile the kernels and pack the weights, which is not
    /// their speed.
    /// </summary>
    public static void WarmUp(Int8Model model)
    {
        var total = Stopwatch.StartNew();
        var best = TimeSpan.MaxValue;
        int withoutGain = 0;
        while (withoutGain < SteadyRuns && (total.Elapsed < s_warmUpLimit || best == TimeSpan.MaxValue))
        {
            var watch = Stopwatch.StartNew();
            RunZero(model);
            withoutGain = watch.Elapsed < best * NoticeableGain ? 0 : withoutGain + 1;
            best = watch.Elapsed < best ? watch.Elapsed : best;
        }
    }

    /// <summary>Runs one inference and returns every output, [H, W, C].</summary>
    public static sbyte[][] Run(Int8Model model, sbyte[] input)
    {
        var outputs = new sbyte[model.OutputCount][];
        for (int i = 0; i < outputs.Length; i++)
        {
            outputs[i] = new sbyte[model.GetOutput(i).Length];
        }

        model.Run(input, outputs);
        return outputs;
    }

    /// <summary>Runs many inferences on all cores, each thread with a model of its own.</summary>
    /// <param name="load">Makes a model; called once for each thread.</param>
    /// <param name="count">Number of inferences.</param>
    /// <param name="input">int8 [H, W, C] of inference i; called by any thread.</param>
    /// <param name="done">Takes the outputs of inference i; called by any thread, in no order.</param>
    public static void RunAll(Func<Int8Model> load, int count, Func<Int8Model, int, sbyte[]> input, Action<int, sbyte[][]> done)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, count, options, load, (index, _, model) =>
        {
            done(index, Run(model, input(model, index)));
            return model;
        }, _ => { });
    }
}
