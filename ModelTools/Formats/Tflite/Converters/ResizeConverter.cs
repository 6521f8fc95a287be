using System;
using System.Collections.Generic;
using Edge.ModelTools.Formats.Tflite.Import;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Formats.Tflite.Wire;
using Edge.ModelTools.Graph;
using Fields = Edge.ModelTools.Formats.Tflite.Schema.TfliteOptionFields;

namespace Edge.ModelTools.Formats.Tflite.Converters;

/// <summary>RESIZE_NEAREST_NEIGHBOR and RESIZE_BILINEAR to a constant size.</summary>
internal static class ResizeConverter
{
    /// <summary>The operators that it reads.</summary>
    public static IReadOnlyDictionary<TfliteOperatorCode, Action<TfliteOperatorImporter>> Operators { get; } = new Dictionary<TfliteOperatorCode, Action<TfliteOperatorImporter>>
    {
        [TfliteOperatorCode.RESIZE_BILINEAR] = ReadBilinear,
        [TfliteOperatorCode.RESIZE_NEAREST_NEIGHBOR] = ReadNearest,
    };

    /// <summary>Inputs: x [1,H,W,C], size [2].</summary>
    private static void ReadNearest(TfliteOperatorImporter import)
    {
        FlatTable? options = import.Options(TfliteOptionsType.ResizeNearest);
        var attributes = new ResizeAttributes(
            options?.Bool(Fields.ResizeNearest.AlignCorners) ?? false, options?.Bool(Fields.ResizeNearest.HalfPixelCenters) ?? false);
        Read(import, OperatorKind.ResizeNearest, attributes);
    }

    /// <summary>Inputs: x [1,H,W,C], size [2].</summary>
    private static void ReadBilinear(TfliteOperatorImporter import)
    {
        FlatTable? options = import.Options(TfliteOptionsType.ResizeBilinear);
        var attributes = new ResizeAttributes(
            options?.Bool(Fields.ResizeBilinear.AlignCorners) ?? false, options?.Bool(Fields.ResizeBilinear.HalfPixelCenters) ?? false);
        if (attributes is { AlignCorners: true, HalfPixelCenters: true })
        {
            throw import.Mismatch("align_corners and half_pixel_centers exclude each other");
        }

        Read(import, OperatorKind.ResizeBilinear, attributes);
    }

    private static void Read(TfliteOperatorImporter import, OperatorKind kind, ResizeAttributes attributes)
    {
        import.ExpectInputs(2, 2);
        Tensor input = import.Image(0);
        int[] size = import.Integers(1, "size");
        if (size.Length != 2)
        {
            throw import.Mismatch($"{size.Length} sizes, not height and width");
        }

        Tensor output = import.Output([1, size[0], size[1], input.Shape[3]]);
        import.Add(kind, [input], output, attributes);
        import.RemarkOtherScale(input, output);
    }
}
