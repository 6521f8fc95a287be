using Edge.ModelTools.Formats.Weights;

namespace Edge.ModelTools.Formats.PyTorch;

/// <summary>A tensor of a state dict.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Tensor">Where its values lie.</param>
internal sealed record StateDictEntry(string Name, TorchTensor Tensor) : WeightEntry(Name, Tensor.Storage.Type, Tensor.Shape);
