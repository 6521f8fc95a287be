using System;
using System.Numerics;

namespace Edge.ModelTools.Quantization;

/// <summary>Cholesky factor of a symmetric positive definite matrix, in double.</summary>
internal sealed class Cholesky
{
    private readonly double[][] _lower; // row i holds i + 1 values

    private Cholesky(double[][] lower)
    {
        _lower = lower;
    }

    /// <summary>Factors A = L L^T.</summary>
    /// <param name="matrix">[size, size], row-major; the lower triangle is read.</param>
    /// <returns>The factor, or null when the matrix is not positive definite.</returns>
    public static Cholesky? Factor(double[] matrix, int size)
    {
        double[][] lower = new double[size][];
        for (int i = 0; i < size; i++)
        {
            lower[i] = new double[i + 1];
            for (int j = 0; j <= i; j++)
            {
                double value = matrix[(i * size) + j] - Dot(lower[i], lower[j], j);
                if (i == j)
                {
                    if (!(value > 0))
                    {
                        return null;
                    }

                    lower[i][i] = Math.Sqrt(value);
                }
                else
                {
                    lower[i][j] = value / lower[j][j];
                }
            }
        }

        return new Cholesky(lower);
    }

    /// <summary>Solves A x = b in place.</summary>
    public void Solve(double[] b)
    {
        int size = _lower.Length;
        for (int i = 0; i < size; i++)
        {
            b[i] = (b[i] - Dot(_lower[i], b, i)) / _lower[i][i];
        }

        for (int i = size - 1; i >= 0; i--)
        {
            b[i] /= _lower[i][i];
            for (int j = 0; j < i; j++)
            {
                b[j] -= _lower[i][j] * b[i];
            }
        }
    }

    /// <summary>
    /// Whole numbers q with small (w - q scale)^T A (w - q scale): from the last to the first, each is rounded after it has taken over
    /// the error of those behind it (Babai's nearest plane).
    /// </summary>
    /// <param name="choose">The number that is taken for one wanted, which need not be whole, and for the squared error of being off by a weight of 1.</param>
    public double[] RoundTo(double[] weights, double scale, Func<double, double, double> choose)
    {
        int size = _lower.Length;
        double[] q = new double[size];
        double[] carried = new double[size]; // sum over i > j of L[i][j] * (w[i] - q[i] scale)
        for (int i = size - 1; i >= 0; i--)
        {
            double wanted = weights[i] + (carried[i] / _lower[i][i]);
            q[i] = choose(wanted / scale, _lower[i][i] * _lower[i][i]);
            double error = weights[i] - (q[i] * scale);
            double[] row = _lower[i];
            for (int j = 0; j < i; j++)
            {
                carried[j] += row[j] * error;
            }
        }

        return q;
    }

    private static double Dot(double[] a, double[] b, int count)
    {
        Vector<double> sums = default;
        int i = 0;
        for (; i <= count - Vector<double>.Count; i += Vector<double>.Count)
        {
            sums += new Vector<double>(a, i) * new Vector<double>(b, i);
        }

        double sum = Vector.Sum(sums);
        for (; i < count; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
