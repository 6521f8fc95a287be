using System;
using System.Collections.Generic;
using System.IO;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Data;

/// <summary>The shape that the samples of a data set have of themselves, which settles a model's symbolic height and width.</summary>
/// <param name="Path">The data set.</param>
/// <param name="Dimensions">Dimensions as they are stored; 0 stands for any number.</param>
/// <param name="IsSample">They are [H, W, C] of one sample; else an array's, with or without a batch, in either layout.</param>
internal sealed record SampleShape(string Path, int[] Dimensions, bool IsSample)
{
    private const int AnyChannels = 0; // pictures become RGB or grey as the model wants it

    /// <summary>Looks at a data set.</summary>
    /// <returns>Null when its samples have no shape of their own: pictures of several sizes.</returns>
    /// <exception cref="EdgeException">Missing or damaged.</exception>
    public static SampleShape? Of(string path)
    {
        if (File.Exists(path) && path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
        {
            return new SampleShape(path, NpyReader.Read(path).Shape, false);
        }

        Dataset dataset = Dataset.Open(path);
        return dataset switch
        {
            NpyDataset => new SampleShape(path, NpyReader.Read(NpyDataset.FilesIn(path)[0]).Shape, false),
            ImageFolderDataset images => OfImages(images),
            _ => new SampleShape(path, dataset.Shape, true),
        };
    }

    /// <summary>Settles unknown dimensions.</summary>
    /// <param name="declared">The model's input in its own layout, with the batch; 0 where a dimension is not known.</param>
    /// <param name="layout">How samples may lie.</param>
    /// <returns>The whole shape, or null when the samples do not fit what is known.</returns>
    /// <exception cref="EdgeException"><see cref="DiagnosticId.LayoutAmbiguous"/>: both layouts fit.</exception>
    public int[]? Settle(int[] declared, SampleLayout layout)
    {
        int[]? sample = Dimensions.Length == declared.Length - 1 ? Dimensions : Dimensions.Length == declared.Length && !IsSample ? Dimensions[1..] : null;
        if (sample is null)
        {
            return null;
        }

        int[] known = declared[1..];
        int[]? last = IsSample || layout.IsChannelsFirst != true ? Merge(known, layout.IsModelChannelsFirst ? ToFirst(sample) : sample) : null;
        int[]? first = !IsSample && layout.IsChannelsFirst != false ? Merge(known, layout.IsModelChannelsFirst ? sample : ToLast(sample)) : null;
        if (last is not null && first is not null && layout.IsChannelsFirst is null && !last.AsSpan().SequenceEqual(first))
        {
            throw new EdgeException(
                DiagnosticId.LayoutAmbiguous,
                Path,
                $"samples of {ShapeText.Of(sample)} fit the model's input with the channels first and with the channels last",
                "say which it is with --layout nchw or --layout nhwc, or give the shape with --input-shape");
        }

        return (first ?? last) is int[] settled ? [1, .. settled] : null;
    }

    private static SampleShape? OfImages(ImageFolderDataset images)
    {
        for (int i = 1; i < images.Count; i++)
        {
            if (ImageReader.Size(images.FileOf(i)) != (images.Shape[0], images.Shape[1]))
            {
                return null;
            }
        }

        return new SampleShape(images.Path, [images.Shape[0], images.Shape[1], AnyChannels], true);
    }

    private static int[]? Merge(int[] known, int[] sample)
    {
        var merged = new List<int>();
        for (int axis = 0; axis < known.Length; axis++)
        {
            if (known[axis] != 0 && sample[axis] != 0 && known[axis] != sample[axis])
            {
                return null;
            }

            merged.Add(known[axis] != 0 ? known[axis] : sample[axis]);
        }

        return merged.Contains(0) ? null : [.. merged];
    }

    private static int[] ToFirst(int[] sample) => [sample[^1], .. sample[..^1]];

    private static int[] ToLast(int[] sample) => [.. sample[1..], sample[0]];
}
