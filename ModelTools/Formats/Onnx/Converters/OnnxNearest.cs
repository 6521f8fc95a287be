using System;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Formats.Onnx.Wire;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>Which input pixel each output pixel of a nearest-neighbour Resize is, after the ONNX specification of Resize.</summary>
internal static class OnnxNearest
{
    /// <summary>Source index of each output index along one axis.</summary>
    /// <param name="scale">Output size / input size, as the node gives it.</param>
    public static int[] Indices(OnnxNode node, int size, int outputSize, float scale)
    {
        bool isOld = node.Type == "Upsample" || node.Opset < 11;
        string transformation = isOld ? "asymmetric" : node.Text("coordinate_transformation_mode", "half_pixel");
        string rounding = isOld ? (scale < 1 ? "ceil" : "floor") : node.Text("nearest_mode", "round_prefer_floor");
        int[] indices = new int[outputSize];
        for (int i = 0; i < outputSize; i++)
        {
            double position = transformation switch
            {
                "half_pixel" => ((i + 0.5) / scale) - 0.5,
                "pytorch_half_pixel" => outputSize > 1 ? ((i + 0.5) / scale) - 0.5 : 0,
                "asymmetric" => i / (double)scale,
                "align_corners" => outputSize > 1 ? i * (size - 1.0) / (outputSize - 1) : 0,
                "tf_half_pixel_for_nn" => (i + 0.5) / scale,
                _ => throw node.Unsupported($"coordinate_transformation_mode {OnnxName.Quote(transformation)} is not supported", "use asymmetric"),
            };
            double rounded = rounding switch
            {
                "round_prefer_floor" => Math.Ceiling(position - 0.5),
                "round_prefer_ceil" => Math.Floor(position + 0.5),
                "floor" => Math.Floor(position),
                "ceil" => Math.Ceiling(position),
                _ => throw node.Unsupported($"nearest_mode {OnnxName.Quote(rounding)} is not supported", "use floor"),
            };
            indices[i] = (int)Math.Clamp(rounded, 0, size - 1);
        }

        return indices;
    }
}
