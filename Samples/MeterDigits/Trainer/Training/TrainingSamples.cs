using System;
using System.Diagnostics;
using System.IO;
using Edge.MeterDigits.Trainer.Architecture;

namespace Edge.MeterDigits.Trainer.Training;

/// <summary>Crops to train on and crops, of another seed, to measure on.</summary>
internal sealed record TrainingSamples(SampleSet Training, SampleSet Validation)
{
    private const ulong ValidationSeed = 0x56414C; // never used for training

    /// <summary>What the teacher says of the training crops, or null.</summary>
    public Teacher? Teacher { get; init; }

    /// <summary>Renders both; nobody has asked a teacher yet.</summary>
    /// <exception cref="InvalidDataException">There is no teacher where the options say.</exception>
    public static TrainingSamples Render(TrainingOptions options, ProgressLine progress)
    {
        if (options.Teacher.Length > 0)
        {
            Teacher.Require(options.Teacher);
        }
        var clock = Stopwatch.StartNew();
        SampleSet validation = RenderValidation(options.ValidationSamples, done => progress.Show("validation crops", done, options.ValidationSamples));
        SampleSet training = SampleSet.Render((ulong)options.Seed, options.Samples, done => progress.Show("training crops", done, options.Samples));
        progress.Say($"rendered {training.Count + validation.Count} crops in {clock.Elapsed.TotalSeconds:F0} s");
        return new TrainingSamples(training, validation);
    }

    /// <summary>The same for a network of this input.</summary>
    public TrainingSamples For(InputShape input) => this with { Training = Training.For(input), Validation = Validation.For(input) };

    /// <summary>Renders the crops to measure on.</summary>
    public static SampleSet RenderValidation(int count, Action<int> progress) => SampleSet.Render(ValidationSeed, count, progress);
}
