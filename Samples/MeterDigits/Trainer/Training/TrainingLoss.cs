using System;
using System.Linq;
using Edge.MeterDigits.Generator;
using TorchSharp;
using static TorchSharp.torch;

namespace Edge.MeterDigits.Trainer.Training;

/// <summary>
/// What a step lowers: cross-entropy with the labels as people give them, and the difference from the teacher. A wheel between two digits
/// is "not readable" and lends a part of that to the two digits, so that the scores tell which they are. A teacher that
/// has learnt other labels is not listened to on those crops, nor where it is wrong.
/// </summary>
internal sealed class TrainingLoss
{
    private const int NotReadable = DigitSample.ClassCount - 1;
    private const float LeastShare = 0.25f; // of the digit that shows less, so that it still comes second

    private readonly TrainingOptions _options;
    private readonly SampleSet _crops;
    private readonly Teacher? _teacher;

    public TrainingLoss(TrainingOptions options, SampleSet crops, Teacher? teacher)
    {
        _options = options;
        _crops = crops;
        _teacher = teacher;
    }

    /// <summary>Probabilities that the network is to give for a label.</summary>
    /// <param name="label">0-9, or 10: not readable.</param>
    /// <param name="turned">Where the wheel stands, 3.4 between 3 and 4, or NaN.</param>
    /// <param name="turnedPart">Probability that goes to the two digits.</param>
    /// <param name="target">Receives [classes], all 0 before.</param>
    public static void PutTarget(int label, float turned, double turnedPart, Span<float> target)
    {
        target[label] = 1;
        if (label == NotReadable && !float.IsNaN(turned))
        {
            int lower = (int)turned % NotReadable;
            float upper = Math.Clamp(turned - MathF.Floor(turned), LeastShare, 1 - LeastShare);
            target[label] = (float)(1 - turnedPart);
            target[lower] = (float)turnedPart * (1 - upper);
            target[(lower + 1) % NotReadable] = (float)turnedPart * upper;
        }
    }

    /// <summary>Weighted mean loss of the crops <paramref name="order"/>[start..].</summary>
    /// <param name="logits">What the network says, [count, classes].</param>
    /// <param name="order">Indices of crops.</param>
    /// <param name="start">First index.</param>
    public Tensor Of(Tensor logits, int[] order, int start)
    {
        int count = (int)logits.shape[0];
        int classes = (int)logits.shape[1];
        var targets = new float[count * classes];
        var taught = new float[count];
        var weights = new float[count];
        for (int i = 0; i < count; i++)
        {
            int index = order[start + i];
            PutTarget(_crops.Labels[index], _crops.Turned[index], _options.TurnedPart, targets.AsSpan(i * classes, classes));
            bool isTaught = _options.IsTeacherTrusted || (_teacher != null && float.IsNaN(_crops.Turned[index]) && _teacher.Answer(index) == _crops.Labels[index]);
            weights[i] = float.IsNaN(_crops.Turned[index]) ? 1 : (float)_options.TurnedWeight;
            taught[i] = isTaught ? (float)_options.TeacherPart : 0;
        }
        Tensor target = tensor(targets, new long[] { count, classes });
        Tensor smooth = target * (1 - _options.LabelSmoothing) + _options.LabelSmoothing / classes;
        Tensor weight = tensor(weights) / weights.Sum();
        Tensor labelled = -(smooth * nn.functional.log_softmax(logits, 1)).sum(1);
        if (_teacher == null)
        {
            return (weight * labelled).sum();
        }
        Tensor part = tensor(taught);
        return (weight * ((1 - part) * labelled + part * Difference(logits, _teacher.Logits(order, start, count)))).sum();
    }

    // Kullback-Leibler divergence at the temperature, of each crop; the square keeps the gradients as large as the labels'.
    private Tensor Difference(Tensor logits, Tensor teacher)
    {
        double temperature = _options.Temperature;
        Tensor student = nn.functional.log_softmax(logits / temperature, 1);
        Tensor wanted = nn.functional.softmax(teacher / temperature, 1);
        return nn.functional.kl_div(student, wanted, log_target: false, reduction: nn.Reduction.None).sum(1) * (temperature * temperature);
    }
}
