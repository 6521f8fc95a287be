using System.Linq;
using Edge.MeterDigits.Device;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Meters;

/// <summary>Readings as people write them: "00618.53", "618.5".</summary>
internal static class ReadingText
{
    /// <summary>A reading in units of the last digit.</summary>
    /// <param name="text">Digits, perhaps a decimal point; null for none.</param>
    /// <param name="layout">Number of digits and decimals.</param>
    /// <exception cref="EdgeException">No number, or more digits than the meter has.</exception>
    public static long Parse(string? text, MeterLayout layout)
    {
        if (text is null)
        {
            return MeterReading.NoPrevious;
        }

        string[] parts = text.Split('.');
        string whole = parts[0];
        string fraction = parts.Length > 1 ? parts[1] : string.Empty;
        bool isNumber = parts.Length <= 2 && whole.Length + fraction.Length > 0 && whole.All(char.IsAsciiDigit) && fraction.All(char.IsAsciiDigit);
        string digits = whole.TrimStart('0') + fraction.PadRight(layout.Decimals, '0');
        if (!isNumber || fraction.Length > layout.Decimals || digits.Length > layout.DigitCount)
        {
            throw new EdgeException(
                DiagnosticId.PreviousReadingInvalid,
                "--previous",
                $"'{text}' is not a reading of {layout.DigitCount} digits with {layout.Decimals} decimals",
                "give the number as the meter shows it");
        }

        return digits.Length == 0 ? 0 : long.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
    }
}
