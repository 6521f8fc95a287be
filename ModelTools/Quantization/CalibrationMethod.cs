namespace Edge.ModelTools.Quantization;

/// <summary>How the range of an activation is chosen from what calibration saw.</summary>
internal enum CalibrationMethod
{
    /// <summary>Lowest to highest value.</summary>
    MinMax,

    /// <summary>Leaves out one value in ten thousand.</summary>
    Percentile,
}
