namespace Edge.ModelTools.Formats.Architecture.Drafting;

/// <summary>What the published networks of a family have in common and the shapes of their weights do not tell.</summary>
/// <param name="Name">Name, for the note about what was assumed.</param>
/// <param name="Scheme">Naming scheme of its weights (<see cref="Naming.INamingScheme.Name"/>).</param>
/// <param name="Resolution">Height and width of the input.</param>
/// <param name="Epsilon">Of the batch normalisations.</param>
/// <param name="Activation">Behind stem, expand, depthwise and head.</param>
/// <param name="Strides">Stride of each block.</param>
internal sealed record NetworkFamily(string Name, string Scheme, int Resolution, double Epsilon, string Activation, int[] Strides)
{
    /// <summary>Activation of the first blocks, where it differs from the others'.</summary>
    public string FirstActivation { get; init; } = Activation;

    /// <summary>How many blocks have <see cref="FirstActivation"/>.</summary>
    public int FirstBlocks { get; init; }

    /// <summary>Activation within squeeze-excite.</summary>
    public string SqueezeActivation { get; init; } = "relu";

    /// <summary>Gate of squeeze-excite.</summary>
    public string Gate { get; init; } = "hsigmoid";
}
