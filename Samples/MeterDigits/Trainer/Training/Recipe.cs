using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Edge.MeterDigits.Trainer.Training;

/// <summary>
/// How the networks of the sample were trained, from nothing: trainings one after the other, each of which may go on from one before and learn
/// from another. Interrupted at any moment, the same recipe in the same folder goes on after the last finished pass.
/// </summary>
internal static class Recipe
{
    private const string LargeShape = "32x20x3 | 3/1/9/relu | c3.2.24.24.12.relu c3.1.24.24.12.relu c3.2.36.36.12.relu c3.1.36.36.12.relu c3.2.54.54.18.relu | 0/64/relu/flat";
    private const string SmallShape = "32x20x3 | 3/2/12/relu | c3.2.24.24.12.relu c3.1.24.24.12.relu c3.2.72.72.18.relu | 0/48/relu/flat";
    private const string Base = "meter_digits_base";
    private const string Teacher = "meter_digits_teacher";
    private const string Large = "meter_digits_large";

    // The first dense one was stopped after 23 of its 30 passes; the others go on with crops of their own. They learn from MBConv blocks, which went on from what they were.
    private static readonly RecipeStep[] s_large =
    [
        new(Base, new TrainingOptions()),
        new(Teacher, new TrainingOptions { Samples = 180_000, Seed = 2, Epochs = 4, LearningRate = 0.0015, Threads = 1, From = Base, Teacher = Base }),
        new("large_1", new TrainingOptions { Shape = LargeShape, Samples = 180_000, Seed = 3, Epochs = 30, Threads = 1, TurnedWeight = 1.7, Teacher = Teacher }, 23),
        new("large_2", new TrainingOptions { Shape = LargeShape, Samples = 120_000, Seed = 7, Epochs = 5, LearningRate = 0.0015, Threads = 1, TurnedWeight = 1.1, Teacher = Teacher, From = "large_1" }),
        new("large_3", new TrainingOptions { Shape = LargeShape, Samples = 120_000, Seed = 8, Epochs = 7, LearningRate = 0.0015, Threads = 1, TurnedWeight = 1.1, Teacher = Teacher, From = "large_2" }),
        new(Large, new TrainingOptions { Shape = LargeShape, Samples = 120_000, Seed = 9, Epochs = 6, LearningRate = 0.001, Threads = 1, TurnedWeight = 1.1, Teacher = Teacher, From = "large_3" }),
    ];

    private static readonly RecipeStep[] s_small =
    [
        .. s_large,
        new("small", new TrainingOptions { Shape = SmallShape, Samples = 240_000, Seed = 11, Epochs = 30, Threads = 1, TurnedWeight = 1.4, Averaging = 0.9995, Teacher = Large }),
        new("meter_digits", new TrainingOptions
        {
            Shape = SmallShape, Samples = 240_000, Seed = 14, Epochs = 8, LearningRate = 0.002, Threads = 1, TurnedWeight = 1.1, Averaging = 0.9995, Teacher = Large, From = "small",
            IsMeanWithFirst = true,
        }),
    ];

    /// <summary>The recipes; the last training of each makes the network that gives it its name.</summary>
    public static IReadOnlyList<IReadOnlyList<RecipeStep>> All { get; } = [s_small, s_large];

    /// <summary>The trainings that make a network.</summary>
    /// <exception cref="InvalidDataException">There is no recipe of that name.</exception>
    public static IReadOnlyList<RecipeStep> Of(string network)
    {
        return All.FirstOrDefault(recipe => recipe[^1].Name == network)
            ?? throw new InvalidDataException($"there is no recipe of '{network}'; take {string.Join(" or ", All.Select(recipe => recipe[^1].Name))}");
    }

    /// <summary>Trains what is not trained yet, each in a folder of its own.</summary>
    /// <param name="recipe">The trainings.</param>
    /// <param name="folder">Where their folders are.</param>
    /// <param name="progress">Told what is done.</param>
    /// <param name="afterPass">Told the number of each finished pass, or null.</param>
    public static void Run(IReadOnlyList<RecipeStep> recipe, string folder, ProgressLine progress, Action<int>? afterPass = null)
    {
        foreach ((int index, RecipeStep step) in recipe.Index())
        {
            string run = Path.Combine(folder, step.Name);
            if (Checkpoint.PassesDone(run) < step.LastPass)
            {
                progress.Say($"{step.Name}, training {index + 1} of {recipe.Count}");
                TrainingOptions options = step.Options with { From = Within(folder, step.Options.From), Teacher = Within(folder, step.Options.Teacher) };
                new TrainingRun(options, run, progress) { LastPass = step.LastPass, AfterPass = afterPass }.Run();
            }

            // Hundreds of megabytes that nothing needs any more.
            SampleCache.Drop(run);
        }
    }

    private static string Within(string folder, string name) => name.Length == 0 ? "" : Path.Combine(folder, name);
}
