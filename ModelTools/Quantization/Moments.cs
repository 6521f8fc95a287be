using System;
using System.Numerics;

namespace Edge.ModelTools.Quantization;

/// <summary>Means and covariances of rows; products vectorised in float over short runs and summed in double.</summary>
internal static class Moments
{
    private const int Run = 64; // rows whose products are summed in float

    /// <summary>Mean of each column, which is subtracted from the rows.</summary>
    /// <param name="rows">[count, columns]; centred in place.</param>
    public static double[] Centre(float[] rows, int columns)
    {
        double[] means = new double[columns];
        int count = rows.Length / columns;
        for (int i = 0; i < rows.Length; i++)
        {
            means[i % columns] += rows[i];
        }

        for (int c = 0; c < columns; c++)
        {
            means[c] /= count;
        }

        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] -= (float)means[i % columns];
        }

        return means;
    }

    /// <summary>a^T b / count: [aColumns, bColumns].</summary>
    /// <param name="a">[count, aColumns].</param>
    /// <param name="b">[count, bColumns].</param>
    public static double[] Product(float[] a, int aColumns, float[] b, int bColumns)
    {
        int count = a.Length / aColumns;
        double[] sums = new double[aColumns * bColumns];
        float[] partial = new float[bColumns];
        for (int from = 0; from < count; from += Run)
        {
            int to = Math.Min(from + Run, count);
            for (int i = 0; i < aColumns; i++)
            {
                Array.Clear(partial);
                for (int row = from; row < to; row++)
                {
                    AddScaled(partial, b, row * bColumns, a[(row * aColumns) + i]);
                }

                int start = i * bColumns;
                for (int j = 0; j < bColumns; j++)
                {
                    sums[start + j] += partial[j];
                }
            }
        }

        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] /= count;
        }

        return sums;
    }

    private static void AddScaled(float[] target, float[] source, int start, float factor)
    {
        if (factor == 0)
        {
            return;
        }

        int j = 0;
        var factors = new Vector<float>(factor);
        for (; j <= target.Length - Vector<float>.Count; j += Vector<float>.Count)
        {
            (new Vector<float>(target, j) + (factors * new Vector<float>(source, start + j))).CopyTo(target, j);
        }

        for (; j < target.Length; j++)
        {
            target[j] += factor * source[start + j];
        }
    }
}
