using System;
using System.IO;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.PyTorch;
using Edge.ModelTools.Formats.Safetensors;
using Edge.ModelTools.Formats.Weights;

namespace Edge.ModelTools.Formats.Architecture;

/// <summary>Opens files of weights by their extension.</summary>
internal static class WeightFiles
{
    /// <summary>Extensions of files that hold weights without a graph.</summary>
    public static string[] Extensions { get; } = [".safetensors", ".pth", ".pt", ".bin", ".ckpt"];

    /// <summary>Opens a file.</summary>
    /// <param name="path">One of <see cref="Extensions"/>.</param>
    /// <param name="stateDictKey">Which state dict of a PyTorch checkpoint, or null.</param>
    /// <exception cref="EdgeException">The file is missing, damaged, or holds something else than weights.</exception>
    public static IWeightFile Open(string path, string? stateDictKey)
    {
        InputFile.Require(path);
        return Path.GetExtension(path).Equals(Extensions[0], StringComparison.OrdinalIgnoreCase) ? SafetensorsFile.Open(path) : StateDictFile.Open(path, stateDictKey);
    }
}
