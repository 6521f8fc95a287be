using System;

namespace Edge.ModelTools.Quantization;

/// <summary>
/// Rounds a row of weights for generated code: least (w - q s) C (w - q s)^T + price * instructions. Weights that matter little become 0
/// or take a magnitude that others have already; those rounded later make up for it, as in plain error feedback.
/// </summary>
internal sealed class ThriftyRounding
{
    private const int Highest = WeightQuantizer.Highest;
    private const int Rounds = 3;
    private const int Sweeps = 4;

    private readonly double[] _weights;
    private readonly double[] _covariance;
    private readonly double _scale;
    private readonly double _price;
    private readonly double[] _q;
    private readonly double[] _gradient; // C (w - q scale)
    private readonly int[] _uses = new int[Highest + 1]; // by magnitude
    private readonly int[] _levels = new int[Highest + 1]; // magnitudes in use, by odd part

    private ThriftyRounding(double[] weights, double scale, double[] covariance, Cholesky factor, double price)
    {
        _weights = weights;
        _covariance = covariance;
        _scale = scale;
        _price = price;
        _q = factor.RoundTo(weights, scale, (ideal, error) =>
        {
            double q = Best(ideal, error);
            Use(q, 1);
            return q;
        });
        _gradient = new double[weights.Length];
    }

    /// <summary>Rounds a row.</summary>
    /// <param name="weights">Wanted weights.</param>
    /// <param name="scale">Their scale.</param>
    /// <param name="covariance">C, [taps, taps].</param>
    /// <param name="factor">Its factor.</param>
    /// <param name="price">Squared error that is given for an instruction less.</param>
    /// <returns>Whole numbers.</returns>
    public static double[] Round(double[] weights, double scale, double[] covariance, Cholesky factor, double price) => Run(weights, scale, covariance, factor, price)._q;

    /// <summary>Rounds a row with the scale that is best: one with which the multiplier of its results is a power of two saves instructions, too.</summary>
    /// <param name="weights">Wanted weights.</param>
    /// <param name="scale">The scale that is best for accuracy; receives the one taken.</param>
    /// <param name="unit">The scale with which the multiplier is 1.</param>
    /// <param name="covariance">C, [taps, taps].</param>
    /// <param name="factor">Its factor.</param>
    /// <param name="price">Squared error that is given for an instruction less.</param>
    /// <returns>Whole numbers.</returns>
    public static double[] RoundScaled(double[] weights, ref double scale, double unit, double[] covariance, Cholesky factor, double price)
    {
        ThriftyRounding best = Run(weights, scale, covariance, factor, price);
        double least = best.Loss();
        double power = unit * Math.ScaleB(1, (int)Math.Floor(Math.Log2(scale / unit)));
        foreach (double candidate in (ReadOnlySpan<double>)[(float)power, (float)(2 * power)])
        {
            ThriftyRounding rounding = Run(weights, candidate, covariance, factor, price);
            double loss = rounding.Loss() - (price * CodeCost.Results);
            if (loss < least)
            {
                (best, least) = (rounding, loss);
            }
        }

        scale = best._scale;
        return best._q;
    }

    private static ThriftyRounding Run(double[] weights, double scale, double[] covariance, Cholesky factor, double price)
    {
        var rounding = new ThriftyRounding(weights, scale, covariance, factor, price);
        rounding.Improve();
        return rounding;
    }

    private double Loss()
    {
        double loss = _price * CodeCost.Instructions(_q);
        for (int i = 0; i < _q.Length; i++)
        {
            loss += (_weights[i] - (_q[i] * _scale)) * _gradient[i];
        }

        return loss;
    }

    private void Improve()
    {
        for (int i = 0; i < _q.Length; i++)
        {
            AddToGradient(i, _weights[i] - (_q[i] * _scale));
        }

        for (int round = 0; round < Rounds; round++)
        {
            bool isChanged = Merge();
            for (int sweep = 0; sweep < Sweeps && Sweep(); sweep++)
            {
                isChanged = true;
            }

            if (!isChanged)
            {
                break;
            }
        }
    }

    /// <summary>Moves one weight at a time to its best value given the others.</summary>
    private bool Sweep()
    {
        bool isChanged = false;
        for (int i = 0; i < _q.Length; i++)
        {
            Use(_q[i], -1);
            double variance = Variance(i);
            double better = Best(_q[i] + (_gradient[i] / (variance * _scale)), variance);
            Use(better, 1);
            isChanged |= better != _q[i];
            Move(i, better);
        }

        return isChanged;
    }

