using System;
using System.IO;
using Edge.ModelTools.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Edge.ModelTools.Data;

/// <summary>
/// A folder with images.bin (all samples one after the other, NHWC), dataset.json and, when the samples are labelled, labels.csv.
/// </summary>
internal sealed class PackedDataset : Dataset
{
    /// <summary>File with the samples.</summary>
    public const string ImagesFileName = "images.bin";

    /// <summary>File with the labels.</summary>
    public const string LabelsFileName = "labels.csv";

    private readonly string _imagesPath;
    private readonly int _sampleBytes;

    private PackedDataset(string path, DatasetDescription description, int count, int sampleBytes, Normalisation normalisation, int[] labels)
        : base(path, description.Shape!, description.ElementType, normalisation, description.ClassNames, labels)
    {
        _imagesPath = System.IO.Path.Combine(path, ImagesFileName);
        _sampleBytes = sampleBytes;
        Count = count;
    }

    /// <inheritdoc/>
    public override int Count { get; }

    /// <summary>Opens a folder that holds images.bin.</summary>
    /// <param name="normalisation">Overrides dataset.json's; null takes that, or the values as they are where it states none.</param>
    /// <exception cref="EdgeException">dataset.json is missing or wrong, or the sizes do not agree.</exception>
    public static PackedDataset OpenFolder(string path, Normalisation? normalisation = null)
    {
        string descriptionPath = System.IO.Path.Combine(path, DatasetDescription.FileName);
        if (!File.Exists(descriptionPath))
        {
            throw new EdgeException(DiagnosticId.DatasetDescriptionInvalid, path, $"{ImagesFileName} stands without {DatasetDescription.FileName}",
                "describe shape, dtype and normalisation there");
        }

        DatasetDescription description = DatasetDescription.Read(descriptionPath);
        if (description.Shape is null)
        {
            throw new EdgeException(DiagnosticId.DatasetDescriptionInvalid, descriptionPath, "shape is missing", "state [height, width, channels]");
        }

        int sampleBytes = checked(ShapeText.Count(description.Shape) * (description.ElementType == ElementType.Float32 ? sizeof(float) : 1));
        string imagesPath = System.IO.Path.Combine(path, ImagesFileName);
        long length = new FileInfo(imagesPath).Length;
        long count = description.Count ?? length / sampleBytes;
        if (count == 0 && length == 0)
        {
            throw new EdgeException(DiagnosticId.DatasetEmpty, path, "no samples", "give at least 16 samples; 200 are a good number");
        }

        if (count < 1 || count > int.MaxValue || count * sampleBytes != length)
        {
            throw new EdgeException(DiagnosticId.DatasetSizeMismatch, imagesPath,
                $"{length} bytes, but {count} samples of {ShapeText.Of(description.Shape)} are {count * sampleBytes}",
                "correct count, shape or dtype in dataset.json");
        }

        string labelsPath = System.IO.Path.Combine(path, LabelsFileName);
        int[] labels = File.Exists(labelsPath) ? LabelFile.Read(labelsPath, (int)count) : [];
        return new PackedDataset(path, description, (int)count, sampleBytes, normalisation ?? description.Normalisation ?? Normalisation.Identity, labels)
        {
            IsNormalisationStated = normalisation is not null || description.Normalisation is not null || description.ElementType == ElementType.Float32,
        };
    }

    /// <inheritdoc/>
    public override byte[] ReadRaw(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        byte[] bytes = new byte[_sampleBytes];
        using SafeFileHandle handle = File.OpenHandle(_imagesPath);
        int done = 0;
        while (done < bytes.Length)
        {
            int read = RandomAccess.Read(handle, bytes.AsSpan(done), ((long)index * _sampleBytes) + done);
            if (read == 0)
            {
                throw new EdgeException(DiagnosticId.DatasetSizeMismatch, _imagesPath, "ends early; it was changed while being read", "run again");
            }

            done += read;
        }

        return bytes;
    }
}
