using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Data;

namespace Edge.ModelTools.Evaluation;

/// <summary>What a model says of every sample of a data set; filled by several threads.</summary>
internal sealed class Predictions
{
    private const int TopCount = 5;

    private readonly Dataset _dataset;
    private readonly bool _isLabelled;
    private readonly int[] _best;
    private readonly int[] _ranks; // classes in front of the label's

    /// <summary>Makes room for a data set.</summary>
    /// <param name="isLabelled">Its labels are to be used.</param>
    public Predictions(Dataset dataset, bool isLabelled)
    {
        _dataset = dataset;
        _isLabelled = isLabelled;
        _best = new int[dataset.Count];
        _ranks = new int[dataset.Count];
    }

    /// <summary>Samples per second, reading them included.</summary>
    public double SamplesPerSecond { get; set; }

    /// <summary>Takes the scores of a sample.</summary>
    public void Set<T>(int index, ReadOnlySpan<T> scores)
        where T : IComparable<T>
    {
        int best = 0;
        for (int i = 1; i < scores.Length; i++)
        {
            best = scores[i].CompareTo(scores[best]) > 0 ? i : best;
        }

        _best[index] = best;
        _ranks[index] = _isLabelled ? Rank(scores, _dataset.Label(index)) : 0;
    }

    /// <summary>Scores the predictions; null without labels.</summary>
    public Accuracy? Score()
    {
        if (!_isLabelled)
        {
            return null;
        }

        int top1 = 0;
        int top5 = 0;
        foreach (int rank in _ranks)
        {
            top1 += rank == 0 ? 1 : 0;
            top5 += rank < TopCount ? 1 : 0;
        }

        return new Accuracy(_ranks.Length, top1, top5);
    }

    /// <summary>How often each class was taken for each, [label][prediction]; null without labels.</summary>
    public int[][]? Confuse(int classes)
    {
        if (!_isLabelled)
        {
            return null;
        }

        int[][] confusion = [.. Enumerable.Range(0, classes).Select(_ => new int[classes])];
        for (int i = 0; i < _best.Length; i++)
        {
            confusion[_dataset.Label(i)][_best[i]]++;
        }

        return confusion;
    }

    /// <summary>The samples that are taken for something else than their label, in their order; empty without labels.</summary>
    public IReadOnlyList<Misreading> Misread()
    {
        return _isLabelled
            ? [.. Enumerable.Range(0, _best.Length).Where(i => _best[i] != _dataset.Label(i)).Select(i => new Misreading(i, _dataset.Label(i), _best[i]))]
            : [];
    }

    /// <summary>Samples of which another model says the same.</summary>
    public int CountAgreeing(Predictions other)
    {
        int agreeing = 0;
        for (int i = 0; i < _best.Length; i++)
        {
            agreeing += _best[i] == other._best[i] ? 1 : 0;
        }

        return agreeing;
    }

    private static int Rank<T>(ReadOnlySpan<T> scores, int label)
        where T : IComparable<T>
    {
        int before = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            int order = scores[i].CompareTo(scores[label]);
            before += order > 0 || (order == 0 && i < label) ? 1 : 0;
        }

        return before;
    }
}