    /// <summary>Gives all weights of a magnitude another one that is in use, or 0, where that saves more than it costs: one by one they would not go.</summary>
    private bool Merge()
    {
        bool isChanged = false;
        for (int magnitude = 1; magnitude <= Highest; magnitude++)
        {
            if (_uses[magnitude] == 0)
            {
                continue;
            }

            int[] group = Array.FindAll(Indices(), i => Math.Abs(_q[i]) == magnitude);
            int best = magnitude;
            double least = 0;
            foreach (int target in (ReadOnlySpan<int>)[0, Neighbour(magnitude, -1), Neighbour(magnitude, 1)])
            {
                double change = ErrorOf(group, target - magnitude) - (_price * Saving(magnitude, target));
                if (change < least)
                {
                    (best, least) = (target, change);
                }
            }

            foreach (int i in best == magnitude ? [] : group)
            {
                double moved = Math.Sign(_q[i]) * best;
                Use(_q[i], -1);
                Use(moved, 1);
                Move(i, moved);
                isChanged = true;
            }
        }

        return isChanged;
    }

    private int[] Indices()
    {
        int[] indices = new int[_q.Length];
        for (int i = 0; i < indices.Length; i++)
        {
            indices[i] = i;
        }

        return indices;
    }

    /// <summary>The next magnitude in use, or the same when there is none.</summary>
    private int Neighbour(int magnitude, int direction)
    {
        for (int other = magnitude + direction; other is > 0 and <= Highest; other += direction)
        {
            if (_uses[other] > 0)
            {
                return other;
            }
        }

        return magnitude;
    }

    private double Saving(int magnitude, int target)
    {
        return target == magnitude ? 0 : CodeCost.FactorCost(magnitude, _levels[CodeCost.Odd(magnitude)] > 1) + (target == 0 ? CodeCost.Term * _uses[magnitude] : 0);
    }

    /// <summary>What the squared error grows by when magnitudes of a group change by so much.</summary>
    private double ErrorOf(int[] group, int change)
    {
        double error = 0;
        foreach (int i in group)
        {
            double moved = Math.Sign(_q[i]) * change * _scale;
            error -= 2 * moved * _gradient[i];
            foreach (int j in group)
            {
                error += moved * Math.Sign(_q[j]) * change * _scale * _covariance[(i * _q.Length) + j];
            }
        }

        return error;
    }

    /// <summary>The number with the least error and price, for a weight that is not counted among the others.</summary>
    /// <param name="ideal">What it would be if it had not to be whole.</param>
    /// <param name="variance">Squared error of being off by a weight of 1.</param>
    private double Best(double ideal, double variance)
    {
        double least = double.PositiveInfinity;
        int best = 0;
        double wanted = Math.Abs(ideal);
        for (int magnitude = 0; magnitude <= Highest; magnitude++)
        {
            double off = (wanted - magnitude) * _scale;
            double cost = magnitude == 0 ? 0 : CodeCost.Term + (_uses[magnitude] > 0 ? 0 : CodeCost.FactorCost(magnitude, _levels[CodeCost.Odd(magnitude)] > 0));
            double loss = (variance * off * off) + (_price * cost);
            if (loss < least)
            {
                (best, least) = (magnitude, loss);
            }
        }

        return ideal < 0 ? -best : best;
    }

    private double Variance(int i) => _covariance[(i * _q.Length) + i];

    private void Use(double q, int count)
    {
        int magnitude = (int)Math.Abs(q);
        if (magnitude == 0)
        {
            return;
        }

        int before = _uses[magnitude];
        _uses[magnitude] += count;
        _levels[CodeCost.Odd(magnitude)] += before == 0 ? 1 : _uses[magnitude] == 0 ? -1 : 0;
    }

    private void Move(int i, double q)
    {
        if (q != _q[i])
        {
            AddToGradient(i, (_q[i] - q) * _scale);
            _q[i] = q;
        }
    }

    private void AddToGradient(int i, double difference)
    {
        int start = i * _q.Length;
        for (int j = 0; j < _gradient.Length; j++)
        {
            _gradient[j] += _covariance[start + j] * difference;
        }
    }
}
