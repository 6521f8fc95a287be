using System;
using System.Collections.Generic;
using Edge.Firmware.Board;

namespace Edge.Tests.Desktop.Meters.Station;

/// <summary>The other end of a serial JPEG camera's line, by its protocol.</summary>
internal sealed class JpegCamera : IHostPort
{
    private readonly Queue<byte> _answers = new();

    /// <summary>The picture.</summary>
    public byte[] Jpeg { get; set; } = [];

    /// <summary>What it says the picture's length is.</summary>
    public int? Length { get; set; }

    /// <summary>Answers with this status.</summary>
    public byte Status { get; set; }

    /// <summary>Bytes after which it falls silent.</summary>
    public int SilentAfter { get; set; } = int.MaxValue;

    public bool IsGone { get; set; }

    /// <summary>Whether it goes on taking pictures.</summary>
    public bool IsLive { get; private set; } = true;

    public int Read(byte[] buffer)
    {
        if (IsGone)
        {
            return -1;
        }

        int count = 0;
        while (count < buffer.Length && _answers.Count > 0 && SilentAfter > 0)
        {
            buffer[count++] = _answers.Dequeue();
            SilentAfter--;
        }

        return count;
    }

    public bool Write(byte[] data, int count)
    {
        if (IsGone || data[0] != 0x56 || data[3] != count - 4)
        {
            return !IsGone;
        }

        byte command = data[2];
        switch (command)
        {
            case 0x36:
                IsLive = data[4] == 3;
                Answer(command, 0);
                break;
            case 0x34:
                Answer(command, 4);
                int length = Length ?? Jpeg.Length;
                Put((byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length);
                break;
            case 0x32:
                int offset = (data[6] << 24) | (data[7] << 16) | (data[8] << 8) | data[9];
                int part = (data[10] << 24) | (data[11] << 16) | (data[12] << 8) | data[13];
                Answer(command, 0);
                Put(Jpeg.AsSpan(offset, Math.Min(part, Jpeg.Length - offset)).ToArray());
                Answer(command, 0);
                break;
        }

        return true;
    }

    private void Answer(byte command, byte length) => Put(0x76, 0, command, Status, length);

    private void Put(params byte[] bytes)
    {
        foreach (byte one in bytes)
        {
            _answers.Enqueue(one);
        }
    }
}
