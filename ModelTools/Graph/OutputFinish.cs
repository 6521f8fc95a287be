namespace Edge.ModelTools.Graph;

/// <summary>What a source model does to an output behind the last operator that the device runs: for each pixel, over its channels.</summary>
internal enum OutputFinish
{
    /// <summary>Nothing: the device's output is the model's.</summary>
    None = 0,

    /// <summary>x - ln(sum of e^x).</summary>
    LogSoftmax = 1,

    /// <summary>Index of the largest, the first of equals.</summary>
    ArgMax = 2,

    /// <summary>e^x / sum of e^x.</summary>
    Softmax = 3,

    /// <summary>1 / (1 + e^-x).</summary>
    Sigmoid = 4,
}
