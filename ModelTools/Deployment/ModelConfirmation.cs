using System;
using System.Collections.Generic;
using System.Threading;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Monitoring;

namespace Edge.ModelTools.Deployment;

/// <summary>Restarts the board and reads in its log which model runs: the board has verified length and hash by then.</summary>
internal static class ModelConfirmation
{
    /// <summary>Waits for the line about the model.</summary>
    /// <param name="line">Port of the log.</param>
    /// <param name="port">Its name.</param>
    /// <param name="hash">Hash of the model that was sent, in hexadecimal digits.</param>
    /// <param name="wait">Longest wait.</param>
    /// <returns>The line.</returns>
    /// <exception cref="EdgeException">Another model runs, or nothing came.</exception>
    public static LogEntry Require(ISerialLine line, string port, string hash, TimeSpan wait)
    {
        using var stop = new CancellationTokenSource(wait);
        var session = new MonitorSession();
        var errors = new List<string>();
        line.Restart();
        foreach (string text in LineSource.FromPort(line, null, stop.Token))
        {
            LogEntry? entry = session.Add(text);
            if (entry?.Kind == "E")
            {
                errors.Add(MonitorText.Line(entry)!);
            }

            if (entry?.Kind == "M")
            {
                return entry.Text("hash") is { Length: > 0 } digits && hash.StartsWith(digits, StringComparison.Ordinal)
                    ? entry
                    : throw NotTaken(port, $"the board runs {entry.Text("model")} from {entry.Text("file")}, hash {entry.Text("hash") ?? "unknown"}", errors);
            }

            if (entry?.Kind == "E" && entry.Number("code") == (long)Edge.Firmware.Faults.FirmwareError.NoModel)
            {
                throw NotTaken(port, "no model runs", errors);
            }
        }

        throw new EdgeException(
            DiagnosticId.BoardSilent,
            port,
            $"the file was sent, but the board's log did not say within {wait.TotalSeconds:0} s which model runs",
            "press RESET and look: edge monitor --port " + port);
    }

    private static EdgeException NotTaken(string port, string what, List<string> errors)
    {
        string told = errors.Count == 0 ? "it told no reason" : "it told: " + string.Join("; ", errors);
        return new EdgeException(DiagnosticId.ModelNotTaken, port, what + "; " + told, "mend that and send the model again");
    }
}
