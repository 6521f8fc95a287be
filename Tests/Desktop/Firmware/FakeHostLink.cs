using System;
using System.Text;
using Edge.Firmware.Board;

namespace Edge.Tests.Desktop.Firmware;

/// <summary>Keeps what was sent to the host.</summary>
internal sealed class FakeHostLink : IHostLink
{
    private readonly StringBuilder _sent = new();

    public bool IsBroken { get; set; }

    public bool Write(byte[] data, int count)
    {
        if (IsBroken)
        {
            return false;
        }

        _sent.Append(Encoding.Latin1.GetString(data, 0, count));
        return true;
    }

    /// <summary>What was sent since the last call, line ends spelled out as they are on the wire.</summary>
    public string Take()
    {
        string sent = _sent.ToString();
        _sent.Clear();
        return sent;
    }
}
