using System;
using System.Collections.Generic;
using System.Text;
using Edge.Firmware.Board;

namespace Edge.Tests.Desktop.Firmware;

/// <summary>A serial port whose other end is a test.</summary>
internal sealed class FakeHostPort : IHostPort
{
    private readonly Queue<byte> _toBoard = new();
    private readonly StringBuilder _fromBoard = new();

    public bool IsBroken { get; set; }

    public string Sent => _fromBoard.ToString();

    public void Send(string text)
    {
        foreach (byte one in Encoding.ASCII.GetBytes(text))
        {
            _toBoard.Enqueue(one);
        }
    }

    public int Read(byte[] buffer)
    {
        if (IsBroken)
        {
            return -1;
        }

        int count = Math.Min(buffer.Length, _toBoard.Count);
        for (int i = 0; i < count; i++)
        {
            buffer[i] = _toBoard.Dequeue();
        }

        return count;
    }

    public bool Write(byte[] data, int count)
    {
        _fromBoard.Append(Encoding.ASCII.GetString(data, 0, count));
        return !IsBroken;
    }
}
