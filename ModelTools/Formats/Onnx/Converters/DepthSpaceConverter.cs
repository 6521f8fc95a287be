using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>
/// DepthToSpace in both orders, and SpaceToDepth, which is the image read in steps from each position of a block, one part behind the
/// other.
/// </summary>
internal sealed class DepthSpaceConverter : IOnnxConverter
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Operators { get; } = ["DepthToSpace", "SpaceToDepth"];

    /// <inheritdoc/>
    public void Convert(OnnxNode node, OnnxImporter import)
    {
        OnnxValue input = OnnxImporter.Activation(node, 0);
        int[] shape = input.Shape;
        long size = node.Int("blocksize", 0);
        if (shape.Length != 4 || size < 1 || size > ushort.MaxValue)
        {
            throw node.Mismatch($"blocks of {size} pixels of an input of shape {OnnxShape.Text(shape)}");
        }

        int block = (int)size;
        if (node.Type == "SpaceToDepth")
        {
            SpaceToDepth(node, import, input, block, isChannelMajor: false);
            return;
        }

        if (shape[1] % (size * size) != 0)
        {
            throw node.Mismatch($"{shape[1]} channels do not fill blocks of {block} x {block}");
        }

        DepthToSpace(node, import, input, block, node.Text("mode", "DCR") == "CRD");
    }

    /// <summary>Adds the operator that makes blocks of pixels of the channels of an image.</summary>
    public static void DepthToSpace(OnnxNode node, OnnxImporter import, OnnxValue image, int block, bool isChannelMajor)
    {
        int[] shape = image.Shape;
        import.Emit(
            node,
            OperatorKind.DepthToSpace,
            [import.ChannelsLast(node, image)],
            OnnxImporter.CheckedShape(node, [1, shape[1] / (block * block), (long)shape[2] * block, (long)shape[3] * block]),
            OnnxLayout.ChannelsLast(4),
            new DepthToSpaceAttributes(block, block, isChannelMajor));
    }

    /// <summary>Adds the operators that make channels of the blocks of an image: position by position, or, channel-major, those of a channel side by side.</summary>
    public static void SpaceToDepth(OnnxNode node, OnnxImporter import, OnnxValue input, int block, bool isChannelMajor)
    {
        int[] shape = input.Shape;
        if (shape[2] % block != 0 || shape[3] % block != 0)
        {
            throw node.Mismatch($"{shape[2]} x {shape[3]} pixels are not blocks of {block} x {block}");
        }

        if (block == 1)
        {
            import.Alias(node, input);
            return;
        }

        Tensor image = import.ChannelsLast(node, input);
        int height = shape[2] / block;
        int width = shape[3] / block;
        var parts = new List<Tensor>();
        for (int y = 0; y < block; y++)
        {
            for (int x = 0; x < block; x++)
            {
                var picks = new SelectAttributes([null, Steps(y, block, height), Steps(x, block, width), null]);
                parts.Add(import.EmitAuxiliary(node, OperatorKind.Select, [image], [1, height, width, shape[1]], "part", picks));
            }
        }

        int[] result = [1, shape[1] * block * block, height, width];
        if (!isChannelMajor)
        {
            import.Emit(node, OperatorKind.Concat, [.. parts], result, OnnxLayout.ChannelsLast(4), new ConcatAttributes(3));
            return;
        }

        Tensor whole = import.EmitAuxiliary(node, OperatorKind.Concat, [.. parts], [1, height, width, result[1]], "parts", new ConcatAttributes(3));
        int[] channels = [.. Enumerable.Range(0, result[1]).Select(i => (i % (block * block) * shape[1]) + (i / (block * block)))];
        import.Emit(node, OperatorKind.Select, [whole], result, OnnxLayout.ChannelsLast(4), new SelectAttributes([null, null, null, channels]));
    }

    private static int[] Steps(int start, int step, int count) => [.. Enumerable.Range(0, count).Select(i => start + (i * step))];
}
