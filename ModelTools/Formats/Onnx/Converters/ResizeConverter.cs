using System;
using System.Collections.Generic;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Formats.Onnx.Wire;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>
/// Resize and Upsample of height and width, nearest neighbour or linear. ONNX has many ways to pick the neighbour and TensorFlow three;
/// the source indices of every output pixel are compared, and one of TensorFlow's that gives the same indices is taken. Linear ways are
/// TensorFlow's when the sizes are in the ratio that the node gives.
/// </summary>
internal sealed class ResizeConverter : IOnnxConverter
{
    private static readonly ResizeAttributes[] s_candidates = [new(false, false), new(false, true), new(true, false)];

    /// <inheritdoc/>
    public IReadOnlyList<string> Operators { get; } = ["Resize", "Upsample"];

    /// <inheritdoc/>
    public void Convert(OnnxNode node, OnnxImporter import)
    {
        OnnxValue input = OnnxImporter.Activation(node, 0);
        string mode = node.Text("mode", "nearest");
        bool isLinear = mode is "linear" or "bilinear";
        if ((mode != "nearest" && !isLinear) || input.Shape.Length != 4 || node.Ints("axes") is not null)
        {
            throw node.Unsupported(
                $"mode {OnnxName.Quote(mode)} of {input.Shape.Length} dimensions is not supported", "use nearest or linear over [N,C,H,W]");
        }

        float[] scales = new float[4];
        int[] shape = OutputShape(node, input.Shape, scales);
        if (shape[0] != 1 || shape[1] != input.Shape[1])
        {
            throw node.Unsupported("it resizes batch or channels", "resize height and width only");
        }

        if (Math.Max(shape[2], shape[3]) > ushort.MaxValue)
        {
            throw node.Error(DiagnosticId.OnnxTooLarge, $"it resizes to {shape[2]} x {shape[3]} pixels", "resize by less");
        }

        if (isLinear)
        {
            ResizeAttributes linear = Linear(node, input.Shape, shape, scales);
            import.Emit(node, OperatorKind.ResizeBilinear, [import.ChannelsLast(node, input)], shape, OnnxLayout.ChannelsLast(4), linear);
            return;
        }

        int[] rows = OnnxNearest.Indices(node, input.Shape[2], shape[2], scales[2]);
        int[] columns = OnnxNearest.Indices(node, input.Shape[3], shape[3], scales[3]);
        foreach (ResizeAttributes candidate in s_candidates)
        {
            if (rows.AsSpan().SequenceEqual(TensorFlowIndices(candidate, input.Shape[2], shape[2]))
                && columns.AsSpan().SequenceEqual(TensorFlowIndices(candidate, input.Shape[3], shape[3])))
            {
                import.Emit(node, OperatorKind.ResizeNearest, [import.ChannelsLast(node, input)], shape, OnnxLayout.ChannelsLast(4), candidate);
                return;
            }
        }

        throw node.Unsupported(
            "its way of picking the nearest pixel is none of TensorFlow's", "export with coordinate_transformation_mode=asymmetric, nearest_mode=floor");
    }

    /// <summary>TensorFlow's name for the way a linear Resize relates pixels.</summary>
    private static ResizeAttributes Linear(OnnxNode node, int[] shape, int[] outputShape, float[] scales)
    {
        bool isOld = node.Type == "Upsample" || node.Opset < 11;
        string transformation = isOld ? "asymmetric" : node.Text("coordinate_transformation_mode", "half_pixel");
        bool isKnown = transformation is "asymmetric" or "half_pixel" or "pytorch_half_pixel" or "align_corners";
        if (!isKnown || node.Flag("antialias", false))
        {
            throw node.Unsupported(
                isKnown ? "antialias is not supported" : $"coordinate_transformation_mode {OnnxName.Quote(transformation)} is not supported",
                "use half_pixel, align_corners or asymmetric, without antialias");
        }

        for (int axis = 2; axis < 4; axis++)
        {
            bool isExact = transformation == "align_corners" || MathF.Abs((shape[axis] * scales[axis]) - outputShape[axis]) < 1e-3f * outputShape[axis];
            if (!isExact)
            {
                throw node.Unsupported($"{shape[axis]} pixels times {scales[axis]} are not whole", "resize to a size that the scale gives without rounding");
            }
        }

        // Of one output pixel PyTorch takes the first input pixel, TensorFlow the middle: the same only where there is one.
        bool isOdd = transformation == "pytorch_half_pixel" && ((outputShape[2] == 1 && shape[2] > 1) || (outputShape[3] == 1 && shape[3] > 1));
        return isOdd
            ? throw node.Unsupported("it resizes to one pixel by pytorch_half_pixel", "use half_pixel")
            : new ResizeAttributes(transformation == "align_corners", transformation is "half_pixel" or "pytorch_half_pixel");
    }

    /// <summary>Source index of each output index, after TensorFlow's ResizeNearestNeighbor.</summary>
    private static int[] TensorFlowIndices(ResizeAttributes attributes, int size, int outputSize)
    {
        float scale = attributes.AlignCorners && outputSize > 1 ? (size - 1) / (float)(outputSize - 1) : size / (float)outputSize;
        int[] indices = new int[outputSize];
        for (int i = 0; i < outputSize; i++)
        {
            float position = (i + (attributes.HalfPixelCenters ? 0.5f : 0)) * scale;
            float rounded = attributes.AlignCorners ? MathF.Round(position, MidpointRounding.AwayFromZero) : MathF.Floor(position);
            indices[i] = Math.Clamp((int)rounded, 0, size - 1);
        }

        return indices;
    }

    // Inputs: X (Upsample 7, scales are an attribute), X, scales (Upsample 9, Resize 10), or X, roi, scales, sizes (Resize 11 and up). Fills the scales of all axes.
    private static int[] OutputShape(OnnxNode node, int[] shape, float[] scales)
    {
        bool hasRoi = node.Type == "Resize" && node.Opset >= 11;
        int[] output = new int[shape.Length];
        if (hasRoi && node.OptionalIntegers(3, "sizes") is { Length: > 0 } sizes)
        {
            for (int axis = 0; axis < shape.Length; axis++)
            {
                if (sizes.Length != shape.Length || sizes[axis] < 1 || sizes[axis] > OnnxShape.MaxElements)
                {
                    throw node.Mismatch($"sizes {OnnxShape.Text(sizes)} for an input of shape {OnnxShape.Text(shape)}");
                }

                output[axis] = (int)sizes[axis];
                scales[axis] = output[axis] / (float)shape[axis];
            }

            return output;
        }

        float[] given = (node.Opset < 9 ? node.Floats("scales") : null) ?? node.FiniteFloats(hasRoi ? 2 : 1, "scales");
        for (int axis = 0; axis < shape.Length; axis++)
        {
            // The product is taken in float32, as ONNX Runtime does.
            float size = given.Length == shape.Length ? MathF.Floor(shape[axis] * given[axis]) : 0;
            if (size < 1 || size > OnnxShape.MaxElements)
            {
                throw node.Error(
                    DiagnosticId.OnnxShapeMismatch, $"scales {OnnxShape.Text(given)} for an input of shape {OnnxShape.Text(shape)}", "export the model again");
            }

            output[axis] = (int)size;
            scales[axis] = given[axis];
        }

        return output;
    }
}
