using System;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Onnx.Proto;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Onnx.Export;

/// <summary>One method for each kind of operator.</summary>
internal sealed partial class OnnxExporter
{
    private void Write(Operator op)
    {
        string value = op.Kind switch
        {
            OperatorKind.Conv2D or OperatorKind.DepthwiseConv2D => Convolution(op),
            OperatorKind.FullyConnected => FullyConnected(op),
            OperatorKind.Add or OperatorKind.Sub or OperatorKind.Mul =>
                Clamped(_builder.Node(op.Kind.ToString(), [Operand(op, 0), Operand(op, 1)]), ((ArithmeticAttributes?)op.Attributes)?.Activation),
            OperatorKind.AveragePool or OperatorKind.MaxPool => Pool(op),
            OperatorKind.Mean => Mean(op),
            OperatorKind.Pad => Pad(op),
            OperatorKind.Reshape => FromIrLayout(Reshaped(ToIrLayout(op.Inputs[0]), op.Output.Shape), op.Output.Shape),
            OperatorKind.Transpose => Transpose(op),
            OperatorKind.Softmax => Softmax(op),
            OperatorKind.Unary => Unary(op),
            OperatorKind.PRelu => _builder.Node("PRelu", [NameOf(op.Inputs[0]), Operand(op, 1)]),
            OperatorKind.Quantize or OperatorKind.Dequantize => NameOf(op.Inputs[0]),
            OperatorKind.Concat => Concat(op),
            OperatorKind.ResizeNearest or OperatorKind.ResizeBilinear => Resize(op),
            OperatorKind.Select => Select(op),
            OperatorKind.DepthToSpace => DepthToSpace(op),
            OperatorKind.Maximum => _builder.Node("Max", [Operand(op, 0), Operand(op, 1)]),
            OperatorKind.Minimum => _builder.Node("Min", [Operand(op, 0), Operand(op, 1)]),
            OperatorKind.L2Normalization or OperatorKind.ReduceL2 => L2Norm(op),
            OperatorKind.ScaleShift =>
                _builder.Node("Add", [_builder.Node("Mul", [Operand(op, 0), Operand(op, 1)]), Operand(op, 2)]),
            _ => throw new EdgeException(DiagnosticId.QuantizationUnsupported, op.Location, $"{op.Kind} cannot be run as float", "export the model without it"),
        };
        Define(op.Output, value);
    }

    private string Convolution(Operator op)
    {
        var attributes = (ConvAttributes)op.Attributes!;
        Tensor weights = op.Inputs[1];
        bool isDepthwise = op.Kind == OperatorKind.DepthwiseConv2D;
        int[] shape = weights.Shape;
        int outputs = isDepthwise ? shape[3] : shape[0];
        int inputs = isDepthwise ? 1 : shape[3];
        string kernel = _builder.Floats(ToOihw(RealValues(weights), outputs, shape[1] * shape[2], inputs, isDepthwise), outputs, inputs, shape[1], shape[2]);
        int groups = isDepthwise ? op.Inputs[0].Shape[3] : attributes.Groups;
        Padding padding = attributes.Padding;
        AttributeProto[] node =
        [
            OnnxGraphBuilder.Attribute("kernel_shape", shape[1], shape[2]),
            OnnxGraphBuilder.Attribute("strides", attributes.StrideH, attributes.StrideW),
            OnnxGraphBuilder.Attribute("pads", padding.Top, padding.Left, padding.Bottom, padding.Right),
            OnnxGraphBuilder.Attribute("group", (long)groups),
        ];
        string input = NameOf(op.Inputs[0]);
        string value = op.Inputs.Count > 2
            ? _builder.Node("Conv", [input, kernel, _builder.Floats(RealValues(op.Inputs[2]), outputs)], null, node)
            : _builder.Node("Conv", [input, kernel], null, node);
        return Clamped(value, attributes.Activation);
    }

