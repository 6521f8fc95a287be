using System;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Data;

/// <summary>
/// How files hold samples beside the graph's [H, W, C]. Arrays may have the channels first or last; dimensions of 1 may be left out.
/// The shape tells both apart, and only where both fit and differ somebody has to say what is meant.
/// </summary>
/// <param name="IsModelChannelsFirst">The source model's own layout has the channels first.</param>
/// <param name="IsChannelsFirst">What the user says; null leaves it to the shape.</param>
internal sealed record SampleLayout(bool IsModelChannelsFirst, bool? IsChannelsFirst = null)
{
    /// <summary>Channels last, or whatever the shape says.</summary>
    public static SampleLayout Default { get; } = new(false);

    /// <summary>Whether samples of a shape have their channels first; null when they are no samples of the input.</summary>
    /// <param name="path">The file, for the message.</param>
    /// <param name="shape">Shape of a sample, without the batch.</param>
    /// <param name="input">Shape of the model's input, channels last, without the batch.</param>
    /// <exception cref="EdgeException"><see cref="DiagnosticId.LayoutAmbiguous"/>: both layouts fit.</exception>
    public bool? Find(string path, int[] shape, int[] input)
    {
        int[] given = WithoutOnes(shape);
        bool fitsLast = given.AsSpan().SequenceEqual(WithoutOnes(input)) || (input.Length == 1 && ShapeText.Count(shape) == input[0]);
        bool fitsFirst = input.Length > 1 && given.AsSpan().SequenceEqual(WithoutOnes([input[^1], .. input[..^1]]));
        if (IsChannelsFirst is bool asked)
        {
            return asked ? fitsFirst ? true : null : fitsLast ? false : null;
        }

        if (fitsLast && fitsFirst)
        {
            // With one channel or one pixel there is only one order of the values.
            bool isSame = input[^1] == 1 || input[^1] == ShapeText.Count(input);
            return isSame || !IsModelChannelsFirst ? false : throw new EdgeException(
                DiagnosticId.LayoutAmbiguous,
                path,
                $"samples of {ShapeText.Of(shape)} fit the model's input with the channels first and with the channels last",
                "say which it is with --layout nchw or --layout nhwc");
        }

        return fitsFirst ? true : fitsLast ? false : null;
    }

    /// <summary>[C, pixels] to [pixels, C].</summary>
    /// <param name="data">Elements of one sample.</param>
    /// <param name="elementBytes">Bytes of an element.</param>
    /// <param name="channels">Number of channels.</param>
    public static byte[] ToChannelsLast(ReadOnlySpan<byte> data, int elementBytes, int channels)
    {
        var result = new byte[data.Length];
        int pixels = data.Length / elementBytes / channels;
        for (int c = 0; c < channels; c++)
        {
            for (int pixel = 0; pixel < pixels; pixel++)
            {
                data.Slice(((c * pixels) + pixel) * elementBytes, elementBytes).CopyTo(result.AsSpan(((pixel * channels) + c) * elementBytes));
            }
        }

        return result;
    }

    private static int[] WithoutOnes(int[] shape) => Array.FindAll(shape, dimension => dimension != 1);
}
