using System.Globalization;

namespace Edge.ModelTools.Evaluation;

/// <summary>
/// Says where a layer's error comes from, and what may help. What is cut off and what rounding to steps costs are known; what is left comes
/// with the inputs or from the weights.
/// </summary>
/// <param name="Cause">The cause.</param>
/// <param name="Reason">In numbers.</param>
/// <param name="Hint">What may help.</param>
internal sealed record LayerDiagnosis(LayerCause Cause, string Reason, string Hint)
{
    /// <summary>The hint where nothing helps.</summary>
    public const string AsGoodAsSteps = "as good as 8 bits are";

    private const double MainShare = 0.4; // of the error, from which on it is the main part
    private const int FewSteps = 64; // a quarter of them: six bits
    private const double WideSpread = 8; // largest channel over the median one
    private const double InheritedDecibels = 3; // an input this much better is no excuse

    /// <summary>Finds the cause of a layer's error.</summary>
    /// <param name="layer">What was added up.</param>
    /// <param name="error">Sum of squared errors.</param>
    /// <param name="sqnr">Signal over error, decibels.</param>
    /// <param name="worstInput">Name of the input with the least signal over error, or null when none is known.</param>
    /// <param name="inputSqnr">That input's, decibels.</param>
    public static LayerDiagnosis Of(LayerStatistics layer, double error, double sqnr, string? worstInput, double inputSqnr)
    {
        if (error == 0)
        {
            return new LayerDiagnosis(LayerCause.None, "exact", string.Empty);
        }

        string lost = layer.LostChannels == 0 ? string.Empty : $"; {layer.LostChannels} of {layer.Channels} channels vary by less than a step";
        if (layer.CutError >= MainShare * error)
        {
            return new LayerDiagnosis(
                LayerCause.Saturation,
                Invariant($"saturation: {layer.SaturationShare:0.00%} of the values lie beyond {layer.Int8Range.Min:0.###} to {layer.Int8Range.Max:0.###} and make {layer.CutError / error:0%} of the error"),
                "calibrate with samples like these, or pin the tensor to minMax in the recipe");
        }

        if (layer.StepError >= MainShare * error)
        {
            return OfSteps(layer, layer.StepError / error, lost);
        }

        if (worstInput is not null && inputSqnr <= sqnr + InheritedDecibels)
        {
            return new LayerDiagnosis(LayerCause.Inherited, Invariant($"inherited: its input {worstInput} has {inputSqnr:0.0} dB") + lost, $"look at {worstInput} first");
        }

        string source = worstInput is null ? "the weights' rounding" : Invariant($"the weights' rounding, or errors that it amplifies (its worst input has {inputSqnr:0.0} dB)");
        return new LayerDiagnosis(LayerCause.Weights, $"weights: most of the error comes from {source}{lost}", "quantize in automatic mode: it corrects biases and rounds weights by the output's error");
    }

    private static LayerDiagnosis OfSteps(LayerStatistics layer, double share, string lost)
    {
        int used = layer.FloatHistogram.StepsOf(0.999);
        if (layer.IsGate)
        {
            return new LayerDiagnosis(LayerCause.Steps, Invariant($"steps: a gate keeps its natural range 0 to 255/256; 99.9 % of the values take {used} of 256 steps{lost}"), AsGoodAsSteps);
        }

        if (layer.ChannelSpread >= WideSpread)
        {
            return new LayerDiagnosis(
                LayerCause.ChannelSpread,
                Invariant($"range: the largest channel is {layer.ChannelSpread:0} times the median one, so steps are coarse for the others{lost}"),
                "equalize the channels (automatic mode does where the function allows it)");
        }

        if (used <= FewSteps)
        {
            return new LayerDiagnosis(
                LayerCause.Outliers,
                Invariant($"range: outliers make it {layer.Int8Range.Min:0.###} to {layer.Int8Range.Max:0.###}; 99.9 % of the values take {used} of 256 steps{lost}"),
                "choose a narrower range (squaredError, percentile or entropy), or train with ReLU6");
        }

        return new LayerDiagnosis(
            LayerCause.Steps,
            Invariant($"steps: rounding to 8 bits makes {share:0%} of the error; 99.9 % of the values take {used} of 256 steps{lost}"),
            layer.LostChannels == 0 ? AsGoodAsSteps : "equalize the channels (automatic mode does where the function allows it)");
    }

    private static string Invariant(System.FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
