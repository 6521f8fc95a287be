namespace Edge.ModelTools.Graph.Passes;

/// <summary>The passes in the order in which they need each other. Each may be run alone; none changes what the graph computes beyond float rounding.</summary>
internal static class GraphPasses
{
    /// <summary>
    /// Brings a float graph into the form that the quantizer takes: no ScaleShift, clamps and padding inside the operators before
    /// or after them, activation functions as one operator each, MBConv blocks and squeeze-excite marked.
    /// </summary>
    /// <param name="graph">A float graph from a reader; changed in place. Its inputs and outputs stay.</param>
    public static void RunFloat(ModelGraph graph)
    {
        RemoveUnused.Run(graph);
        MergeActivations.Run(graph); // before folding, which would swallow the "+ 3" of x * relu6(x + 3) / 6
        SinkReshapes.Run(graph);
        SimplifyLayout.Run(graph);
        FoldSelections.Run(graph);
        FoldScaleShift.Run(graph);
        LowerScaleShift.Run(graph);
        FusePadding.Run(graph);
        FuseClamps.Run(graph);
        SimplifyLayout.Run(graph); // unary operators that were fused no longer stand between reshapes
        RemoveUnused.Run(graph);
        RecogniseSqueezeExcite.Run(graph);
        RecogniseBlocks.Run(graph);
    }
}
