using System;
using System.IO;
using System.Runtime.InteropServices;
using Edge.MeterDigits.Generator;

namespace Edge.MeterDigits.Trainer.Training;

/// <summary>
/// Rendered crops and the teacher's answers in the folder of a run or search, so that one that goes on need not render again.
/// Crops of other options, or of another build of the generator, do not count.
/// </summary>
internal static class SampleCache
{
    private const string Folder = "crops";
    private const string KeyFile = "key.txt";
    private const string LogitsFile = "teacher.bin";

    /// <summary>Reads the crops, or renders and keeps them.</summary>
    /// <param name="runFolder">Folder of the run.</param>
    /// <param name="options">What to render, and the teacher to ask.</param>
    /// <param name="progress">Told what is done.</param>
    public static TrainingSamples Get(string runFolder, TrainingOptions options, ProgressLine progress)
    {
        string folder = Path.Combine(runFolder, Folder);
        string key = FormattableString.Invariant($"{options.Seed} {options.Samples} {options.ValidationSamples} {options.Teacher} {typeof(SampleRenderer).Module.ModuleVersionId}");
        string keyFile = Path.Combine(folder, KeyFile);
        if (File.Exists(keyFile) && File.ReadAllText(keyFile) == key)
        {
            var kept = new TrainingSamples(SampleSet.Read(Path.Combine(folder, "training")), SampleSet.Read(Path.Combine(folder, "validation")));
            return options.Teacher.Length == 0 ? kept : kept with { Teacher = new Teacher(ReadFloats(Path.Combine(folder, LogitsFile)), kept.Training.Count) };
        }
        TrainingSamples samples = TrainingSamples.Render(options, progress);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
        samples.Training.Write(Path.Combine(folder, "training"), "rendered by Samples/MeterDigits/Generator", "MIT");
        samples.Validation.Write(Path.Combine(folder, "validation"), "rendered by Samples/MeterDigits/Generator", "MIT");
        if (samples.Teacher is Teacher teacher)
        {
            File.WriteAllBytes(Path.Combine(folder, LogitsFile), MemoryMarshal.AsBytes(teacher.All).ToArray());
        }
        File.WriteAllText(keyFile, key); // last: without it the rest does not count
        return samples;
    }

    private static float[] ReadFloats(string file) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(file)).ToArray();
}
