using System;

namespace Edge.ModelTools.Data;

/// <summary>
/// How stored values become the real values a float model was trained on: real = Scale[c] * x + Offset[c].
/// </summary>
/// <param name="Scale">One factor for each channel (the last dimension of a sample), or one for all.</param>
/// <param name="Offset">Same length as <paramref name="Scale"/>.</param>
internal sealed record Normalisation(float[] Scale, float[] Offset)
{
    /// <summary>The stored values are the real values.</summary>
    public static Normalisation Identity { get; } = new([1f], [0f]);

    /// <summary>Bytes to -1..1: x / 127.5 - 1, the convention of the MobileNet family.</summary>
    public static Normalisation MinusOneToOne { get; } = new([1f / 127.5f], [-1f]);

    /// <summary>Bytes to 0..1: x / 255.</summary>
    public static Normalisation ZeroToOne { get; } = new([1f / 255f], [0f]);

    /// <summary>Bytes to zero mean and unit variance of ImageNet's channels (the convention of torchvision).</summary>
    public static Normalisation ImageNet { get; } = new(
        [1f / (255f * 0.229f), 1f / (255f * 0.224f), 1f / (255f * 0.225f)],
        [-0.485f / 0.229f, -0.456f / 0.224f, -0.406f / 0.225f]);

    /// <summary>The same for a model that takes blue first: scale and offset of red belong to its last channel.</summary>
    public Normalisation BlueFirst => Scale.Length == ChannelOrder.Channels ? new([Scale[2], Scale[1], Scale[0]], [Offset[2], Offset[1], Offset[0]]) : this;

    /// <summary>Real value of the stored value <paramref name="x"/> in channel <paramref name="channel"/>.</summary>
    public float Apply(float x, int channel)
    {
        int index = Scale.Length == 1 ? 0 : channel;
        return (Scale[index] * x) + Offset[index];
    }

    /// <summary>Stored value of a real value.</summary>
    public float Invert(float real, int channel)
    {
        int index = Scale.Length == 1 ? 0 : channel;
        return (real - Offset[index]) / Scale[index];
    }

    /// <summary>Applies the normalisation to a whole sample.</summary>
    /// <param name="stored">Values with the channel as the last dimension.</param>
    /// <param name="channels">Number of channels.</param>
    /// <param name="real">Receives as many real values.</param>
    public void Apply(ReadOnlySpan<float> stored, int channels, Span<float> real)
    {
        for (int i = 0; i < stored.Length; i++)
        {
            real[i] = Apply(stored[i], i % channels);
        }
    }
}