    /// <summary>[O,kh,kw,I] or, for depthwise, [1,kh,kw,O] to [O,I,kh,kw].</summary>
    private static float[] ToOihw(float[] weights, int outputs, int taps, int inputs, bool isDepthwise)
    {
        float[] result = new float[weights.Length];
        for (int oc = 0; oc < outputs; oc++)
        {
            for (int tap = 0; tap < taps; tap++)
            {
                for (int ic = 0; ic < inputs; ic++)
                {
                    int source = isDepthwise ? (tap * outputs) + oc : (((oc * taps) + tap) * inputs) + ic;
                    result[(((oc * inputs) + ic) * taps) + tap] = weights[source];
                }
            }
        }

        return result;
    }

    private string FullyConnected(Operator op)
    {
        Tensor weights = op.Inputs[1];
        int outputs = weights.Shape[0];
        string flat = _builder.Node("Flatten", [ToIrLayout(op.Inputs[0])], null, OnnxGraphBuilder.Attribute("axis", 1L));
        string matrix = _builder.Floats(RealValues(weights), outputs, weights.Shape[1]);
        AttributeProto transposed = OnnxGraphBuilder.Attribute("transB", 1L);
        string value = op.Inputs.Count > 2
            ? _builder.Node("Gemm", [flat, matrix, _builder.Floats(RealValues(op.Inputs[2]), outputs)], null, transposed)
            : _builder.Node("Gemm", [flat, matrix], null, transposed);
        value = Clamped(value, ((FullyConnectedAttributes?)op.Attributes)?.Activation);
        return op.Output.Shape.Length == 2 ? value : FromIrLayout(Reshaped(value, op.Output.Shape), op.Output.Shape);
    }

    /// <summary>An operand of a broadcasting operator, aligned with the output's rank and brought to the internal layout.</summary>
    private string Operand(Operator op, int index)
    {
        Tensor tensor = op.Inputs[index];
        int rank = op.Output.Shape.Length;
        int[] aligned = new int[rank];
        Array.Fill(aligned, 1);
        if (tensor.IsConstant)
        {
            tensor.Shape.CopyTo(aligned, rank - tensor.Shape.Length);
            float[] values = RealValues(tensor);
            long[] dimensions = Array.ConvertAll(aligned, dimension => (long)dimension);
            string constant = _builder.Floats(values, dimensions);
            return rank == 4 ? Transposed(constant, 0, 3, 1, 2) : constant;
        }

        if (tensor.Shape.Length == rank)
        {
            return NameOf(tensor);
        }

        // A batch of lower rank, [1, C] with [1, H, W, C]: the batch stays first, the other dimensions align to the right.
        aligned[0] = tensor.Shape[0];
        tensor.Shape.AsSpan(1).CopyTo(aligned.AsSpan(rank - tensor.Shape.Length + 1));
        return FromIrLayout(Reshaped(NameOf(tensor), aligned), aligned);
    }

    private string Pool(Operator op)
    {
        var attributes = (PoolAttributes)op.Attributes!;
        Padding padding = attributes.Padding;
        AttributeProto kernel = OnnxGraphBuilder.Attribute("kernel_shape", attributes.KernelH, attributes.KernelW);
        AttributeProto strides = OnnxGraphBuilder.Attribute("strides", attributes.StrideH, attributes.StrideW);
        AttributeProto pads = OnnxGraphBuilder.Attribute("pads", padding.Top, padding.Left, padding.Bottom, padding.Right);
        string input = NameOf(op.Inputs[0]);
        string value = op.Kind == OperatorKind.MaxPool
            ? _builder.Node("MaxPool", [input], null, kernel, strides, pads)
            : _builder.Node("AveragePool", [input], null, kernel, strides, pads, OnnxGraphBuilder.Attribute("count_include_pad", attributes.CountPadding ? 1L : 0L));
        return Clamped(value, attributes.Activation);
    }

