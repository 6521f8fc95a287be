using System.Collections.Generic;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Onnx.Import;

/// <summary>A named value of the ONNX graph while it is imported: a constant, or an IR activation and the order of its axes.</summary>
internal sealed class OnnxValue
{
    /// <summary>Makes a constant value.</summary>
    public OnnxValue(string name, OnnxConstant constant)
    {
        Name = name;
        Shape = constant.Shape;
        Constant = constant;
        Order = OnnxLayout.RowMajor(Shape.Length);
    }

    /// <summary>Makes an activation.</summary>
    /// <param name="shape">ONNX shape.</param>
    /// <param name="tensor">The IR tensor; its shape is the ONNX shape in <paramref name="order"/>.</param>
    /// <param name="order">Axis i of the tensor is ONNX axis order[i].</param>
    /// <param name="producer">The node it comes from, or null for the model's input.</param>
    public OnnxValue(string name, int[] shape, Tensor tensor, int[] order, OnnxNode? producer)
    {
        Producer = producer;
        Name = name;
        Shape = shape;
        Activation = tensor;
        Order = order;
    }

    /// <summary>Makes the scale of a dynamic quantization, or the zero point that goes with it.</summary>
    public OnnxValue(string name, OnnxDynamicScale scale)
    {
        Name = name;
        Shape = [];
        Order = [];
        Scale = scale;
    }

    /// <summary>The node that an activation comes from; null for the model's input and for constants.</summary>
    public OnnxNode? Producer { get; }

    /// <summary>Name in the ONNX graph.</summary>
    public string Name { get; }

    /// <summary>ONNX shape.</summary>
    public int[] Shape { get; }

    /// <summary>The values when they are known, or null.</summary>
    public OnnxConstant? Constant { get; }

    /// <summary>The IR tensor, or null for a constant.</summary>
    public Tensor? Activation { get; }

    /// <summary>What this value is when it is the scale or zero point of a dynamic quantization; else null.</summary>
    public OnnxDynamicScale? Scale { get; }

    /// <summary>In the file these are integers of a dynamic quantization, and the activation holds them times this scale; null for all other values.</summary>
    public OnnxDynamicScale? Pending { get; init; }

    /// <summary>The activation with its scale multiplied in.</summary>
    public OnnxValue Real() => new(Name, Shape, Activation!, Order, Producer);

    /// <summary>Order of the tensor's axes.</summary>
    public int[] Order { get; }

    /// <summary>The same activation in other orders, made when they were first needed.</summary>
    public List<OnnxValue> Reordered { get; } = [];
}
