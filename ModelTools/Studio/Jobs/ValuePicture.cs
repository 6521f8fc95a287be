using System;
using System.Linq;
using Edge.ModelTools.Reporting;

namespace Edge.ModelTools.Studio.Jobs;

/// <summary>Numbers over an area as a picture that lies in the page.</summary>
internal static class ValuePicture
{
    private const int MostPixels = 1 << 20;

    /// <summary>Draws the mean over the channels, stretched from the darkest to the lightest.</summary>
    /// <param name="values">[H, W, C].</param>
    /// <returns>An address that holds the picture; null for what has no area.</returns>
    public static string? OfMean(sbyte[] values, int height, int width, int channels)
    {
        if (height * width is < 2 or > MostPixels)
        {
            return null;
        }

        int[] sums = new int[height * width];
        for (int i = 0; i < sums.Length * channels; i++)
        {
            sums[i / channels] += values[i];
        }

        int low = sums.Min();
        double range = Math.Max(sums.Max() - low, 1);
        return PictureAddress.Of([.. sums.Select(sum => (byte)Math.Round((sum - low) / range * 255))], height, width);
    }

    /// <summary>Draws an input of one or three channels as it lies in the int8 range.</summary>
    /// <param name="values">[H, W, C].</param>
    /// <returns>An address that holds the picture; null for what is none.</returns>
    public static string? OfInput(sbyte[] values, int height, int width, int channels)
    {
        return height * width is < 2 or > MostPixels || channels is not (1 or 3)
            ? null
            : PictureAddress.Of([.. values.Select(value => (byte)(value + 128))], height, width);
    }
}
