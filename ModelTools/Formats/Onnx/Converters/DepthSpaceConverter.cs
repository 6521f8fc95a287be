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
            SpaceToDepth(node, import, input, block);
            return;
        }

        if (shape[1] % (size * size) != 0)
        {
            throw node.Mismatch($"{shape[1]} channels do not fill blocks of {block} x {block}");
        }

        import.Emit(
            node,
            OperatorKind.DepthToSpace,
            [import.ChannelsLast(node, input)],
            OnnxImporter.CheckedShape(node, [1, shape[1] / (block * block), (long)shape[2] * block, (long)shape[3] * block]),
            OnnxLayout.ChannelsLast(4),
            new DepthToSpaceAttributes(block, block, node.Text("mode", "DCR") == "CRD"));
    }

    private static void SpaceToDepth(OnnxNode node, OnnxImporter import, OnnxValue input, int block)
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

        import.Emit(node, OperatorKind.Concat, [.. parts], [1, shape[1] * block * block, height, width], OnnxLayout.ChannelsLast(4), new ConcatAttributes(3));
    }

    private static int[] Steps(int start, int step, int count) => [.. Enumerable.Range(0, count).Select(i => start + (i * step))];
}
