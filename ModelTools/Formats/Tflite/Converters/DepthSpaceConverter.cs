using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Tflite.Import;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Graph;
using Fields = Edge.ModelTools.Formats.Tflite.Schema.TfliteOptionFields;

namespace Edge.ModelTools.Formats.Tflite.Converters;

/// <summary>DEPTH_TO_SPACE, and SPACE_TO_DEPTH, which picks every position of a block.</summary>
internal static class DepthSpaceConverter
{
    /// <summary>The operators that it reads.</summary>
    public static IReadOnlyDictionary<TfliteOperatorCode, Action<TfliteOperatorImporter>> Operators { get; } = new Dictionary<TfliteOperatorCode, Action<TfliteOperatorImporter>>
    {
        [TfliteOperatorCode.DEPTH_TO_SPACE] = ReadDepthToSpace,
        [TfliteOperatorCode.SPACE_TO_DEPTH] = ReadSpaceToDepth,
    };

    /// <summary>DEPTH_TO_SPACE.</summary>
    private static void ReadDepthToSpace(TfliteOperatorImporter import)
    {
        (Tensor input, int block) = Blocks(import, TfliteOptionsType.DepthToSpace);
        int[] shape = input.Shape;
        if (shape[3] % (block * block) != 0)
        {
            throw import.Mismatch($"{shape[3]} channels do not fill blocks of {block}x{block}");
        }

        Tensor output = import.Output([1, shape[1] * block, shape[2] * block, shape[3] / (block * block)]);
        import.RemarkOtherScale(input, output);
        import.Add(OperatorKind.DepthToSpace, [input], output, new DepthToSpaceAttributes(block, block, IsChannelMajor: false));
    }

    /// <summary>SPACE_TO_DEPTH: the image in steps from each position of a block, one part behind the other.</summary>
    private static void ReadSpaceToDepth(TfliteOperatorImporter import)
    {
        (Tensor input, int block) = Blocks(import, TfliteOptionsType.SpaceToDepth);
        int[] shape = input.Shape;
        if (shape[1] % block != 0 || shape[2] % block != 0)
        {
            throw import.Mismatch($"{shape[1]}x{shape[2]} pixels are not blocks of {block}x{block}");
        }

        int height = shape[1] / block;
        int width = shape[2] / block;
        Tensor output = import.Output([1, height, width, shape[3] * block * block]);
        import.RemarkOtherScale(input, output);
        Tensor[] parts = [.. Enumerable.Range(0, block * block).Select(place => import.AddBefore(
            OperatorKind.Select,
            [input],
            output,
            [1, height, width, shape[3]],
            $"part{place}",
            new SelectAttributes([null, SelectionConverter.Run(import, place / block, block, height), SelectionConverter.Run(import, place % block, block, width), null])))];
        import.Add(OperatorKind.Concat, parts, output, new ConcatAttributes(3));
    }

    private static (Tensor Input, int Block) Blocks(TfliteOperatorImporter import, TfliteOptionsType optionsType)
    {
        import.ExpectInputs(1, 1);
        int block = import.RequiredOptions(optionsType).Int32(Fields.Blocks.Size);
        return block is >= 1 and <= 256 ? (import.Image(0), block) : throw import.Error(DiagnosticId.TfliteBadOptions, $"a block of {block}", "the file is damaged; export it again");
    }
}
