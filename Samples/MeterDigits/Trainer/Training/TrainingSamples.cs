using System;
using System.Diagnostics;

namespace Edge.MeterDigits.Trainer.Training;

/// <summary>Crops to train on and crops, of another seed, to measure on.</summary>
internal sealed record TrainingSamples(SampleSet Training, SampleSet Validation)
{
    private const ulong ValidationSeed = 0x56414C; // never used for training

    /// <summary>Renders both.</summary>
    public static TrainingSamples Render(TrainingOptions options, ProgressLine progress)
    {
        var clock = Stopwatch.StartNew();
        SampleSet validation = RenderValidation(options.ValidationSamples, done => progress.Show("validation crops", done, options.ValidationSamples));
        SampleSet training = SampleSet.Render((ulong)options.Seed, options.Samples, done => progress.Show("training crops", done, options.Samples));
        progress.Say($"rendered {training.Count + validation.Count} crops in {clock.Elapsed.TotalSeconds:F0} s");
        return new TrainingSamples(training, validation);
    }

    /// <summary>Renders the crops to measure on.</summary>
    public static SampleSet RenderValidation(int count, Action<int> progress) => SampleSet.Render(ValidationSeed, count, progress);
}
