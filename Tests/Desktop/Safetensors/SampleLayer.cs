namespace Edge.Tests.Desktop.Safetensors;

/// <summary>Weights of one layer in PyTorch's layout, with a bias or with a batch normalisation behind it.</summary>
internal sealed record SampleLayer(int[] Shape, float[] Weights)
{
    public float[]? Bias { get; init; }

    public float[] Gamma { get; init; } = [];

    public float[] Beta { get; init; } = [];

    public float[] Mean { get; init; } = [];

    public float[] Variance { get; init; } = [];

    public int Outputs => Shape[0];
}
