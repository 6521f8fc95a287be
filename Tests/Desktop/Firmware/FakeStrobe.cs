using System.Text;
using Edge.Firmware.Board;

namespace Edge.Tests.Desktop.Firmware;

/// <summary>Records the pin: L for low, H for high.</summary>
internal sealed class FakeStrobe : IStrobe
{
    private readonly StringBuilder _levels = new();

    public string Levels => _levels.ToString();

    public void SetLow() => _levels.Append('L');

    public void SetHigh() => _levels.Append('H');
}
