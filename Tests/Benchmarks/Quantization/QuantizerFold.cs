using Edge.ModelTools.Quantization;

namespace Edge.Benchmarks;

/// <summary>Samples to calibrate with and others to measure on.</summary>
/// <param name="Calibration">What the quantizer sees.</param>
/// <param name="Test">What accuracy is measured on.</param>
/// <param name="Labels">Class of each test sample, or empty when only agreement with float can be measured.</param>
internal sealed record QuantizerFold(CalibrationSet Calibration, CalibrationSet Test, int[] Labels);
