using System.Collections.Generic;
using Edge.ModelTools.Data;

namespace Edge.ModelTools.Graph;

/// <summary>
/// The one intermediate representation: operators in topological order over tensors with static shapes, NHWC.
/// Readers make it, passes rewrite it, the quantizer and the scheduler read it.
/// </summary>
internal sealed class ModelGraph
{
    /// <summary>Makes an empty graph.</summary>
    /// <param name="name">Model name, from the file name or the file's own description.</param>
    public ModelGraph(string name)
    {
        Name = name;
    }

    /// <summary>Model name.</summary>
    public string Name { get; set; }

    /// <summary>Graph input: one, once <see cref="Passes.PackInputs"/> has run.</summary>
    public List<Tensor> Inputs { get; } = [];

    /// <summary>What the input is made of when the source model has several; else empty.</summary>
    public List<InputPart> Parts { get; } = [];

    /// <summary>Graph outputs, at least one.</summary>
    public List<Tensor> Outputs { get; } = [];

    /// <summary>Operators; each reads only graph inputs, constants and outputs of earlier operators.</summary>
    public List<Operator> Operators { get; } = [];

    /// <summary>The source model's view of each of <see cref="Inputs"/>.</summary>
    public List<SourceInterface> SourceInputs { get; } = [];

    /// <summary>The source model's view of each of <see cref="Outputs"/>.</summary>
    public List<SourceInterface> SourceOutputs { get; } = [];

    /// <summary>
    /// Whether the source is a TFLite model with uint8 weights. It is int8 here, but three formulas of its reference kernels
    /// differ: docs/quantization.md, "Legacy uint8 models".
    /// </summary>
    public bool IsLegacyUInt8 { get; set; }

    /// <summary>Whether the graph is int8 by ONNX's operators, which compute in real numbers: any rounding that is near enough will do.</summary>
    public bool HasOnnxQuantization { get; set; }

    /// <summary>What was not taken from the source as it is, a sentence; or null.</summary>
    public string? Remark { get; set; }

    /// <summary>How the bytes of an image become the real input, when the source says so; else null.</summary>
    public Normalisation? PixelNormalisation { get; set; }

    /// <summary>Class labels, when the source has them.</summary>
    public string[] Labels { get; set; } = [];

    /// <summary>The operator that writes <paramref name="tensor"/>, or null for inputs and constants.</summary>
    public Operator? ProducerOf(Tensor tensor)
    {
        foreach (Operator candidate in Operators)
        {
            if (candidate.Outputs.Contains(tensor))
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>The operators that read <paramref name="tensor"/>, in order, each once.</summary>
    public List<Operator> ConsumersOf(Tensor tensor)
    {
        var consumers = new List<Operator>();
        foreach (Operator candidate in Operators)
        {
            if (candidate.Inputs.Contains(tensor))
            {
                consumers.Add(candidate);
            }
        }

        return consumers;
    }
}
