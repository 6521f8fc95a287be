namespace Edge.MeterDigits.Trainer.Training;

/// <summary>What decides the result of a training run, apart from the generator itself.</summary>
internal sealed record TrainingOptions
{
    /// <summary>Name in the catalogue of shapes, or a shape as text.</summary>
    public string Shape { get; init; } = "fine-wide";

    /// <summary>Rendered crops to train on.</summary>
    public int Samples { get; init; } = 160_000;

    /// <summary>Rendered crops to measure on after each pass.</summary>
    public int ValidationSamples { get; init; } = 4_000;

    /// <summary>Passes over the crops.</summary>
    public int Epochs { get; init; } = 6;

    /// <summary>Crops per step.</summary>
    public int Batch { get; init; } = 128;

    /// <summary>Largest learning rate of AdamW; rises over the first 5 % of the steps, then falls as a cosine.</summary>
    public double LearningRate { get; init; } = 4e-3;

    /// <summary>Decoupled weight decay.</summary>
    public double WeightDecay { get; init; } = 0.02;

    /// <summary>Probability moved from the right class to all classes alike.</summary>
    public double LabelSmoothing { get; init; } = 0.05;

    /// <summary>Folder of a trained network of the same shape whose weights are the first ones; empty: start from nothing.</summary>
    public string From { get; init; } = "";

    /// <summary>
    /// The network is the mean of the weights that it goes on from and of those it has come to: between the two lie networks that read other data
    /// better than either (Wortsman et al. 2022, arXiv:2109.01903).
    /// </summary>
    public bool IsMeanWithFirst { get; init; }

    /// <summary>Run with the rounding of int8 in the forward pass, so that the weights get used to it.</summary>
    public bool IsQuantized { get; init; }

    /// <summary>Probability that a wheel between two digits lends to these two, so that the scores tell which they are.</summary>
    public double TurnedPart { get; init; } = 0.2;

    /// <summary>
    /// Weight in the loss of a wheel between two digits; other crops weigh 1. As a part of its label goes to the two digits, an even weight draws
    /// the border to "not readable" too late, and a digit that is wrong costs more than one that is asked for again.
    /// </summary>
    public double TurnedWeight { get; init; } = 1;

    /// <summary>Folder of a trained network to learn from beside the labels; empty: none.</summary>
    public string Teacher { get; init; } = "";

    /// <summary>Part of the loss that is the difference from the teacher.</summary>
    public double TeacherPart { get; init; } = 0.7;

    /// <summary>
    /// The teacher has learnt from labels like these, so it is listened to on every crop: where it contradicts a label, the crop is one that people
    /// would argue about. Otherwise it counts only where it is right, and not on turned wheels.
    /// </summary>
    public bool IsTeacherTrusted { get; init; }

    /// <summary>Divides both logits before they are compared, so that the less likely classes count.</summary>
    public double Temperature { get; init; } = 2;

    /// <summary>Part of the pooled features dropped.</summary>
    public double Dropout { get; init; } = 0.1;

    /// <summary>Part of the averaged weights kept at each step.</summary>
    public double Averaging { get; init; } = 0.998;

    /// <summary>Seed of the crops, the initial weights, the order and the augmentation.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads that torch uses; results repeat for the same number.</summary>
    public int Threads { get; init; } = 2;
}
