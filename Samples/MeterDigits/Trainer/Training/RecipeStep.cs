namespace Edge.MeterDigits.Trainer.Training;

/// <summary>One training of a <see cref="Recipe"/>.</summary>
/// <param name="Name">Folder of its network.</param>
/// <param name="Options">Its options; the first network and the teacher are names of trainings before it.</param>
/// <param name="LastPass">Pass after which it ends, where the schedule has more.</param>
internal sealed record RecipeStep(string Name, TrainingOptions Options, int LastPass)
{
    /// <summary>A training of all its passes.</summary>
    public RecipeStep(string name, TrainingOptions options)
        : this(name, options, options.Epochs)
    {
    }
}
