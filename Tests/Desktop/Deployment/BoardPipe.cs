using System;
using System.Collections.Generic;
using System.Text;
using Edge.Firmware.Host;
using Edge.Firmware.Signing;
using Edge.Firmware.Storage;
using Edge.ModelTools.Devices;
using Edge.Tests.Desktop.Firmware;

namespace Edge.Tests.Desktop.Deployment;

/// <summary>A serial line with the firmware's own host protocol at its other end; can lose or spoil what is sent.</summary>
internal sealed class BoardPipe : ISerialLine
{
    private readonly FakeHostLink _link = new();
    private readonly HostProtocol _protocol;
    private readonly Queue<byte[]> _answers = new();

    public BoardPipe(SimulatedStorage storage, ModelTrust? trust = null)
    {
        var events = new RecordedEvents();
        var store = new ModelStore(storage, trust, events);
        store.Scan();
        StoredModel? running = store.Next();
        if (running is not null)
        {
            store.Confirm(running);
        }

        string? file = running?.File;
        _protocol = new HostProtocol(_link, new FakeEngine(), new ModelWriter(storage, store, events), new FakeClock(), new FakeStrobe(), false, file);
    }

    /// <summary>Number of writes after which nothing reaches the board any more.</summary>
    public int CutAfter { get; init; } = int.MaxValue;

    /// <summary>Number of the write whose last digit is changed on the way.</summary>
    public int Spoiled { get; init; } = -1;

    public int Writes { get; private set; }

    public int Read(byte[] buffer, int timeoutMs)
    {
        if (!_answers.TryDequeue(out byte[]? answer))
        {
            return 0;
        }

        answer.CopyTo(buffer, 0);
        return answer.Length;
    }

    public void Write(byte[] bytes)
    {
        if (++Writes > CutAfter)
        {
            return;
        }

        byte[] sent = (byte[])bytes.Clone();
        if (Writes == Spoiled)
        {
            sent[^2] = (byte)(sent[^2] == '0' ? '1' : '0');
        }

        _protocol.Receive(sent, 0, sent.Length);

        // In two pieces, as a port delivers them.
        byte[] answer = Encoding.ASCII.GetBytes(_link.Take());
        _answers.Enqueue(answer[..(answer.Length / 2)]);
        _answers.Enqueue(answer[(answer.Length / 2)..]);
    }

    public void Restart() => throw new NotSupportedException("the host's port has no control lines");

    public void Dispose()
    {
    }
}
