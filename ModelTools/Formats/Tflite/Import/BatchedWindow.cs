using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Tflite.Import;

/// <summary>
/// What SPACE_TO_BATCH_ND and BATCH_TO_SPACE_ND around a convolution come to. Each image of the batch holds every block-th pixel of the
/// padded image, so a window over it is one over the image with its taps a block apart; what is cropped from the result need not be padded
/// before. A convolution without them has blocks of one pixel.
/// </summary>
/// <param name="BlockH">Rows between the taps of the window.</param>
/// <param name="BlockW">Columns between them.</param>
/// <param name="Padding">Padding less what is cropped.</param>
internal sealed record BatchedWindow(int BlockH, int BlockW, Padding Padding)
{
    /// <summary>Reads both operators' numbers.</summary>
    /// <param name="image">Shape [1, H, W, C] of the convolution's input.</param>
    /// <exception cref="EdgeException">The numbers are no blocks of an image, or more is cropped than padded.</exception>
    public static BatchedWindow Of(TfliteOperatorImporter import, int[] image)
    {
        if (import.Source.Batch is not { } batch)
        {
            return new BatchedWindow(1, 1, Padding.None);
        }

        TfliteOperatorImporter split = import.Of(batch.Split);
        TfliteOperatorImporter join = import.Of(batch.Join);
        int[] block = split.Integers(1, "block shape");
        int[] paddings = split.Integers(2, "paddings"); // top, bottom, left, right
        int[] crops = join.Integers(2, "crops");
        bool areSane = block.Length == 2 && paddings.Length == 4 && crops.Length == 4 && block.All(size => WindowGeometry.IsExtent(size))
            && paddings.Concat(crops).All(size => size == 0 || WindowGeometry.IsExtent(size));
        if (!areSane || !block.SequenceEqual(join.Integers(1, "block shape")))
        {
            throw split.Mismatch("its blocks are not those of two dimensions that its BATCH_TO_SPACE_ND puts together");
        }

        bool isWhole = (image[1] + paddings[0] + paddings[1]) % block[0] == 0 && (image[2] + paddings[2] + paddings[3]) % block[1] == 0;
        if (!isWhole)
        {
            throw split.Mismatch($"the padded image of {image[1]}x{image[2]} does not divide into blocks of {block[0]}x{block[1]}");
        }

        var padding = new Padding(paddings[0] - crops[0], paddings[2] - crops[2], paddings[1] - crops[1], paddings[3] - crops[3]);
        return padding.Top >= 0 && padding.Left >= 0 && padding.Bottom >= 0 && padding.Right >= 0
            ? new BatchedWindow(block[0], block[1], padding)
            : throw join.Error(DiagnosticId.TfliteUnsupportedOperator, "more is cropped than SPACE_TO_BATCH_ND padded", "crop with a SLICE of its own");
    }

    /// <summary>The image with its padding.</summary>
    public int[] Padded(int[] image) => [1, image[1] + Padding.Top + Padding.Bottom, image[2] + Padding.Left + Padding.Right, image[3]];

    /// <summary>The window over the padded image as one over the image.</summary>
    /// <exception cref="EdgeException">The convolution steps or pads on its own, inside the batch.</exception>
    public WindowGeometry OverImage(TfliteOperatorImporter import, WindowGeometry window)
    {
        if (import.Source.Batch is null)
        {
            return window;
        }

        return window is { StrideH: 1, StrideW: 1, Padding.Any: false }
            ? window with { Padding = Padding }
            : throw import.Error(DiagnosticId.TfliteUnsupportedOperator, "inside SPACE_TO_BATCH_ND only a stride of 1 and VALID padding are supported", "export with dilation_rate");
    }
}
