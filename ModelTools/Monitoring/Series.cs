using System;
using System.Collections.Generic;
using System.Linq;

namespace Edge.ModelTools.Monitoring;

/// <summary>Values of one quantity and what is usually said of them.</summary>
internal sealed class Series
{
    private readonly List<double> _values = [];

    /// <summary>The values in their order.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <summary>Number of values.</summary>
    public int Count => _values.Count;

    /// <summary>Smallest.</summary>
    public double Minimum => _values.Min();

    /// <summary>Largest.</summary>
    public double Maximum => _values.Max();

    /// <summary>Mean.</summary>
    public double Mean => _values.Average();

    /// <summary>Middle one, or the mean of the two in the middle.</summary>
    public double Median
    {
        get
        {
            double[] sorted = [.. _values.Order()];
            int middle = sorted.Length / 2;
            return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
    }

    /// <summary>Standard deviation of the sample; 0 for a single value.</summary>
    public double Deviation
    {
        get
        {
            double mean = Mean;
            return Count < 2 ? 0 : Math.Sqrt(_values.Sum(value => (value - mean) * (value - mean)) / (Count - 1));
        }
    }

    /// <summary>Adds a value that is known.</summary>
    public void Add(double? value)
    {
        if (value is double known)
        {
            _values.Add(known);
        }
    }
}
