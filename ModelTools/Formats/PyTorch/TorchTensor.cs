namespace Edge.ModelTools.Formats.PyTorch;

/// <summary>A tensor as it is pickled: a strided view of a storage. Sizes were checked against the storage.</summary>
/// <param name="Storage">Its values.</param>
/// <param name="Offset">First value.</param>
/// <param name="Shape">Dimensions, row-major.</param>
/// <param name="Strides">Values between neighbours along each dimension; 0 repeats a value.</param>
internal sealed record TorchTensor(TorchStorage Storage, long Offset, int[] Shape, long[] Strides);
