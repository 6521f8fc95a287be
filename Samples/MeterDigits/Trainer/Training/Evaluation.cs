using System;
using Edge.MeterDigits.Generator;
using TorchSharp;
using static TorchSharp.torch;

namespace Edge.MeterDigits.Trainer.Training;

/// <summary>How a network does on labelled crops.</summary>
internal sealed class Evaluation
{
    private const int Batch = 256;
    private const int NotReadable = DigitSample.ClassCount - 1;

    private Evaluation(int[] predictions, float[] confidences, int[,] confusion)
    {
        Predictions = predictions;
        Confidences = confidences;
        Confusion = confusion;
    }

    /// <summary>Class of each crop.</summary>
    public int[] Predictions { get; }

    /// <summary>Softmax of that class.</summary>
    public float[] Confidences { get; }

    /// <summary>Counts, [label, prediction].</summary>
    public int[,] Confusion { get; }

    /// <summary>Part of all crops that was right.</summary>
    public double Accuracy => Part(0, NotReadable);

    /// <summary>Part of the crops with a digit that was right.</summary>
    public double ReadableAccuracy => Part(0, NotReadable - 1);

    /// <summary>Part of the crops without a digit that was right.</summary>
    public double NotReadableAccuracy => Part(NotReadable, NotReadable);

    /// <summary>Runs the network, in evaluation mode, over the whole set.</summary>
    public static Evaluation Run(nn.Module<Tensor, Tensor> network, SampleSet set)
    {
        bool wasTraining = network.training;
        network.eval();
        using IDisposable noGradient = no_grad();
        var predictions = new int[set.Count];
        var confidences = new float[set.Count];
        var confusion = new int[DigitSample.ClassCount, DigitSample.ClassCount];
        for (int start = 0; start < set.Count; start += Batch)
        {
            using DisposeScope scope = NewDisposeScope();
            int count = Math.Min(Batch, set.Count - start);
            Tensor probabilities = nn.functional.softmax(network.forward(BatchBuilder.Plain(set, start, count)), 1);
            (Tensor best, Tensor index) = probabilities.max(1);
            for (int i = 0; i < count; i++)
            {
                predictions[start + i] = (int)index[i].item<long>();
                confidences[start + i] = best[i].item<float>();
                confusion[set.Labels[start + i], predictions[start + i]]++;
            }
        }
        network.train(wasTraining);
        return new Evaluation(predictions, confidences, confusion);
    }

    private double Part(int firstLabel, int lastLabel)
    {
        int right = 0;
        int all = 0;
        for (int label = firstLabel; label <= lastLabel; label++)
        {
            right += Confusion[label, label];
            for (int prediction = 0; prediction < DigitSample.ClassCount; prediction++)
            {
                all += Confusion[label, prediction];
            }
        }
        return all == 0 ? double.NaN : (double)right / all;
    }
}
