using System.Collections.Generic;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Architecture.Naming;
using Edge.ModelTools.Formats.Weights;

namespace Edge.ModelTools.Formats.Architecture.Drafting;

/// <summary>Drafts <c>arch.json</c> from the names and shapes of trained weights.</summary>
internal static class ArchitectureDrafter
{
    /// <summary>The text of the file.</summary>
    /// <param name="path">Weights: .safetensors or a state dict of PyTorch.</param>
    /// <param name="stateDictKey">Which state dict of a checkpoint, or null.</param>
    /// <exception cref="EdgeException">The file cannot be read, or holds no network that can be told from its weights.</exception>
    public static string Draft(string path, string? stateDictKey)
    {
        using IWeightFile file = WeightFiles.Open(path, stateDictKey);
        var weights = new WeightStore(file);
        if (NamingSchemes.HasScheme(weights.Names))
        {
            return DraftWriter.Write(NetworkDrafter.Draft(weights));
        }

        (List<DraftedLayer> layers, int inputChannels) = LayerDrafter.Draft(weights);
        return DraftWriter.Write(layers, inputChannels);
    }
}
