using System;
using System.Collections.Generic;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Blocks;

/// <summary>A way to turn one tensor into another: the question whether MBConv pays is asked of these.</summary>
/// <param name="Name">Name in tables.</param>
/// <param name="Layers">What it is made of, in words.</param>
/// <param name="Build">Appends it to a graph.</param>
internal sealed record BlockDesign(string Name, string Layers, Func<BlockGraph, BlockRequest, Tensor, Tensor> Build)
{
    /// <summary>All designs, the plain convolution first.</summary>
    public static IReadOnlyList<BlockDesign> All { get; } =
    [
        new("convolution", "k x k", (graph, r, x) => graph.Convolution(x, r.OutputChannels, r.Kernel, r.Stride, true)),
        new("depthwise separable", "depthwise k x k, 1x1", (graph, r, x) =>
            graph.Convolution(graph.Depthwise(x, r.Kernel, r.Stride), r.OutputChannels, 1, 1, true)),
        new("MBConv", "1x1 expand, depthwise k x k, 1x1 project", (graph, r, x) => MBConv(graph, r, x, false)),
        new("MBConv with squeeze-excite", "the same, channels weighted by squeeze-excite", (graph, r, x) => MBConv(graph, r, x, true)),
        new("fused MBConv", "k x k expand, 1x1 project", (graph, r, x) =>
            Shortcut(graph, r, x, graph.Convolution(graph.Convolution(x, r.Expanded, r.Kernel, r.Stride, true), r.OutputChannels, 1, 1, false))),
    ];

    private static Tensor MBConv(BlockGraph graph, BlockRequest request, Tensor input, bool hasSqueeze)
    {
        Tensor value = request.Expansion > 1 ? graph.Convolution(input, request.Expanded, 1, 1, true) : input;
        value = graph.Depthwise(value, request.Kernel, request.Stride);
        value = hasSqueeze ? graph.SqueezeExcite(value, request.Squeezed) : value;
        return Shortcut(graph, request, input, graph.Convolution(value, request.OutputChannels, 1, 1, false));
    }

    private static Tensor Shortcut(BlockGraph graph, BlockRequest request, Tensor input, Tensor value) => request.HasShortcut ? graph.Add(value, input) : value;
}
