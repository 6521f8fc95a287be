using System;
using System.Collections.Generic;
using Edge.ModelTools.Devices;

namespace Edge.Tests.Desktop.Devices;

/// <summary>A serial line from which given pieces arrive, one for each read, and then nothing more.</summary>
internal sealed class PipeLine : ISerialLine
{
    private readonly Queue<byte[]> _pieces;

    public PipeLine(params byte[][] pieces)
    {
        _pieces = new Queue<byte[]>(pieces);
    }

    /// <summary>Thrown when the pieces are used up, instead of the end.</summary>
    public Exception? Failure { get; init; }

    public int Restarts { get; private set; }

    public bool IsClosed { get; private set; }

    public int Read(byte[] buffer, int timeoutMs)
    {
        if (_pieces.TryDequeue(out byte[]? piece))
        {
            piece.CopyTo(buffer, 0);
            return piece.Length;
        }

        return Failure is null ? -1 : throw Failure;
    }

    public void Write(byte[] bytes) => throw new NotSupportedException("nothing is written to this line");

    public void Restart() => Restarts++;

    public void Dispose() => IsClosed = true;
}
