using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using Edge.MeterDigits.Generator;
using Edge.MeterDigits.Trainer.Architecture;
using Edge.MeterDigits.Trainer.Export;
using Edge.MeterDigits.Trainer.Network;
using Edge.MeterDigits.Trainer.Quantization;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Edge.MeterDigits.Trainer.Training;

/// <summary>
/// One training: renders the crops, runs AdamW with a cosine schedule, averages the weights, measures after each pass on
/// rendered crops of another seed, and exports the averaged network. Goes on from the last finished pass when interrupted.
/// </summary>
internal sealed class TrainingRun
{
    /// <summary>File in the run's folder: a line for each pass.</summary>
    public const string Log = "log.csv";

    private const double WarmUp = 0.05; // part of all steps
    private const int CalibrationCrops = 2048;

    private readonly TrainingOptions _options;
    private readonly NetworkShape _shape;
    private readonly string _folder;
    private readonly ProgressLine _progress;

    public TrainingRun(TrainingOptions options, string folder, ProgressLine progress)
    {
        _options = options;
        _shape = ShapeCatalog.Get(options.Shape);
        _folder = folder;
        _progress = progress;
    }

    /// <summary>Crops that are rendered already; otherwise the run renders its own.</summary>
    public TrainingSamples? Samples { get; init; }

    /// <summary>Told the number of each finished pass, after its checkpoint.</summary>
    public Action<int>? AfterPass { get; init; }

    /// <summary>Pass after which to stop; the rate follows the schedule of all passes, so a later run goes on as if there had been no stop.</summary>
    public int LastPass { get; init; } = int.MaxValue;

    /// <summary>Trains.</summary>
    /// <returns>The result on the rendered validation crops.</returns>
    /// <exception cref="InvalidDataException">There are fewer crops than one step takes, or the checkpoint is of no use.</exception>
    public Evaluation Run()
    {
        if (_options.Samples < _options.Batch)
        {
            throw new InvalidDataException($"{_options.Samples} crops are less than one step takes; give --samples {_options.Batch} or more");
        }
        if (_options.Teacher.Length > 0)
        {
            Teacher.Require(_options.Teacher);
        }
        set_num_threads(_options.Threads);
        manual_seed(_options.Seed);
        var network = new MeterNetwork(_shape, _options.Dropout);
        if (_options.From.Length > 0)
        {
            TakeWeights(network);
        }
        var average = new MeterNetwork(_shape, 0);
        average.load_state_dict(network.state_dict());
        using var averages = new AveragedWeights(network, average, _options.Averaging);
        using MeterNetwork? first = _options.IsMeanWithFirst ? NetworkExport.Read(_options.From, out NetworkShape _) : null;
        MeterNetwork trained = first == null ? average : new MeterNetwork(_shape, 0);
        using AdamW optimizer = MakeOptimizer(network);
        Directory.CreateDirectory(_folder); // nothing is left of options that are refused
        int epoch = Checkpoint.Load(_folder, _options, network, average, optimizer);
        string log = Path.Combine(_folder, Log);
        if (epoch == 0)
        {
            File.WriteAllText(log, "epoch,seconds,processorSeconds,loss,validation,readable,notReadable\n");
        }
        else
        {
            _progress.Say($"goes on after pass {epoch}");
        }

        var clock = Stopwatch.StartNew();
        using var process = Process.GetCurrentProcess();
        TimeSpan processorStart = process.TotalProcessorTime;
        TrainingSamples samples = (Samples ?? SampleCache.Get(_folder, _options, _progress)).For(_shape.Input);

        using FakeQuantization? quantization = _options.IsQuantized ? FakeQuantization.Of(network, Batches(samples.Training)) : null;

        Evaluation? result = null;
        for (; epoch < Math.Min(_options.Epochs, LastPass); epoch++)
        {
            double loss = Pass(epoch, samples, network, averages, optimizer, quantization);
            process.Refresh();
            if (first != null)
            {
                AveragedWeights.TakeMean(trained, first, average);
            }
            result = Evaluation.Run(trained, samples.Validation);
            File.AppendAllText(log, FormattableString.Invariant($"{epoch + 1},{clock.Elapsed.TotalSeconds:F0},{(process.TotalProcessorTime - processorStart).TotalSeconds:F0},{loss:F4},{result.Accuracy:F4},{result.ReadableAccuracy:F4},{result.NotReadableAccuracy:F4}\n"));
            _progress.Say($"pass {epoch + 1}/{_options.Epochs}: loss {loss:F4}, rendered validation {result.Accuracy:P2} (digits {result.ReadableAccuracy:P2}, not readable {result.NotReadableAccuracy:P2}), {clock.Elapsed.TotalSeconds:F0} s");
            NetworkExport.Write(_folder, _shape, trained);
            Checkpoint.Save(_folder, _options, epoch + 1, network, average, optimizer);
            AfterPass?.Invoke(epoch + 1);
        }
        return result ?? Evaluation.Run(NetworkExport.Read(_folder, out NetworkShape _), samples.Validation);
    }

