using System.Linq;
using Edge.ModelTools.Graph;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Onnx;

/// <summary>Slices, splits, gathers, shuffles, depth to space and the like, as read and after the passes, against ONNX Runtime.</summary>
[TestClass]
public sealed class OnnxMovementTests
{
    [TestMethod]
    [DataRow(new long[] { 1 }, new long[] { -1 }, new long[] { 2 }, new long[] { 1 })]
    [DataRow(new long[] { -1 }, new long[] { long.MinValue }, new long[] { 1 }, new long[] { -1 })]
    [DataRow(new long[] { 5, 0 }, new long[] { 0, 100 }, new long[] { 2, 3 }, new long[] { -2, 3 })]
    [DataRow(new long[] { 1, 1, 1 }, new long[] { 4, 5, 6 }, new long[] { 1, 2, 3 }, new long[] { 1, 1, 1 })]
    [DataRow(new long[] { 0 }, new long[] { long.MaxValue }, new long[] { -1 }, new long[] { 1 })]
    public void A_slice_matches_ONNX_Runtime(long[] starts, long[] ends, long[] axes, long[] steps)
    {
        foreach (bool isBehindConvolution in new[] { false, true })
        {
            var builder = new OnnxModelBuilder();
            string value = builder.Input(1, 4, 6, 7);
            value = isBehindConvolution ? builder.Conv(value, 4, 5, 3) : value;
            value = builder.Node("Slice", [value, builder.Longs(starts), builder.Longs(ends), builder.Longs(axes), builder.Longs(steps)]);
            OnnxComparison.Check(builder, builder.Node("Relu", value));
        }
    }

    [TestMethod]
    [DataRow("reflect", new long[] { 0, 0, 2, 1, 0, 0, 1, 3 })]
    [DataRow("edge", new long[] { 0, 1, 2, 1, 0, 0, 7, 3 })]
    [DataRow("wrap", new long[] { 0, 0, 0, 7, 0, 0, 6, 1 })]
    public void Padding_with_what_the_image_holds_matches_ONNX_Runtime(string mode, long[] pads)
    {
        var builder = new OnnxModelBuilder(19);
        builder.Model.IrVersion = 9;
        string value = builder.Node("Pad", [builder.Conv(builder.Input(1, 3, 6, 7), 3, 4, 3), builder.Longs(pads)], ("mode", mode));
        OnnxComparison.Check(builder, builder.Node("Relu", value));
    }

    [TestMethod]
    [DataRow(12, new long[] { 1, 3, 2, 2, 6, 8 }, new long[] { 0, 1, 4, 2, 5, 3 }, new long[] { 1, 3, 12, 16 }, 3)]
    [DataRow(12, new long[] { 1, 2, 2, 3, 6, 8 }, new long[] { 0, 3, 4, 1, 5, 2 }, new long[] { 1, 3, 12, 16 }, 3)]
    [DataRow(3, new long[] { 1, 3, 3, 2, 4, 2 }, new long[] { 0, 1, 3, 5, 2, 4 }, new long[] { 1, 12, 3, 4 }, 12)]
    [DataRow(3, new long[] { 1, 3, 3, 2, 4, 2 }, new long[] { 0, 3, 5, 1, 2, 4 }, new long[] { 1, 12, 3, 4 }, 12)]
    public void Blocks_of_pixels_spelled_out_match_ONNX_Runtime(int channels, long[] split, long[] permutation, long[] joined, int kept)
    {
        var builder = new OnnxModelBuilder();
        string value = builder.Conv(builder.Input(1, 2, 6, 8), 2, channels, 3);
        value = builder.Node("Transpose", builder.Node("Reshape", [value, builder.Longs(split)]), ("perm", permutation));
        ModelGraph graph = OnnxComparison.Check(builder, builder.Conv(builder.Node("Reshape", [value, builder.Longs(joined)]), kept, 2, 1));
        Assert.IsFalse(graph.Operators.Exists(op => op.Output.Shape.Length > 4), "six dimensions are left");
    }

