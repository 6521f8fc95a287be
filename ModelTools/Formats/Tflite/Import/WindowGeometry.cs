using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Formats.Tflite.Wire;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Tflite.Import;

/// <summary>
/// Output size and explicit padding of a sliding window. SAME: ceil(in / stride) outputs, the odd pixel of padding at
/// the bottom and right; VALID: floor((in - kernel) / stride) + 1 outputs, no padding (TFLite kernels/padding.h).
/// </summary>
/// <param name="OutputH">Rows of the output.</param>
/// <param name="OutputW">Columns of the output.</param>
internal sealed record WindowGeometry(int OutputH, int OutputW, int StrideH, int StrideW, Padding Padding)
{
    private const int MaximumExtent = 1 << 15; // no network comes near

    /// <summary>Places a window of <paramref name="kernelH"/> x <paramref name="kernelW"/> over an image.</summary>
    /// <param name="image">Shape [1, H, W, C].</param>
    /// <param name="options">Option table with padding and strides in the fields given.</param>
    /// <exception cref="EdgeException">A stride or kernel is out of range, or no window fits.</exception>
    public static WindowGeometry Of(
        TfliteOperatorImporter import, int[] image, int kernelH, int kernelW, FlatTable options, int paddingField, int strideHField, int strideWField)
    {
        int strideH = options.Int32(strideHField);
        int strideW = options.Int32(strideWField);
        if (!IsExtent(kernelH) || !IsExtent(kernelW) || !IsExtent(strideH) || !IsExtent(strideW))
        {
            throw import.Error(
                DiagnosticId.TfliteBadOptions, $"kernel {kernelH}x{kernelW} with stride {strideH}x{strideW}", "the file is damaged; export it again");
        }

        var scheme = (TflitePadding)options.Byte(paddingField);
        int height = image[1];
        int width = image[2];
        switch (scheme)
        {
            case TflitePadding.Same:
                Padding padding = Padding.Same(height, width, kernelH, kernelW, strideH, strideW);
                return new WindowGeometry((height + strideH - 1) / strideH, (width + strideW - 1) / strideW, strideH, strideW, padding);
            case TflitePadding.Valid when kernelH <= height && kernelW <= width:
                return new WindowGeometry(((height - kernelH) / strideH) + 1, ((width - kernelW) / strideW) + 1, strideH, strideW, Padding.None);
            case TflitePadding.Valid:
                throw import.Mismatch($"a window of {kernelH}x{kernelW} does not fit into {height}x{width}");
            default:
                throw import.Error(DiagnosticId.TfliteBadOptions, $"padding scheme {(int)scheme}", "the file is damaged; export it again");
        }
    }

    /// <summary>Whether a kernel, a stride, a dilation or a block can have this size.</summary>
    public static bool IsExtent(long value) => value is >= 1 and <= MaximumExtent;
}
