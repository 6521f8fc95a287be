using System;
using Edge.ModelTools.Data;

namespace Edge.ModelTools.Graph;

/// <summary>
/// A value in a <see cref="ModelGraph"/>: an activation, or a constant when <see cref="Data"/> is set.
/// Activations of rank 4 are [1, H, W, C]. Shapes are fully known; every dimension is at least 1.
/// </summary>
internal sealed class Tensor
{
    /// <summary>Makes a tensor.</summary>
    /// <param name="name">Name in the source model, or one derived from the operator that makes it.</param>
    /// <param name="type">Element type.</param>
    /// <param name="shape">Dimensions, batch first; not copied.</param>
    public Tensor(string name, ElementType type, int[] shape)
    {
        Name = name;
        Type = type;
        Shape = shape;
    }

    /// <summary>Name in the source model; unique within a graph.</summary>
    public string Name { get; set; }

    /// <summary>Element type.</summary>
    public ElementType Type { get; set; }

    /// <summary>Dimensions.</summary>
    public int[] Shape { get; set; }

    /// <summary>Scale and zero point; null for float and integer shape tensors.</summary>
    public QuantizationParameters? Quantization { get; set; }

    /// <summary>Row-major values of a constant: float[], sbyte[], byte[], short[], int[], long[] or bool[], as <see cref="Type"/> says; null for an activation.</summary>
    public Array? Data { get; set; }

    /// <summary>Index of the tensor in the source file, or -1. Dumps and golden comparisons use it.</summary>
    public int SourceIndex { get; set; } = -1;

    /// <summary>Whether the values are known at conversion time.</summary>
    public bool IsConstant => Data is not null;

    /// <summary>Number of elements; readers have checked that it fits int.</summary>
    public int ElementCount
    {
        get
        {
            int count = 1;
            foreach (int dimension in Shape)
            {
                count = checked(count * dimension);
            }

            return count;
        }
    }

    /// <summary>Values of a float32 constant.</summary>
    public float[] Floats => (float[])Data!;

    /// <summary>Values of an int8 constant.</summary>
    public sbyte[] Int8s => (sbyte[])Data!;

    /// <summary>Values of an int32 constant.</summary>
    public int[] Int32s => (int[])Data!;

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Type}[{string.Join(",", Shape)}]";
}