    private string Mean(Operator op)
    {
        var attributes = (MeanAttributes)op.Attributes!;
        int rank = op.Inputs[0].Shape.Length;
        bool isSpatial = rank == 4 && attributes.Axes is [1, 2];
        if (isSpatial || rank != 4)
        {
            long[] axes = Array.ConvertAll(attributes.Axes, axis => InternalAxis(axis, rank));
            string value = _builder.Node("ReduceMean", [NameOf(op.Inputs[0])], null, OnnxGraphBuilder.Attribute("axes", axes), OnnxGraphBuilder.Attribute("keepdims", attributes.KeepDimensions ? 1L : 0L));
            return rank != 4 && op.Output.Shape.Length == 4 ? FromIrLayout(value, op.Output.Shape) : value;
        }

        string reduced = _builder.Node("ReduceMean", [ToIrLayout(op.Inputs[0])], null,
            OnnxGraphBuilder.Attribute("axes", Array.ConvertAll(attributes.Axes, axis => (long)axis)), OnnxGraphBuilder.Attribute("keepdims", attributes.KeepDimensions ? 1L : 0L));
        return FromIrLayout(reduced, op.Output.Shape);
    }

    private string Pad(Operator op)
    {
        var attributes = (PadAttributes)op.Attributes!;
        int rank = attributes.Before.Length;
        long[] pads = new long[2 * rank];
        for (int axis = 0; axis < rank; axis++)
        {
            pads[InternalAxis(axis, rank)] = attributes.Before[axis];
            pads[rank + InternalAxis(axis, rank)] = attributes.After[axis];
        }

        float value = attributes.Value;
        if (attributes.QuantizedValue is int quantized && op.Inputs[0].Quantization is QuantizationParameters quantization)
        {
            value = (quantized - quantization.ZeroPoint) * quantization.Scale;
        }

        return _builder.Node("Pad", [NameOf(op.Inputs[0]), _builder.Longs(pads), _builder.Floats([value])]);
    }

    private string Transpose(Operator op)
    {
        int[] permutation = ((TransposeAttributes)op.Attributes!).Permutation;
        string value = Transposed(ToIrLayout(op.Inputs[0]), Array.ConvertAll(permutation, axis => (long)axis));
        return FromIrLayout(value, op.Output.Shape);
    }

    private string Softmax(Operator op)
    {
        float beta = ((SoftmaxAttributes?)op.Attributes)?.Beta ?? 1;
        string input = NameOf(op.Inputs[0]);
        if (beta != 1)
        {
            input = _builder.Node("Mul", [input, _builder.Floats([beta])]);
        }

        int rank = op.Output.Shape.Length;
        return _builder.Node("Softmax", [input], null, OnnxGraphBuilder.Attribute("axis", InternalAxis(rank - 1, rank)));
    }

