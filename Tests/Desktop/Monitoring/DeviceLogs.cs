using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Edge.Firmware.App;
using Edge.Firmware.Logging;
using Edge.Runtime.Int8.Weights;
using Edge.Tests.Desktop.Firmware;

namespace Edge.Tests.Desktop.Monitoring;

/// <summary>Logs that the firmware itself has written, on a board in memory.</summary>
internal static class DeviceLogs
{
    /// <summary>The lines of an app that runs with these settings.</summary>
    /// <param name="settings">Text of edge.cfg.</param>
    /// <param name="prepare">Breaks something on the board.</param>
    public static IReadOnlyList<string> Run(string settings, Action<FakeBoard>? prepare = null)
    {
        FakeBoard board = new FakeBoard().With(settings);
        prepare?.Invoke(board);
        var app = new FirmwareApp(board, new FakeEngineFactory(), new MemoryWeightSource(TinyModel.Blob()), null, null);
        app.Start();
        while (app.Step())
        {
        }

        return board.Sink.Lines;
    }

    /// <summary>The lines as the bytes of a port, with what a boot loader prints before them.</summary>
    public static byte[] Bytes(IEnumerable<string> lines)
    {
        return Encoding.ASCII.GetBytes("\0ets Jul 29 2019 12:21:46\r\n" + string.Concat(lines.Select(line => line + "\r\n")));
    }

    /// <summary>An inference with the given time and energy; negative is not known.</summary>
    public static string Inference(int sequence, long totalMicroseconds, long nanojoules, string label = "modelled", string model = "digits")
    {
        var record = new InferenceRecord
        {
            Sequence = sequence,
            Model = model,
            TotalMicroseconds = totalMicroseconds,
            ComputeMicroseconds = totalMicroseconds,
            WeightReadMicroseconds = totalMicroseconds < 0 ? -1 : 0,
            Nanojoules = nanojoules,
            ComputeNanojoules = -1,
            WeightReadNanojoules = -1,
            IdleNanojoules = -1,
            NetNanojoules = -1,
            Label = label,
            FreeBytes = 50000,
            CpuMegahertz = 160,
        };
        return InferenceLogLine.Format(record, new LogLine());
    }
}
