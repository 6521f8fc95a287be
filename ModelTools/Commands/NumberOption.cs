using System.Globalization;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Commands;

/// <summary>Numbers on the command line and their ranges.</summary>
internal static class NumberOption
{
    /// <summary>Checks a number.</summary>
    /// <param name="option">Name of the option, for the message.</param>
    /// <param name="value">What was given.</param>
    /// <param name="least">Smallest that makes sense.</param>
    /// <param name="most">Largest that makes sense.</param>
    /// <returns>The number.</returns>
    /// <exception cref="EdgeException">It is smaller or larger.</exception>
    public static int Require(string option, int value, int least, int most = int.MaxValue)
    {
        return value >= least && value <= most ? value : throw new EdgeException(
            DiagnosticId.BadOption,
            option,
            string.Create(CultureInfo.InvariantCulture, $"{value} is out of range"),
            most == int.MaxValue
                ? string.Create(CultureInfo.InvariantCulture, $"give a whole number from {least} up")
                : string.Create(CultureInfo.InvariantCulture, $"give a whole number from {least} to {most}"));
    }

    /// <summary>Checks a factor.</summary>
    /// <param name="option">Name of the option, for the message.</param>
    /// <param name="value">What was given.</param>
    /// <param name="least">Smallest that makes sense.</param>
    /// <returns>The number.</returns>
    /// <exception cref="EdgeException">It is smaller, or not a number.</exception>
    public static double RequireFactor(string option, double value, double least)
    {
        return value >= least && double.IsFinite(value) ? value : throw new EdgeException(
            DiagnosticId.BadOption,
            option,
            string.Create(CultureInfo.InvariantCulture, $"{value} is out of range"),
            string.Create(CultureInfo.InvariantCulture, $"give a factor from {least} up"));
    }
}
