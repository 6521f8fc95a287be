namespace Edge.ModelTools.Quantization;

/// <summary>What is adjusted in each layer after its scales are chosen; each includes those before it.</summary>
internal enum CorrectionMethod
{
    /// <summary>Nothing: weights and biases are rounded to nearest.</summary>
    None,

    /// <summary>Biases make up for the mean error that the quantized inputs and weights cause (<see cref="BiasCorrection"/>).</summary>
    Bias,

    /// <summary>Weights are rounded together, so that their errors cancel on the calibration data, and their scales are chosen for it.</summary>
    Rounding,

    /// <summary>Weights first move towards those that reproduce the float output from the quantized input (<see cref="LeastSquaresFit"/>).</summary>
    LeastSquares,
}
