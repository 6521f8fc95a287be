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
    private const string TeacherFile = "teacher.txt";

    /// <summary>Reads the crops, or renders and keeps them.</summary>
    /// <param name="runFolder">Folder of the run.</param>
    /// <param name="options">What to render, and the teacher to ask.</param>
    /// <param name="progress">Told what is done.</param>
    public static TrainingSamples Get(string runFolder, TrainingOptions options, ProgressLine progress)
    {
        string folder = Path.Combine(runFolder, Folder);
        string key = FormattableString.Invariant($"{options.Seed} {options.Samples} {options.ValidationSamples} {typeof(SampleRenderer).Module.ModuleVersionId}");
        string keyFile = Path.Combine(folder, KeyFile);
        if (File.Exists(keyFile) && File.ReadAllText(keyFile) == key)
        {
            return WithTeacher(folder, new TrainingSamples(SampleSet.Read(Path.Combine(folder, "training")), SampleSet.Read(Path.Combine(folder, "validation"))), options, progress);
        }
        TrainingSamples samples = TrainingSamples.Render(options, progress);
        Drop(runFolder);
        samples.Training.Write(Path.Combine(folder, "training"), "rendered by Samples/MeterDigits/Generator", "MIT");
        samples.Validation.Write(Path.Combine(folder, "validation"), "rendered by Samples/MeterDigits/Generator", "MIT");
        File.WriteAllText(keyFile, key); // last: without it the rest does not count
        return WithTeacher(folder, samples, options, progress);
    }

    /// <summary>Deletes the crops of a run that has ended.</summary>
    public static void Drop(string runFolder)
    {
        string folder = Path.Combine(runFolder, Folder);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Another teacher is asked about the crops that are there.
    private static TrainingSamples WithTeacher(string folder, TrainingSamples samples, TrainingOptions options, ProgressLine progress)
    {
        if (options.Teacher.Length == 0)
        {
            return samples;
        }
        string nameFile = Path.Combine(folder, TeacherFile);
        string logits = Path.Combine(folder, LogitsFile);
        if (File.Exists(nameFile) && File.ReadAllText(nameFile) == options.Teacher)
        {
            return samples with { Teacher = new Teacher(ReadFloats(logits), samples.Training.Count) };
        }
        File.Delete(nameFile);
        Teacher teacher = Teacher.Ask(options.Teacher, samples.Training, progress);
        File.WriteAllBytes(logits, MemoryMarshal.AsBytes(teacher.All).ToArray());
        File.WriteAllText(nameFile, options.Teacher);
        return samples with { Teacher = teacher };
    }

    private static float[] ReadFloats(string file) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(file)).ToArray();
}
