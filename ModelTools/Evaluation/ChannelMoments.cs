using System;

namespace Edge.ModelTools.Evaluation;

/// <summary>Moments of a channel's float values x and int8 values y, from which errors follow for any y = factor * x + offset.</summary>
internal sealed class ChannelMoments
{
    private double _sumX;
    private double _sumY;

    /// <summary>Values.</summary>
    public long Count { get; private set; }

    /// <summary>Smallest float value.</summary>
    public double MinX { get; private set; } = double.PositiveInfinity;

    /// <summary>Largest float value.</summary>
    public double MaxX { get; private set; } = double.NegativeInfinity;

    /// <summary>Sum of x * x.</summary>
    public double SumXX { get; private set; }

    /// <summary>Sum of x * y.</summary>
    public double SumXY { get; private set; }

    /// <summary>Sum of y * y.</summary>
    public double SumYY { get; private set; }

    /// <summary>Sum of squares of y - x.</summary>
    public double Error { get; private set; }

    /// <summary>The float values are all the same.</summary>
    public bool IsConstant => MaxX <= MinX;

    /// <summary>Sum of squares of the int8 values' differences to their mean.</summary>
    public double SpreadY => SumYY - (_sumY * _sumY / Count);

    /// <summary>Adds a value.</summary>
    public void Add(double x, double y)
    {
        Count++;
        MinX = Math.Min(MinX, x);
        MaxX = Math.Max(MaxX, x);
        _sumX += x;
        _sumY += y;
        SumXX += x * x;
        SumXY += x * y;
        SumYY += y * y;
        Error += (y - x) * (y - x);
    }

    /// <summary>Factor and offset with the least squared error; 1 and 0 where x does not vary or the factor is not positive.</summary>
    public (double Factor, double Offset) Fit()
    {
        double varianceX = SumXX - (_sumX * _sumX / Count);
        double factor = IsConstant || varianceX <= 0 ? 0 : (SumXY - (_sumX * _sumY / Count)) / varianceX;
        return factor > 0 ? (factor, (_sumY - (factor * _sumX)) / Count) : (1, 0);
    }

    /// <summary>Sum of squares of y - (factor * x + offset).</summary>
    public double ErrorOf(double factor, double offset)
    {
        double squares = SumYY + (factor * factor * SumXX) + (Count * offset * offset);
        double products = (-factor * SumXY) - (offset * _sumY) + (factor * offset * _sumX);
        return Math.Max(0, squares + (2 * products));
    }
}
