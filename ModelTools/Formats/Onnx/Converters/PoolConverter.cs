using System.Collections.Generic;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>AveragePool, MaxPool, GlobalAveragePool (a Mean over H and W) and GlobalMaxPool, in one and two dimensions.</summary>
internal sealed class PoolConverter : IOnnxConverter
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Operators { get; } = ["AveragePool", "MaxPool", "GlobalAveragePool", "GlobalMaxPool"];

    /// <inheritdoc/>
    public void Convert(OnnxNode node, OnnxImporter import)
    {
        OnnxValue input = OnnxImporter.Activation(node, 0);
        if (!OnnxImage.Is(input))
        {
            throw node.Unsupported($"its input has {input.Shape.Length} dimensions", "pool over [N,C,H,W] or [N,C,L]");
        }

        Tensor source = OnnxImage.Of(node, import, input);
        (int height, int width) = OnnxImage.Size(input);
        (int, int, int) pooled = (input.Shape[1], 1, 1);
        switch (node.Type)
        {
            case "GlobalAveragePool":
                OnnxImage.Emit(node, import, input, OperatorKind.Mean, [source], pooled, new MeanAttributes([1, 2], true));
                break;
            case "GlobalMaxPool":
                OnnxImage.Emit(node, import, input, OperatorKind.MaxPool, [source], pooled, new PoolAttributes(height, width, 1, 1, Padding.None));
                break;
            default:
                ConvertWindow(node, import, input, source);
                break;
        }
    }

    private static void ConvertWindow(OnnxNode node, OnnxImporter import, OnnxValue input, Tensor source)
    {
        var window = OnnxWindow.Read(node, input.Shape, null);
        if (window.DilationH != 1 || window.DilationW != 1)
        {
            throw node.Unsupported("a dilated pool is not supported", "pool with dilation 1");
        }

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

        OnnxImage.Emit(
            node,
            import,
            input,
            node.Type == "AveragePool" ? OperatorKind.AveragePool : OperatorKind.MaxPool,
            [source],
            (input.Shape[1], window.OutputH, window.OutputW),
            new PoolAttributes(window.KernelH, window.KernelW, window.StrideH, window.StrideW, padding, CountPadding: countsPadding));
    }
}
