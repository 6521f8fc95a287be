using System.Globalization;
using System.Text;
using Edge.MeterDigits.Device;

namespace Edge.ModelTools.Meters;

/// <summary>Writes a layout as the file meter.cfg that the app reads (<see cref="MeterSettings"/>).</summary>
internal static class DeviceSettings
{
    /// <summary>Text of the file, ASCII.</summary>
    /// <param name="layout">Checked layout.</param>
    /// <param name="format">How the pixels of frame.raw are stored.</param>
    public static string Write(MeterLayout layout, PixelFormat format)
    {
        var text = new StringBuilder();
        Append(text, $"frame={layout.FrameWidth},{layout.FrameHeight},{(int)format}");
        for (int i = 0; i < layout.DigitCount; i++)
        {
            DigitBox box = layout.GetBox(i);
            Append(text, $"box={box.X},{box.Y},{box.Width},{box.Height}");
        }

        Append(text, $"decimals={layout.Decimals}");
        Append(text, $"rolling={(layout.IsRolling ? 1 : 0)}");
        Append(text, $"min_confidence={layout.MinConfidencePermille}");
        Append(text, $"max_increase={layout.MaxIncrease}");
        return text.ToString();
    }

    private static void Append(StringBuilder text, System.FormattableString line)
    {
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }
}
