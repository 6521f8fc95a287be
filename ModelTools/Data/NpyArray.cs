
namespace Edge.ModelTools.Data;

/// <summary>Contents of a .npy file.</summary>
/// <param name="ElementType">Float32, UInt8 or Int8.</param>
/// <param name="Shape">Dimensions.</param>
/// <param name="Data">Row-major values; floats are little-endian.</param>
internal sealed record NpyArray(ElementType ElementType, int[] Shape, byte[] Data);
