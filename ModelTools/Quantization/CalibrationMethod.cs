namespace Edge.ModelTools.Quantization;

/// <summary>How the range of an activation is chosen from what calibration saw.</summary>
internal enum CalibrationMethod
{
    /// <summary>Lowest to highest value.</summary>
    MinMax,

    /// <summary>Leaves out one value in ten thousand.</summary>
    Percentile,

    /// <summary>Least Kullback-Leibler divergence between the histograms before and after (<see cref="EntropyRange"/>).</summary>
    Entropy,

    /// <summary>Least squared error, channels weighted by how much they change the output (<see cref="RangeSearch"/>).</summary>
    SquaredError,
}
