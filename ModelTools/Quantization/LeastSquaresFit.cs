using System;

namespace Edge.ModelTools.Quantization;

/// <summary>
/// Ridge regression of a layer's float output on its quantized input, shrunk towards the float weights: W* = W + (B - W C)(C + D)^-1
/// with C the covariance of the input, B the cross-covariance and D the ridge times C's diagonal. The ridge is the one that predicts
/// the last quarter of the rows best from the first three; where none beats the float weights, they stay.
/// </summary>
internal static class LeastSquaresFit
{
    private const double Floor = 1e-9;
    private const double WorthIt = 0.98; // of the error with the float weights

    private static readonly double[] s_ridges = [0.01, 0.1, 1, 10];

    /// <summary>Fits weights.</summary>
    /// <param name="x">Inputs, [count, taps], centred; rows of one sample stand together.</param>
    /// <param name="y">Outputs, [count, rows], centred.</param>
    /// <param name="weights">Float weights, [rows, taps].</param>
    /// <returns>New weights [rows, taps], or null when the float weights are as good.</returns>
    public static double[]? Find(float[] x, float[] y, double[] weights, int taps, int rows)
    {
        int count = x.Length / taps;
        int train = count * 3 / 4;
        if (train < 16)
        {
            return null;
        }

        var first = new Part(x.AsSpan(0, train * taps).ToArray(), y.AsSpan(0, train * rows).ToArray(), weights, taps, rows);
        var last = new Part(x.AsSpan(train * taps).ToArray(), y.AsSpan(train * rows).ToArray(), weights, taps, rows);
        double least = WorthIt * last.Error(null);
        double best = 0;
        foreach (double ridge in s_ridges)
        {
            double error = last.Error(first.Change(ridge));
            if (error < least)
            {
                least = error;
                best = ridge;
            }
        }

        if (best == 0 || new Part(x, y, weights, taps, rows).Change(best) is not { } change)
        {
            return null;
        }

        for (int i = 0; i < change.Length; i++)
        {
            change[i] += weights[i];
        }

        return change;
    }

    /// <summary>Adds ridge * diagonal (and a little more, for inputs that never change) to a covariance.</summary>
    public static void AddRidge(double[] covariance, int taps, double ridge)
    {
        double mean = 0;
        for (int i = 0; i < taps; i++)
        {
            mean += covariance[(i * taps) + i] / taps;
        }

        for (int i = 0; i < taps; i++)
        {
            covariance[(i * taps) + i] += (ridge * covariance[(i * taps) + i]) + (Floor * mean);
        }
    }

    /// <summary>Moments of some of the rows.</summary>
    private sealed class Part
    {
        private readonly int _taps;
        private readonly int _rows;
        private readonly double[] _covariance; // of x
        private readonly double[] _residual; // covariance of y - W x with x, [rows, taps]
        private readonly double _energy; // of y - W x

        public Part(float[] x, float[] y, double[] weights, int taps, int rows)
        {
            _taps = taps;
            _rows = rows;
            float[] residual = Residual(x, y, weights, taps, rows);
            _covariance = Moments.Product(x, taps, x, taps);
            _residual = Moments.Product(residual, rows, x, taps);
            foreach (float value in residual)
            {
                _energy += (double)value * value / (residual.Length / rows);
            }
        }

        /// <summary>The change of the weights that this part asks for, or null when it cannot be computed.</summary>
        public double[]? Change(double ridge)
        {
            double[] matrix = [.. _covariance];
            AddRidge(matrix, _taps, ridge);
            if (Cholesky.Factor(matrix, _taps) is not { } factor)
            {
                return null;
            }

            double[] change = [.. _residual];
            double[] row = new double[_taps];
            for (int i = 0; i < _rows; i++)
            {
                Array.Copy(change, i * _taps, row, 0, _taps);
                factor.Solve(row);
                row.CopyTo(change, i * _taps);
            }

            return change;
        }

        /// <summary>Mean squared error of this part when the weights are changed.</summary>
        public double Error(double[]? change)
        {
            if (change is null)
            {
                return _energy;
            }

            double error = _energy;
            for (int i = 0; i < _rows; i++)
            {
                int start = i * _taps;
                for (int a = 0; a < _taps; a++)
                {
                    double product = 0;
                    for (int b = 0; b < _taps; b++)
                    {
                        product += _covariance[(a * _taps) + b] * change[start + b];
                    }

                    error += change[start + a] * (product - (2 * _residual[start + a]));
                }
            }

            return error;
        }

        private static float[] Residual(float[] x, float[] y, double[] weights, int taps, int rows)
        {
            float[] residual = new float[y.Length];
            for (int i = 0; i < y.Length; i++)
            {
                int start = i / rows * taps;
                int row = i % rows * taps;
                double sum = y[i];
                for (int tap = 0; tap < taps; tap++)
                {
                    sum -= weights[row + tap] * x[start + tap];
                }

                residual[i] = (float)sum;
            }

            return residual;
        }
    }
}
