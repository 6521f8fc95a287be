namespace Edge.ModelTools.Graph;

/// <summary>A clamp fused into the operator before it, in real values; infinities where one side is open.</summary>
internal sealed record Clamp(float Min, float Max)
{
    /// <summary>max(x, 0).</summary>
    public static Clamp Relu { get; } = new(0, float.PositiveInfinity);

    /// <summary>min(max(x, 0), 6).</summary>
    public static Clamp Relu6 { get; } = new(0, 6);

    /// <summary>min(max(x, -1), 1).</summary>
    public static Clamp ReluN1To1 { get; } = new(-1, 1);
}