    private string Unary(Operator op)
    {
        var unary = (UnaryAttributes)op.Attributes!;
        string input = NameOf(op.Inputs[0]);
        switch (unary.Function)
        {
            case UnaryFunction.Relu:
                return Clamped(input, Clamp.Relu);
            case UnaryFunction.Relu6:
                return Clamped(input, Clamp.Relu6);
            case UnaryFunction.ReluN1To1:
                return Clamped(input, Clamp.ReluN1To1);
            case UnaryFunction.Clip:
                return Clamped(input, new Clamp(unary.Alpha, unary.Beta));
            case UnaryFunction.LeakyRelu:
                return _builder.Node("LeakyRelu", [input], null, OnnxGraphBuilder.Attribute("alpha", unary.Alpha));
            case UnaryFunction.HardSwish:
                return _builder.Node("Mul", [input, HardSigmoid(input, 1f / 6, 0.5f)]);
            case UnaryFunction.HardSigmoid:
                return HardSigmoid(input, unary.Alpha, unary.Beta);
            case UnaryFunction.Silu:
                return _builder.Node("Mul", [input, _builder.Node("Sigmoid", [input])]);
            case UnaryFunction.Elu:
                return _builder.Node("Elu", [input], null, OnnxGraphBuilder.Attribute("alpha", unary.Alpha));
            case UnaryFunction.Power:
                return _builder.Node("Pow", [input, _builder.Floats([unary.Alpha])]);
            case UnaryFunction.Gelu:
                return HalfGated(input, _builder.Node("Erf", [Affine(input, MathF.Sqrt(0.5f), 0)]));
            case UnaryFunction.GeluTanh:
                string cubic = _builder.Node("Mul", [input, Affine(_builder.Node("Mul", [input, input]), 0.044715f, 1)]);
                return HalfGated(input, _builder.Node("Tanh", [Affine(cubic, MathF.Sqrt(2 / MathF.PI), 0)]));
            case UnaryFunction.Selu:
                return _builder.Node("Selu", [input], null, OnnxGraphBuilder.Attribute("alpha", unary.Alpha), OnnxGraphBuilder.Attribute("gamma", unary.Beta));
            case UnaryFunction.Celu:
                return _builder.Node("Celu", [input], null, OnnxGraphBuilder.Attribute("alpha", unary.Alpha));
            case UnaryFunction.Mish:
                return _builder.Node("Mul", [input, _builder.Node("Tanh", [_builder.Node("Softplus", [input])])]);
            case UnaryFunction.ThresholdedRelu:
                return _builder.Node("ThresholdedRelu", [input], null, OnnxGraphBuilder.Attribute("alpha", unary.Alpha));
            case UnaryFunction.InverseRoot:
                return _builder.Node("Pow", [Affine(_builder.Node("Relu", [input]), 1, unary.Alpha), _builder.Floats([-0.5f])]);
            default:
                return _builder.Node(unary.Function.ToString(), [input]); // Sigmoid, Tanh, Abs, Neg, Exp, Log, Erf, Softplus, Softsign
        }
    }

    private string HardSigmoid(string input, float alpha, float beta) =>
        _builder.Node("HardSigmoid", [input], null, OnnxGraphBuilder.Attribute("alpha", alpha), OnnxGraphBuilder.Attribute("beta", beta));

    private string Concat(Operator op)
    {
        var attributes = (ConcatAttributes)op.Attributes!;
        string[] inputs = [.. op.Inputs.Select(tensor => tensor.IsConstant ? Operand(op, op.Inputs.IndexOf(tensor)) : NameOf(tensor))];
        string value = _builder.Node("Concat", inputs, null, OnnxGraphBuilder.Attribute("axis", InternalAxis(attributes.Axis, op.Output.Shape.Length)));
        return Clamped(value, attributes.Activation);
    }

    private string Resize(Operator op)
    {
        var attributes = (ResizeAttributes)op.Attributes!;
        int[] input = op.Inputs[0].Shape;
        int[] output = op.Output.Shape;
        string scales = _builder.Floats([1, 1, (float)output[1] / input[1], (float)output[2] / input[2]], 4);
        string mode = attributes.AlignCorners ? "align_corners" : attributes.HalfPixelCenters ? "half_pixel" : "asymmetric";
        if (op.Kind == OperatorKind.ResizeBilinear)
        {
            return _builder.Node("Resize", [NameOf(op.Inputs[0]), string.Empty, scales], null, OnnxGraphBuilder.Attribute("mode", "linear"),
                OnnxGraphBuilder.Attribute("coordinate_transformation_mode", mode));
        }

        string nearest = attributes.AlignCorners || attributes.HalfPixelCenters ? "round_prefer_ceil" : "floor";
        return _builder.Node("Resize", [NameOf(op.Inputs[0]), string.Empty, scales], null, OnnxGraphBuilder.Attribute("mode", "nearest"),
            OnnxGraphBuilder.Attribute("coordinate_transformation_mode", mode), OnnxGraphBuilder.Attribute("nearest_mode", nearest));
    }
}
