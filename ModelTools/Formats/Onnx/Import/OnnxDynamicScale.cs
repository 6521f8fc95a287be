namespace Edge.ModelTools.Formats.Onnx.Import;

/// <summary>
/// A scale that the model computes from its input at run time (DynamicQuantizeLinear), times what is known of it. Edge does not compute it: its
/// activations hold real values, so that multiplying by the scale means nothing but multiplying by the factor.
/// </summary>
/// <param name="Origin">Stands for the node that computes the scale; the same for all that comes from it.</param>
/// <param name="Factor">Scales of weights that were multiplied in, or null.</param>
internal sealed record OnnxDynamicScale(object Origin, OnnxConstant? Factor = null);
