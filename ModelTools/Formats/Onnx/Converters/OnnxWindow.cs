using System;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Formats.Onnx.Wire;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>
/// The sliding window of a convolution or pooling operator: kernel_shape, strides, pads, dilations, auto_pad and ceil_mode, settled
/// for one input size. After ONNX's Conv and MaxPool: out = floor((in + pads - extent) / stride) + 1, where a dilated kernel extends
/// over (kernel - 1) * dilation + 1. A window over one dimension is one row high.
/// </summary>
internal sealed record OnnxWindow(int KernelH, int KernelW, int StrideH, int StrideW, Padding Padding, int OutputH, int OutputW)
{
    /// <summary>Whether ceil_mode added a last window that reaches beyond the padding.</summary>
    public bool IsExtended { get; private init; }

    /// <summary>Distance of two taps below each other.</summary>
    public int DilationH { get; private init; }

    /// <summary>Distance of two taps beside each other.</summary>
    public int DilationW { get; private init; }

    /// <summary>Reads the window of a node.</summary>
    /// <param name="inputShape">[N, C, H, W] or [N, C, L].</param>
    /// <param name="weightKernel">Spatial dimensions of the weights, or null for pooling, where kernel_shape must be given.</param>
    public static OnnxWindow Read(OnnxNode node, int[] inputShape, int[]? weightKernel)
    {
        int spatial = inputShape.Length - 2;
        int[] kernel = weightKernel is null || node.Ints("kernel_shape") is not null ? node.SmallInts("kernel_shape", spatial, 1, 0) : weightKernel;
        if (kernel[0] == 0 || (weightKernel is not null && !kernel.AsSpan().SequenceEqual(weightKernel)))
        {
            throw node.Mismatch(kernel[0] == 0 ? "kernel_shape is missing" : "kernel_shape is not the shape of the weights");
        }

        int[] strides = node.SmallInts("strides", spatial, 1, 1);
        int[] dilations = node.SmallInts("dilations", spatial, 1, 1);
        int[] extents = new int[spatial];
        for (int i = 0; i < spatial; i++)
        {
            long extent = ((kernel[i] - 1L) * dilations[i]) + 1;
            extents[i] = extent <= ushort.MaxValue ? (int)extent : throw node.Mismatch($"a kernel of {kernel[i]} with dilation {dilations[i]} is too large");
        }

        int[] pads = Pads(node, inputShape, extents, strides);
        bool isCeil = node.Flag("ceil_mode", false);
        int[] output = new int[spatial];
        bool isExtended = false;
        for (int i = 0; i < spatial; i++)
        {
            int size = inputShape[2 + i];
            int free = size + pads[i] + pads[spatial + i] - extents[i];
            if (free < 0)
            {
                throw node.Mismatch($"a kernel of {extents[i]} does not fit {size} pixels with {pads[i]} + {pads[spatial + i]} of padding");
            }

            output[i] = (free / strides[i]) + 1;

            // The extra window of ceil_mode must start within the input or the padding before it.
            if (isCeil && free % strides[i] != 0 && output[i] * strides[i] < size + pads[i])
            {
                pads[spatial + i] += strides[i] - (free % strides[i]);
                output[i]++;
                isExtended = true;
            }
        }

        bool isImage = spatial == 2;
        var padding = isImage ? new Padding(pads[0], pads[1], pads[2], pads[3]) : new Padding(0, pads[0], 0, pads[1]);
        return new OnnxWindow(
            isImage ? kernel[0] : 1, kernel[^1], isImage ? strides[0] : 1, strides[^1], padding, isImage ? output[0] : 1, output[^1])
        {
            IsExtended = isExtended,
            DilationH = isImage ? dilations[0] : 1,
            DilationW = dilations[^1],
        };
    }

    // Those before each axis, then those behind.
    private static int[] Pads(OnnxNode node, int[] inputShape, int[] extents, int[] strides)
    {
        int spatial = extents.Length;
        string automatic = node.Text("auto_pad", "NOTSET");
        switch (automatic)
        {
            case "NOTSET" or "":
                return node.SmallInts("pads", 2 * spatial, 0, 0);
            case "VALID":
                return new int[2 * spatial];
            case "SAME_UPPER" or "SAME_LOWER":
                int[] pads = new int[2 * spatial];
                for (int i = 0; i < spatial; i++)
                {
                    var same = Padding.Same(inputShape[2 + i], 1, extents[i], 1, strides[i], 1);
                    (pads[i], pads[spatial + i]) = automatic == "SAME_UPPER" ? (same.Top, same.Bottom) : (same.Bottom, same.Top);
                }

                return pads;
            default:
                throw node.Error(DiagnosticId.OnnxAttributeBad, $"auto_pad is {OnnxName.Quote(automatic)}", "export the model again");
        }
    }
}
