using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Formats.Onnx.Wire;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>
/// The sliding window of a convolution or pooling operator: kernel_shape, strides, pads, auto_pad and ceil_mode, settled for
/// one input size. After ONNX's Conv and MaxPool: out = floor((in + pads - kernel) / stride) + 1.
/// </summary>
internal sealed record OnnxWindow(int KernelH, int KernelW, int StrideH, int StrideW, Padding Padding, int OutputH, int OutputW)
{
    /// <summary>Whether ceil_mode added a last window that reaches beyond the padding.</summary>
    public bool IsExtended { get; private init; }

    /// <summary>Reads the window of a node.</summary>
    /// <param name="inputShape">[N, C, H, W].</param>
    /// <param name="weightKernel">Height and width of the weights, or null for pooling, where kernel_shape must be given.</param>
    public static OnnxWindow Read(OnnxNode node, int[] inputShape, int[]? weightKernel)
    {
        int[] kernel = weightKernel is null || node.Ints("kernel_shape") is not null ? node.SmallInts("kernel_shape", 2, 1, 0) : weightKernel;
        if (kernel[0] == 0 || (weightKernel is not null && (kernel[0] != weightKernel[0] || kernel[1] != weightKernel[1])))
        {
            throw node.Mismatch(kernel[0] == 0 ? "kernel_shape is missing" : "kernel_shape is not the shape of the weights");
        }

        int[] strides = node.SmallInts("strides", 2, 1, 1);
        int[] pads = Pads(node, inputShape, kernel, strides);
        bool isCeil = node.Flag("ceil_mode", false);
        int[] output = new int[2];
        bool isExtended = false;
        for (int i = 0; i < 2; i++)
        {
            int size = inputShape[2 + i];
            int free = size + pads[i] + pads[2 + i] - kernel[i];
            if (free < 0)
            {
                throw node.Mismatch($"a kernel of {kernel[i]} does not fit {size} pixels with {pads[i]} + {pads[2 + i]} of padding");
            }

            output[i] = (free / strides[i]) + 1;

            // The extra window of ceil_mode must start within the input or the padding before it.
            if (isCeil && free % strides[i] != 0 && output[i] * strides[i] < size + pads[i])
            {
                pads[2 + i] += strides[i] - (free % strides[i]);
                output[i]++;
                isExtended = true;
            }
        }

        var padding = new Padding(pads[0], pads[1], pads[2], pads[3]);
        return new OnnxWindow(kernel[0], kernel[1], strides[0], strides[1], padding, output[0], output[1]) { IsExtended = isExtended };
    }

    // Returns top, left, bottom, right.
    private static int[] Pads(OnnxNode node, int[] inputShape, int[] kernel, int[] strides)
    {
        string automatic = node.Text("auto_pad", "NOTSET");
        switch (automatic)
        {
            case "NOTSET" or "":
                return node.SmallInts("pads", 4, 0, 0);
            case "VALID":
                return new int[4];
            case "SAME_UPPER" or "SAME_LOWER":
                var same = Padding.Same(inputShape[2], inputShape[3], kernel[0], kernel[1], strides[0], strides[1]);
                return automatic == "SAME_UPPER"
                    ? [same.Top, same.Left, same.Bottom, same.Right]
                    : [same.Bottom, same.Right, same.Top, same.Left];
            default:
                throw node.Error(DiagnosticId.OnnxAttributeBad, $"auto_pad is {OnnxName.Quote(automatic)}", "export the model again");
        }
    }
}
