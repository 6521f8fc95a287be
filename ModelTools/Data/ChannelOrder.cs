using System;

namespace Edge.ModelTools.Data;

/// <summary>Pictures are red first; a model that was trained on OpenCV's arrays takes blue first.</summary>
internal static class ChannelOrder
{
    /// <summary>Channels of a picture in colour.</summary>
    public const int Channels = 3;

    /// <summary>A copy of a sample with the first and the third channel of each pixel exchanged.</summary>
    /// <param name="bytes">[H, W, 3] elements.</param>
    /// <param name="elementBytes">Bytes of one element.</param>
    public static byte[] Exchange(byte[] bytes, int elementBytes)
    {
        var exchanged = new byte[bytes.Length];
        int pixelBytes = Channels * elementBytes;
        for (int pixel = 0; pixel < bytes.Length; pixel += pixelBytes)
        {
            for (int c = 0; c < Channels; c++)
            {
                Array.Copy(bytes, pixel + (c * elementBytes), exchanged, pixel + ((Channels - 1 - c) * elementBytes), elementBytes);
            }
        }

        return exchanged;
    }
}