    private void TakeWeights(MeterNetwork network)
    {
        using MeterNetwork first = NetworkExport.Read(_options.From, out NetworkShape shape);
        if (shape.ToJson() != _shape.ToJson())
        {
            throw new InvalidDataException($"{_options.From}: is a network of another shape; give --shape the one that {NetworkExport.Architecture} describes");
        }
        network.load_state_dict(first.state_dict());
    }

    // Crops as they are, to measure the ranges of activations on.
    private IEnumerable<Tensor> Batches(SampleSet crops)
    {
        for (int start = 0; start + _options.Batch <= Math.Min(crops.Count, CalibrationCrops); start += _options.Batch)
        {
            yield return BatchBuilder.Plain(crops, start, _options.Batch);
        }
    }

    private AdamW MakeOptimizer(MeterNetwork network)
    {
        // Biases and norms aren't decayed.
        var decayed = new List<Parameter>();
        var others = new List<Parameter>();
        foreach ((string _, Parameter parameter) in network.named_parameters())
        {
            (parameter.dim() > 1 ? decayed : others).Add(parameter);
        }
        return optim.AdamW(
            new[]
            {
                new AdamW.ParamGroup(decayed, lr: _options.LearningRate, weight_decay: _options.WeightDecay),
                new AdamW.ParamGroup(others, lr: _options.LearningRate, weight_decay: 0),
            },
            _options.LearningRate);
    }

    private double Pass(int epoch, TrainingSamples samples, MeterNetwork network, AveragedWeights averages, AdamW optimizer, FakeQuantization? quantization)
    {
        // Everything random in a pass follows from the seed and its number, so that a resumed run is the same run.
        manual_seed(_options.Seed * 1000L + epoch + 1);
        var random = new SampleRandom((ulong)_options.Seed, (1UL << 40) + (ulong)epoch);
        SampleSet training = samples.Training;
        var losses = new TrainingLoss(_options, training, samples.Teacher);
        int[] order = Shuffled(training.Count, random);
        int steps = training.Count / _options.Batch;
        long total = (long)steps * _options.Epochs;
        double sum = 0;
        network.train();
        for (int step = 0; step < steps; step++)
        {
            using DisposeScope scope = NewDisposeScope();
            long done = (long)epoch * steps + step;
            SetLearningRate(optimizer, done, total);
            Tensor input = BatchBuilder.Varied(training, order, step * _options.Batch, _options.Batch, random);
            optimizer.zero_grad();
            quantization?.Round();
            Tensor loss = losses.Of(network.forward(input), order, step * _options.Batch);
            loss.backward();
            quantization?.Restore();
            optimizer.step();
            averages.Update(done);
            sum += loss.item<float>();
            if (step % 20 == 0)
            {
                _progress.Show($"pass {epoch + 1}/{_options.Epochs}, loss {sum / (step + 1):F3}", step, steps);
            }
        }
        return sum / steps;
    }

    private void SetLearningRate(AdamW optimizer, long step, long total)
    {
        double part = (double)step / total;
        double rate = part < WarmUp
            ? part / WarmUp
            : 0.5 * (1 + Math.Cos(Math.PI * (part - WarmUp) / (1 - WarmUp)));
        foreach (optim.ILearningRateController group in optimizer.ParamGroups)
        {
            group.LearningRate = _options.LearningRate * (0.002 + 0.998 * rate);
        }
    }

    private static int[] Shuffled(int count, SampleRandom random)
    {
        var order = new int[count];
        for (int i = 0; i < count; i++)
        {
            int other = random.Whole(0, i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }
}
