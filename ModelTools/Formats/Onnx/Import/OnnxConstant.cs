using System.Diagnostics;
using Edge.ModelTools.Graph;
using DataType = Edge.ModelTools.Formats.Onnx.Proto.TensorProto.Types.DataType;

namespace Edge.ModelTools.Formats.Onnx.Import;

/// <summary>
/// A value known at conversion time, in ONNX's own axis order. Every floating-point type is held as float,
/// every integer type and bool as long.
/// </summary>
internal sealed class OnnxConstant
{
    private readonly float[]? _floats;
    private readonly long[]? _integers;

    /// <summary>Makes a floating-point constant; row-major values, one for each element of the shape.</summary>
    public OnnxConstant(int[] shape, float[] values)
    {
        Shape = shape;
        _floats = values;
    }

    /// <summary>Makes an integer constant; row-major values, one for each element of the shape.</summary>
    public OnnxConstant(int[] shape, long[] values)
    {
        Shape = shape;
        _integers = values;
    }

    /// <summary>Dimensions; empty for a scalar. A dimension may be 0 (an empty list).</summary>
    public int[] Shape { get; }

    /// <summary>Type in the file, where the values come straight from it; zero points tell signed from unsigned by it.</summary>
    public DataType Type { get; init; }

    /// <summary>Scales and zero points of 8-bit integers that these values were made of, or null.</summary>
    public QuantizationParameters? Quantization { get; init; }

    /// <summary>Whether the values are floating point.</summary>
    public bool IsFloat => _floats is not null;

    /// <summary>Number of elements.</summary>
    public int Count => IsFloat ? _floats!.Length : _integers!.Length;

    /// <summary>Floating-point values; only when <see cref="IsFloat"/>.</summary>
    public float[] Floats => _floats ?? throw new UnreachableException();

    /// <summary>Integer values; only when not <see cref="IsFloat"/>.</summary>
    public long[] Integers => _integers ?? throw new UnreachableException();

    /// <summary>The same values in another shape with as many elements.</summary>
    public OnnxConstant Reshaped(int[] shape) => IsFloat
        ? new OnnxConstant(shape, _floats!) { Type = Type, Quantization = Quantization }
        : new OnnxConstant(shape, _integers!) { Type = Type };

    /// <summary>
    /// A strided copy: element (i0, i1, ...) of the result is element offset + i0 * strides[0] + i1 * strides[1] + ... here.
    /// Transposes, slices and broadcasts (stride 0) are such copies.
    /// </summary>
    /// <param name="shape">Shape of the result; the caller has bounded its size and every index it leads to.</param>
    public OnnxConstant View(int[] shape, int offset, int[] strides)
    {
        int count = 1;
        foreach (int dimension in shape)
        {
            count *= dimension;
        }

        float[]? floats = IsFloat ? new float[count] : null;
        long[]? integers = IsFloat ? null : new long[count];
        int[] index = new int[shape.Length];
        int source = offset;
        for (int target = 0; target < count; target++)
        {
            if (floats is not null)
            {
                floats[target] = _floats![source];
            }
            else
            {
                integers![target] = _integers![source];
            }

            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                source += strides[axis];
                if (++index[axis] < shape[axis])
                {
                    break;
                }

                source -= strides[axis] * shape[axis];
                index[axis] = 0;
            }
        }

        return floats is not null
            ? new OnnxConstant(shape, floats) { Type = Type, Quantization = Quantization }
            : new OnnxConstant(shape, integers!) { Type = Type };
    }

    /// <summary>Elements between neighbours along each axis of a row-major shape.</summary>
    public static int[] Strides(int[] shape)
    {
        int[] strides = new int[shape.Length];
        int stride = 1;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }

        return strides;
    }

    /// <summary>A copy with the axes in the order given: axis i of the result is axis order[i] here.</summary>
    public OnnxConstant Permuted(int[] order) =>
        View(OnnxLayout.Apply(Shape, order), 0, OnnxLayout.Apply(Strides(Shape), order));
}