    [TestMethod]
    public void A_tile_matches_ONNX_Runtime()
    {
        var builder = new OnnxModelBuilder();
        string value = builder.Node("Tile", [builder.Conv(builder.Input(1, 3, 6, 7), 3, 4, 3), builder.Longs(1, 2, 1, 3)]);
        OnnxComparison.Check(builder, builder.Conv(value, 8, 3, 1));
    }

    [TestMethod]
    [DataRow(1, new long[] { 1, 4, 3 })]
    [DataRow(2, new long[] { 2, 4 })]
    [DataRow(3, null)]
    [DataRow(-3, null)]
    public void The_parts_of_a_split_match_ONNX_Runtime(int axis, long[]? sizes)
    {
        var builder = new OnnxModelBuilder();
        string input = builder.Input(1, 8, 6, 10);
        string[] names = [.. Enumerable.Range(0, sizes?.Length ?? 2).Select(i => $"part{i}")];
        builder.Node("Split", sizes is null ? [input] : [input, builder.Longs(sizes)], ("axis", (long)axis));
        builder.Graph.Node[^1].Output.Clear();
        builder.Graph.Node[^1].Output.AddRange(names);
        string joined = builder.Node("Concat", names.Reverse().Select(name => builder.Node("Sigmoid", name)), ("axis", (long)axis));
        OnnxComparison.Check(builder, joined);
    }

    [TestMethod]
    [DataRow(1, new long[] { 2, 0, -1, 1, 2 })]
    [DataRow(2, new long[] { 5, 5, 0 })]
    [DataRow(3, new long[] { 1, 3, 5 })]
    public void A_gather_matches_ONNX_Runtime(int axis, long[] indices)
    {
        var builder = new OnnxModelBuilder();
        string value = builder.Node("Gather", [builder.Conv(builder.Input(1, 3, 6, 7), 3, 4, 3), builder.Longs(indices)], ("axis", (long)axis));
        OnnxComparison.Check(builder, builder.Node("Relu", value));
    }

    [TestMethod]
    public void A_gather_of_one_index_removes_the_axis()
    {
        foreach (long axis in new[] { 1L, 2L, 3L })
        {
            var builder = new OnnxModelBuilder();
            string index = builder.Add(OnnxModelBuilder.Tensor(ModelTools.Formats.Onnx.Proto.TensorProto.Types.DataType.Int64, [], System.BitConverter.GetBytes(2L)));
            string value = builder.Node("Gather", [builder.Conv(builder.Input(1, 3, 6, 7), 3, 4, 3), index], ("axis", axis));
            OnnxComparison.Check(builder, builder.Node("Sigmoid", value));
        }
    }

    [TestMethod]
    [DataRow(2)]
    [DataRow(3)]
    public void A_channel_shuffle_becomes_one_selection(int groups)
    {
        var builder = new OnnxModelBuilder();
        string value = Shuffle(builder, builder.Conv(builder.Input(1, 6, 6, 5), 6, 12, 3, group: 2), 12, groups, 6, 5);
        ModelGraph graph = OnnxComparison.Check(builder, builder.Node("Sigmoid", value));
        CollectionAssert.AreEqual(new[] { OperatorKind.Conv2D, OperatorKind.Select, OperatorKind.Unary }, graph.Operators.ConvertAll(op => op.Kind));
    }

    [TestMethod]
    public void A_shuffle_moves_into_the_convolution_that_reads_it()
    {
        var builder = new OnnxModelBuilder();
        string value = Shuffle(builder, builder.Conv(builder.Input(1, 6, 6, 5), 6, 12, 3, group: 2), 12, 3, 6, 5);
        ModelGraph graph = OnnxComparison.Check(builder, builder.Conv(value, 12, 4, 3));
        CollectionAssert.AreEqual(new[] { OperatorKind.Conv2D, OperatorKind.Conv2D }, graph.Operators.ConvertAll(op => op.Kind));
    }

