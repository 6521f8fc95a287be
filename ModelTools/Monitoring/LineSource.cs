using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using Edge.ModelTools.Devices;

namespace Edge.ModelTools.Monitoring;

/// <summary>Lines of a log, from a saved file or from a board.</summary>
internal static class LineSource
{
    private const int PollMs = 200;
    private const int BufferBytes = 4096;

    /// <summary>Lines of a stream to its end.</summary>
    public static IEnumerable<string> FromStream(Stream stream)
    {
        var splitter = new LineSplitter();
        byte[] buffer = new byte[BufferBytes];
        int count;
        while ((count = stream.Read(buffer, 0, buffer.Length)) > 0)
        {
            foreach (string line in splitter.Add(buffer.AsSpan(0, count)))
            {
                yield return line;
            }
        }

        if (splitter.Rest() is string rest)
        {
            yield return rest;
        }
    }

    /// <summary>Lines of a port until it ends or the user stops.</summary>
    /// <param name="line">The port.</param>
    /// <param name="save">Receives every byte, or null.</param>
    /// <param name="stop">Ends the reading.</param>
    public static IEnumerable<string> FromPort(ISerialLine line, Stream? save, CancellationToken stop)
    {
        var splitter = new LineSplitter();
        byte[] buffer = new byte[BufferBytes];
        while (!stop.IsCancellationRequested)
        {
            int count = line.Read(buffer, PollMs);
            if (count < 0)
            {
                break;
            }

            save?.Write(buffer, 0, count);
            foreach (string text in splitter.Add(buffer.AsSpan(0, count)))
            {
                yield return text;
            }
        }

        if (splitter.Rest() is string rest)
        {
            yield return rest;
        }
    }
}
