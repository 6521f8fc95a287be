using System.Collections.Generic;
using System.Text;
using Edge.ModelTools.Devices;

namespace Edge.Tests.Desktop.Devices;

/// <summary>A serial line that answers each write with the next of given texts, whatever was written, and then with nothing.</summary>
internal sealed class EchoPipe : ISerialLine
{
    private readonly Queue<string> _texts;
    private byte[] _answer = [];

    public EchoPipe(params string[] texts)
    {
        _texts = new Queue<string>(texts);
    }

    public int Read(byte[] buffer, int timeoutMs)
    {
        byte[] answer = _answer;
        _answer = [];
        answer.CopyTo(buffer, 0);
        return answer.Length;
    }

    public void Write(byte[] bytes)
    {
        _answer = _texts.TryDequeue(out string? text) ? Encoding.ASCII.GetBytes(text) : [];
    }

    public void Restart()
    {
    }

    public void Dispose()
    {
    }
}
