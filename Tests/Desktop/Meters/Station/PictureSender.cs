using System;
using System.Collections.Generic;
using Edge.Firmware.Board;

namespace Edge.Tests.Desktop.Meters.Station;

/// <summary>The other end of a line on which raw pictures are asked for.</summary>
internal sealed class PictureSender : IHostPort
{
    private readonly Queue<byte> _bytes = new();

    /// <summary>What it sends when it is asked.</summary>
    public byte[] Message { get; set; } = [];

    public bool IsGone { get; set; }

    public int Read(byte[] buffer)
    {
        if (IsGone)
        {
            return -1;
        }

        int count = Math.Min(buffer.Length, _bytes.Count);
        for (int i = 0; i < count; i++)
        {
            buffer[i] = _bytes.Dequeue();
        }

        return count;
    }

    public bool Write(byte[] data, int count)
    {
        foreach (byte one in Message)
        {
            _bytes.Enqueue(one);
        }

        return !IsGone;
    }

    /// <summary>A message by the protocol.</summary>
    public static byte[] Of(int width, int height, byte format, byte[] pixels)
    {
        int crc = Edge.MeterStation.ByteCrc.Compute(pixels, 0, pixels.Length);
        return
        [
            (byte)'E', (byte)'F', (byte)'R', (byte)'1', (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), format, 0,
            .. pixels, (byte)crc, (byte)(crc >> 8),
        ];
    }
}
