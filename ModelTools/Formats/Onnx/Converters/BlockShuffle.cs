using System;
using Edge.ModelTools.Formats.Onnx.Import;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>
/// DepthToSpace and SpaceToDepth spelled as a reshape of an image to six dimensions, a transpose and a reshape back, as
/// <c>view</c>, <c>permute</c>, <c>view</c> and PixelUnshuffle export them.
/// </summary>
internal static class BlockShuffle
{
    /// <summary>Converts the second reshape where it ends such a spelling.</summary>
    /// <param name="shape">Shape of the node's output.</param>
    /// <returns>Whether it did.</returns>
    public static bool TryConvert(OnnxNode node, OnnxImporter import, int[] shape)
    {
        if (shape.Length != 4 || node.Input(0) is not { Shape.Length: 6, Producer: { Type: "Transpose" } transpose }
            || transpose.Input(0) is not { Shape: [1, ..] split, Producer: { Type: "Reshape" } reshape }
            || reshape.Input(0) is not { Shape: [1, int channels, int height, int width], Activation: not null } image)
        {
            return false;
        }

        // The six axes are channels, rows and columns of the image, and the two of a block.
        int[] permutation = OnnxTranspose.Permutation(transpose, 6);
        switch (permutation)
        {
            case [0, 1, 4, 2, 5, 3] or [0, 3, 4, 1, 5, 2] when split[4] == height && split[5] == width:
                bool isChannelMajor = permutation[1] == 1;
                int block = split[2];
                int kept = split[permutation[1]];
                if (block != split[isChannelMajor ? 3 : 1] || !shape.AsSpan().SequenceEqual([1, kept, height * block, width * block]))
                {
                    return false;
                }

                DepthSpaceConverter.DepthToSpace(node, import, image, block, isChannelMajor);
                return true;
            case [0, 1, 3, 5, 2, 4] or [0, 3, 5, 1, 2, 4] when split[1] == channels && split[3] == split[5]:
                if (!shape.AsSpan().SequenceEqual([1, channels * split[3] * split[3], height / split[3], width / split[3]]))
                {
                    return false;
                }

                DepthSpaceConverter.SpaceToDepth(node, import, image, split[3], isChannelMajor: permutation[1] == 1);
                return true;
            default:
                return false;
        }
    }
}
