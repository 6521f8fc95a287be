using System.Collections.Generic;

namespace Edge.ModelTools.Evaluation;

/// <summary>Error of one layer's int8 output against the float reference.</summary>
internal sealed record LayerError
{
    /// <summary>Name of the tensor.</summary>
    public required string Tensor { get; init; }

    /// <summary>Operator that makes it.</summary>
    public required string Kind { get; init; }

    /// <summary>Signal over error in decibels; infinite when equal.</summary>
    public required double SqnrDecibels { get; init; }

    /// <summary>Cosine of the angle between both tensors, -1 to 1; 1 when both are zero.</summary>
    public required double Cosine { get; init; }

    /// <summary>Smallest and largest float value.</summary>
    public required (double Min, double Max) FloatRange { get; init; }

    /// <summary>Smallest and largest value that the int8 tensor can hold.</summary>
    public required (double Min, double Max) Int8Range { get; init; }

    /// <summary>Share of float values more than half a step beyond the int8 range.</summary>
    public required double SaturationShare { get; init; }

    /// <summary>Steps of 256 that the middle 99.9 % of the float values take.</summary>
    public required int UsedSteps { get; init; }

    /// <summary>Channels of the tensor.</summary>
    public required int Channels { get; init; }

    /// <summary>Channels that are constant in float, too.</summary>
    public required int DeadChannels { get; init; }

    /// <summary>Channels that vary in float by less than one step, and so not at all in int8, or hardly.</summary>
    public required int LostChannels { get; init; }

    /// <summary>Channels that the quantizer has rescaled or shifted between layers; they are compared after undoing that.</summary>
    public required int RescaledChannels { get; init; }

    /// <summary>Where most of the error comes from.</summary>
    public required LayerCause Cause { get; init; }

    /// <summary>The cause in numbers.</summary>
    public required string Reason { get; init; }

    /// <summary>What may help.</summary>
    public required string Hint { get; init; }

    /// <summary>Histogram of the float values over steps, see <see cref="LayerHistogram"/>.</summary>
    public required IReadOnlyList<long> FloatHistogram { get; init; }

    /// <summary>Histogram of the int8 values.</summary>
    public required IReadOnlyList<long> Int8Histogram { get; init; }
}
