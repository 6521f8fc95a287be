namespace Edge.MeterDigits.Generator.Meters;

/// <summary>Where a digit stands in a frame, whole pixels; the rectangle that is cut out and resized to 20 x 32.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Upper edge.</param>
/// <param name="Width">Pixels across.</param>
/// <param name="Height">Pixels down.</param>
internal readonly record struct DigitBox(int X, int Y, int Width, int Height);
