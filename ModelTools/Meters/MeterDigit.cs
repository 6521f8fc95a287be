namespace Edge.ModelTools.Meters;

/// <summary>A digit as <c>edge meter</c> prints it.</summary>
/// <param name="Seen">What the network saw: a digit or NaN.</param>
/// <param name="Value">Digit of the reading, or null.</param>
/// <param name="State">read, rolling, filled or unknown.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="TimeMs">Time on this machine, measured.</param>
/// <param name="BoardTimeMs">Predicted time of the inference on the board.</param>
/// <param name="EnergyMicrojoule">Predicted energy of the inference on the board.</param>
internal sealed record MeterDigit(string Seen, int? Value, string State, double Confidence, double TimeMs, double BoardTimeMs, double EnergyMicrojoule);