    [TestMethod]
    public void A_selection_of_filters_moves_into_the_convolution_before_it()
    {
        var builder = new OnnxModelBuilder();
        string value = builder.Node("Gather", [builder.Conv(builder.Input(1, 3, 6, 5), 3, 12, 3), builder.Longs(7, 0, 3)], ("axis", 1L));
        ModelGraph graph = OnnxComparison.Check(builder, builder.Node("Sigmoid", value));
        CollectionAssert.AreEqual(new[] { OperatorKind.Conv2D, OperatorKind.Unary }, graph.Operators.ConvertAll(op => op.Kind));
        Assert.AreEqual(3, graph.Operators[0].Inputs[1].Shape[0]);
    }

    [TestMethod]
    [DataRow("DCR")]
    [DataRow("CRD")]
    public void Depth_to_space_matches_ONNX_Runtime(string mode)
    {
        var builder = new OnnxModelBuilder();
        string value = builder.Node("DepthToSpace", builder.Conv(builder.Input(1, 3, 4, 5), 3, 18, 3), ("blocksize", 3L), ("mode", mode));
        OnnxComparison.Check(builder, builder.Conv(value, 2, 3, 3));
    }

    [TestMethod]
    public void Space_to_depth_matches_ONNX_Runtime()
    {
        foreach (long block in new[] { 1L, 2L, 3L })
        {
            var builder = new OnnxModelBuilder();
            string value = builder.Node("SpaceToDepth", builder.Input(1, 3, 6, 12), ("blocksize", block));
            OnnxComparison.Check(builder, builder.Conv(value, (int)(3 * block * block), 3, 3));
        }
    }

    [TestMethod]
    public void A_repetition_matches_ONNX_Runtime()
    {
        var builder = new OnnxModelBuilder();
        string value = builder.Node("GlobalAveragePool", builder.Input(1, 3, 6, 5));
        OnnxComparison.Check(builder, builder.Node("Sigmoid", builder.Node("Expand", [value, builder.Longs(1, 3, 4, 2)])));
    }

    [TestMethod]
    public void A_reshape_that_splits_and_merges_axes_moves_nothing()
    {
        var builder = new OnnxModelBuilder();
        string value = builder.Conv(builder.Input(1, 3, 6, 5), 3, 12, 3);
        value = builder.Node("Reshape", [value, builder.Longs(1, 3, 4, 30)]);
        value = builder.Node("Sigmoid", builder.Node("Reshape", [value, builder.Longs(1, 12, 6, 5)]));
        ModelGraph graph = OnnxComparison.Check(builder, builder.Conv(value, 12, 2, 3));
        Assert.IsFalse(graph.Operators.Exists(op => op.Kind == OperatorKind.Transpose));
    }

    [TestMethod]
    [DataRow(new long[] { 1, 12, 30 }, new long[] { 0, 2, 1 })]
    [DataRow(new long[] { 1, 2, 6, 6, 5 }, new long[] { 0, 1, 3, 4, 2 })]
    [DataRow(new long[] { 1, 72, 5 }, new long[] { 0, 1, 2 })]
    [DataRow(new long[] { 6, 2, 1, 30 }, new long[] { 1, 0, 3, 2 })]
    [DataRow(new long[] { 1, 4, 3, 30 }, new long[] { 0, 3, 1, 2 })]
    public void Reshapes_and_transposes_of_any_kind_match_ONNX_Runtime(long[] shape, long[] permutation)
    {
        var builder = new OnnxModelBuilder();
        string value = builder.Conv(builder.Input(1, 3, 6, 5), 3, 12, 3);
        value = builder.Node("Transpose", builder.Node("Reshape", [value, builder.Longs(shape)]), ("perm", permutation));
        OnnxComparison.Check(builder, builder.Node("Reshape", [builder.Node("Sigmoid", value), builder.Longs(1, 360)]));
    }

    private static string Shuffle(OnnxModelBuilder builder, string value, int channels, int groups, int height, int width)
    {
        string split = builder.Node("Reshape", [value, builder.Longs(1, groups, channels / groups, height, width)]);
        string moved = builder.Node("Transpose", split, ("perm", new long[] { 0, 2, 1, 3, 4 }));
        return builder.Node("Reshape", [moved, builder.Longs(1, channels, height, width)]);
    }
}
