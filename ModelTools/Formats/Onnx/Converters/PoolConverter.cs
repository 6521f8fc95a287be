using System.Collections.Generic;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>AveragePool, MaxPool, GlobalAveragePool (a Mean over H and W) and GlobalMaxPool, in two dimensions.</summary>
internal sealed class PoolConverter : IOnnxConverter
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Operators { get; } = ["AveragePool", "MaxPool", "GlobalAveragePool", "GlobalMaxPool"];

    /// <inheritdoc/>
    public void Convert(OnnxNode node, OnnxImporter import)
    {
        OnnxValue input = OnnxImporter.Activation(node, 0);
        if (input.Shape.Length != 4)
        {
            throw node.Unsupported($"its input has {input.Shape.Length} dimensions", "pool over [N,C,H,W]");
        }

        Tensor source = import.ChannelsLast(node, input);
        int[] order = OnnxLayout.ChannelsLast(4);
        int height = input.Shape[2];
        int width = input.Shape[3];
        int[] pooled = [1, input.Shape[1], 1, 1];
        switch (node.Type)
        {
            case "GlobalAveragePool":
                import.Emit(node, OperatorKind.Mean, [source], pooled, order, new MeanAttributes([1, 2], true));
                break;
            case "GlobalMaxPool":
                import.Emit(node, OperatorKind.MaxPool, [source], pooled, order, new PoolAttributes(height, width, 1, 1, Padding.None));
                break;
            default:
                ConvertWindow(node, import, input, source);
                break;
        }
    }

    private static void ConvertWindow(OnnxNode node, OnnxImporter import, OnnxValue input, Tensor source)
    {
        foreach (int dilation in node.SmallInts("dilations", 2, 1, 1))
        {
            if (dilation != 1)
            {
                throw node.Unsupported($"dilation {dilation} is not supported (only 1)", "train and export with dilation 1");
            }
        }

        var window = OnnxWindow.Read(node, input.Shape, null);
        Padding padding = window.Padding;
        if (padding.Top >= window.KernelH || padding.Bottom >= window.KernelH || padding.Left >= window.KernelW || padding.Right >= window.KernelW)
        {
            throw node.Mismatch("the padding is as large as the kernel, so that a window would hold padding only");
        }

        bool countsPadding = node.Type == "AveragePool" && node.Flag("count_include_pad", false) && padding.Any;
        if (countsPadding && window.IsExtended)
        {
            throw node.Unsupported("count_include_pad together with ceil_mode is not supported", "export with ceil_mode=0");
        }

        import.Emit(
            node,
            node.Type == "AveragePool" ? OperatorKind.AveragePool : OperatorKind.MaxPool,
            [source],
            [1, input.Shape[1], window.OutputH, window.OutputW],
            OnnxLayout.ChannelsLast(4),
            new PoolAttributes(window.KernelH, window.KernelW, window.StrideH, window.StrideW, padding, CountPadding: countsPadding));
    }
}
