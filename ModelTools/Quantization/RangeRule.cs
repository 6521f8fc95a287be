namespace Edge.ModelTools.Quantization;

/// <summary>How the range of one activation is chosen where it differs from the rest of the network.</summary>
/// <param name="Method">Calibration method.</param>
/// <param name="Widen">Factor on both ends of the range that the method finds.</param>
internal readonly record struct RangeRule(CalibrationMethod Method, double Widen = 1);
