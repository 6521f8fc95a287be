using System.Collections.Generic;
using System.Linq;
using Edge.MeterDigits.Device;
using Edge.ModelTools.Profiling;

namespace Edge.ModelTools.Meters;

/// <summary>A reading as <c>edge meter</c> prints it.</summary>
/// <param name="Image">The frame's file.</param>
/// <param name="Reading">The reading, with "?" for unknown digits.</param>
/// <param name="Status">read, incomplete, backwards or jump.</param>
/// <param name="Accepted">May serve as the previous reading of the next.</param>
/// <param name="Confidence">Of the least certain digit, 0 to 1.</param>
/// <param name="TimeMs">Time on this machine, measured.</param>
/// <param name="Board">The board that the next two are for.</param>
/// <param name="BoardTimeMs">Predicted time of the inferences on it.</param>
/// <param name="EnergyMicrojoule">Predicted energy of the inferences on it.</param>
/// <param name="EnergyLabel">How time and energy on the board came about.</param>
/// <param name="Digits">The digits, the most significant first.</param>
internal sealed record MeterResult(
    string Image,
    string Reading,
    string Status,
    bool Accepted,
    double Confidence,
    double TimeMs,
    string Board,
    double BoardTimeMs,
    double EnergyMicrojoule,
    string EnergyLabel,
    IReadOnlyList<MeterDigit> Digits)
{
    /// <summary>Kernel set that ran.</summary>
    public string Kernels { get; init; } = string.Empty;

    /// <summary>Kernel set that gave the same bytes in every layer.</summary>
    public string CheckedKernels { get; init; } = string.Empty;

    /// <summary>Collects the last reading of <paramref name="reader"/>.</summary>
    public static MeterResult Of(string image, MeterReader reader, ProfileReport estimate)
    {
        MeterReading reading = reader.Reading;
        List<MeterDigit> digits =
        [
            .. reading.Digits.Select(digit => new MeterDigit(
                digit.SeenClass == DigitResult.NotReadable ? "NaN" : digit.SeenClass.ToString(System.Globalization.CultureInfo.InvariantCulture),
                digit.Value < 0 ? null : digit.Value,
                MeterLog.NameOf(digit.State),
                digit.ConfidencePermille / 1000.0,
                digit.Microseconds / 1000.0,
                estimate.TimeMs,
                estimate.EnergyMicrojoule)),
        ];
        return new MeterResult(
            image,
            reading.ToText(reader.Layout.Decimals),
            MeterLog.NameOf(reading.Status),
            reading.IsAccepted,
            reading.ConfidencePermille / 1000.0,
            reading.Microseconds / 1000.0,
            estimate.Board.Name,
            estimate.TimeMs * digits.Count,
            estimate.EnergyMicrojoule * digits.Count,
            ProfileReport.Label,
            digits);
    }
}
