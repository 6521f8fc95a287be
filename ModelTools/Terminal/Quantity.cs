using System;
using System.Globalization;

namespace Edge.ModelTools.Terminal;

/// <summary>Time and energy for people: always ms and mJ, three digits that count and at most four behind the point.</summary>
internal static class Quantity
{
    /// <summary>A time, for example "12.3 ms".</summary>
    public static string Milliseconds(double timeMs) => Number(timeMs) + " ms";

    /// <summary>An energy, for example "0.0123 mJ".</summary>
    public static string Millijoules(double energyMicrojoule) => MillijouleNumber(energyMicrojoule) + " mJ";

    /// <summary>An energy in mJ without its unit, for columns.</summary>
    public static string MillijouleNumber(double energyMicrojoule) => Number(energyMicrojoule / 1000);

    /// <summary>Three digits that count, and all before the decimal point; at most four behind it.</summary>
    public static string Number(double value)
    {
        double size = Math.Abs(value);
        string format = size switch
        {
            >= 100 => "0",
            >= 10 => "0.0",
            >= 1 => "0.00",
            >= 0.1 => "0.000",
            _ => "0.####",
        };
        return value.ToString(format, CultureInfo.InvariantCulture);
    }
}
