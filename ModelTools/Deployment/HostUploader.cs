using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using Edge.Firmware.Faults;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Monitoring;
using Edge.ModelTools.Signing;

namespace Edge.ModelTools.Deployment;

/// <summary>Sends a model over the host protocol (docs/energy.md): length and hash first, pieces, then the order to switch.</summary>
internal sealed class HostUploader
{
    /// <summary>Bytes of a piece: with its command it stays under the 128 characters that the board takes.</summary>
    public const int PieceBytes = 60;

    // Its command is longer by a word.
    private const int SignaturePieceBytes = 56;

    private const string Ready = "m-ready";
    private const string RefusedPrefix = "e-[Model not stored: error ";

    private readonly ISerialLine _line;
    private readonly string _port;
    private readonly TimeSpan _wait;
    private readonly LineSplitter _splitter = new();
    private readonly Queue<string> _lines = new();
    private readonly byte[] _buffer = new byte[1024];

    /// <summary>Makes the sender.</summary>
    /// <param name="line">Port of the host protocol.</param>
    /// <param name="port">Its name.</param>
    /// <param name="wait">Longest wait for an answer; hashing a model takes the interpreter some seconds.</param>
    public HostUploader(ISerialLine line, string port, TimeSpan wait)
    {
        _line = line;
        _port = port;
        _wait = wait;
    }

    /// <summary>Sends a model.</summary>
    /// <param name="blob">The model.</param>
    /// <param name="block">Its signature block, or null.</param>
    /// <param name="output">Told of the steps.</param>
    /// <exception cref="EdgeException">The board does not answer, or refuses; the model that runs stays.</exception>
    public void Send(byte[] blob, byte[]? block, TextWriter output)
    {
        // A lone % ends what an interrupted command may have left on the board.
        Ask("%");
        if (!Ask("name%").Contains("m-name-dut-[edge]"))
        {
            throw new EdgeException(DiagnosticId.BoardSilent, _port, "something else than Edge's firmware answers", "set mode=host in edge.cfg and use the port of uart_tx and uart_rx");
        }

        string hash = Convert.ToHexStringLower(ModelDigest.Of(blob));
        string load = $"model load {blob.Length} {hash}{(block is null ? string.Empty : $" {block.Length}")}%";
        output.WriteLine(load);
        Expect(load, $"m-[Expecting {blob.Length} bytes]");
        if (block is not null)
        {
            SendPieces("model sign ", block, SignaturePieceBytes, "m-signature-good");
        }

        SendPieces("model ", blob, PieceBytes, "m-load-done");
        output.WriteLine("model commit%");
        Expect("model commit%", "m-model-stored");
        string running = Ask("model which%").FirstOrDefault(line => line.StartsWith("m-model-file-", StringComparison.Ordinal)) ?? "m-model-file-[unknown]";
        output.WriteLine($"stored and verified; it runs from the next start (press RESET). Until then: {running["m-model-file-".Length..]}");
    }

    private void SendPieces(string prefix, byte[] bytes, int pieceBytes, string done)
    {
        for (int start = 0; start < bytes.Length; start += pieceBytes)
        {
            int count = Math.Min(pieceBytes, bytes.Length - start);
            string command = $"{prefix}{Convert.ToHexString(bytes, start, count)}%";
            if (start + count == bytes.Length)
            {
                Expect(command, done);
            }
            else
            {
                RefuseErrors(command, Ask(command));
            }
        }
    }

    private void Expect(string command, string line)
    {
        List<string> answer = Ask(command);
        RefuseErrors(command, answer);
        if (!answer.Contains(line))
        {
            throw new EdgeException(DiagnosticId.HostRefused, _port, $"the board answered '{string.Join(" / ", answer)}' instead of '{line}'", "update the app: edge deploy");
        }
    }

    private void RefuseErrors(string command, List<string> answer)
    {
        string? error = answer.FirstOrDefault(line => line.StartsWith("e-[", StringComparison.Ordinal));
        if (error is null)
        {
            return;
        }

        string digits = error.StartsWith(RefusedPrefix, StringComparison.Ordinal) ? error[RefusedPrefix.Length..].TrimEnd(']') : string.Empty;
        long? code = long.TryParse(digits, out long number) ? number : null;
        string shown = command.Length > 30 ? command[..30] + "..." : command;
        throw code == (long)FirmwareError.StorageWriteFailed
            ? new EdgeException(DiagnosticId.StorageFull, _port, $"'{shown}': {FirmwareErrorText.Of(code.Value)}", "the model that runs is untouched; use a smaller model, an SD card, or edge pack")
            : new EdgeException(DiagnosticId.HostRefused, _port, $"'{shown}': {error}{(code is null ? string.Empty : " " + FirmwareErrorText.Of(code.Value))}", "the model that runs is untouched; send it again");
    }

    // The lines of an answer without the last, "m-ready".
    private List<string> Ask(string command)
    {
        _line.Write(Encoding.ASCII.GetBytes(command));
        var answer = new List<string>();
        var clock = Stopwatch.StartNew();
        while (true)
        {
            while (_lines.TryDequeue(out string? line))
            {
                if (line == Ready)
                {
                    return answer;
                }

                answer.Add(line);
            }

            int left = (int)(_wait - clock.Elapsed).TotalMilliseconds;
            int count = left <= 0 ? 0 : _line.Read(_buffer, left);
            if (count <= 0)
            {
                string shown = command.Length > 30 ? command[..30] + "..." : command;
                throw new EdgeException(
                    DiagnosticId.BoardSilent,
                    _port,
                    $"no answer to '{shown}'",
                    "set mode=host in edge.cfg, use the port of uart_tx and uart_rx, and its speed; the model that runs is untouched");
            }

            foreach (string line in _splitter.Add(_buffer.AsSpan(0, count)))
            {
                _lines.Enqueue(line);
            }
        }
    }
}
