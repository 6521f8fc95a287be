using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Data;

/// <summary>
/// Samples for calibration and evaluation: a folder with images.bin, labels.csv and dataset.json; a folder of images,
/// flat or with one sub-folder for each class; a .npy file or a folder of them; or a single image. Reading is thread-safe.
/// </summary>
internal abstract class Dataset
{
    private readonly int[] _labels;

    /// <summary>Makes the part that all kinds have.</summary>
    /// <param name="path">Folder or file, for messages.</param>
    /// <param name="shape">Shape of one sample without the batch: [H, W, C] for images.</param>
    /// <param name="elementType">Type of the stored elements: UInt8, Int8 or Float32.</param>
    /// <param name="normalisation">From stored to real values.</param>
    /// <param name="classNames">Names of the classes, or empty when they are not known.</param>
    /// <param name="labels">Class index of each sample; empty when there are no labels.</param>
    protected Dataset(string path, int[] shape, ElementType elementType, Normalisation normalisation, string[] classNames, int[] labels)
    {
        Path = path;
        Shape = shape;
        ElementType = elementType;
        Normalisation = normalisation;
        ClassNames = classNames;
        _labels = labels;
    }

    /// <summary>Folder or file the samples come from.</summary>
    public string Path { get; }

    /// <summary>Number of samples, at least 1.</summary>
    public abstract int Count { get; }

    /// <summary>Shape of one sample without the batch: [H, W, C] for images.</summary>
    public int[] Shape { get; }

    /// <summary>Type of the stored elements. Int8 means that they are already quantized: an int8 model is fed the bytes unchanged.</summary>
    public ElementType ElementType { get; }

    /// <summary>From stored to real values.</summary>
    public Normalisation Normalisation { get; }

    /// <summary>Whether the normalisation was stated by the data or the caller; false when it is the default.</summary>
    public bool IsNormalisationStated { get; protected init; } = true;

    /// <summary>What was converted when the samples were read, a sentence each.</summary>
    public IReadOnlyList<string> Remarks { get; protected init; } = [];

    /// <summary>Names of the classes, or empty when they are not known.</summary>
    public string[] ClassNames { get; }

    /// <summary>Whether every sample has a label.</summary>
    public bool HasLabels => _labels.Length != 0;

    /// <summary>Elements of one sample.</summary>
    public int SampleLength => ShapeText.Count(Shape);

    /// <summary>Opens a data set.</summary>
    /// <param name="path">Folder or file.</param>
    /// <param name="inputShape">The model's input [1, H, W, C], which image files are resized to and other data must have; null takes the data as they are.</param>
    /// <param name="normalisation">Overrides what the data say; null takes dataset.json's, or x / 127.5 - 1 for bare images.</param>
    /// <param name="layout">How arrays may lie; null takes them channels last, or as their shape says.</param>
    /// <param name="classes">The model's classes, which folders of images are found in by name; null when they are not known.</param>
    /// <param name="isBlueFirst">Exchange red and blue of the samples, which are red first, as their normalisation is.</param>
    /// <exception cref="EdgeException">Missing, empty, damaged, or of another shape than the model's input.</exception>
    public static Dataset Open(
        string path, int[]? inputShape = null, Normalisation? normalisation = null, SampleLayout? layout = null, IReadOnlyList<string>? classes = null, bool isBlueFirst = false)
    {
        layout ??= SampleLayout.Default;
        Dataset dataset;
        if (File.Exists(path))
        {
            dataset = path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase)
                ? NpyDataset.OpenFile(path, inputShape, normalisation, layout)
                : ImageFolderDataset.OpenSingle(path, inputShape, normalisation);
        }
        else if (!Directory.Exists(path))
        {
            throw new EdgeException(DiagnosticId.FileNotFound, path, "no such file or folder", "check the path");
        }
        else
        {
            dataset = File.Exists(System.IO.Path.Combine(path, PackedDataset.ImagesFileName))
                ? PackedDataset.OpenFolder(path, normalisation)
                : !ImageFolderDataset.HasImages(path) && NpyDataset.FilesIn(path).Length > 0
                ? NpyDataset.OpenFolder(path, inputShape, normalisation, layout)
                : ImageFolderDataset.OpenFolder(path, inputShape, normalisation, classes);
        }

        if (inputShape is not null)
        {
            dataset.RequireShape(inputShape);
        }

        return isBlueFirst ? new BlueFirstDataset(dataset) : dataset;
    }

    /// <summary>Stored bytes of sample <paramref name="index"/>, row-major in <see cref="Shape"/>; floats are little-endian.</summary>
    public abstract byte[] ReadRaw(int index);

    /// <summary>Class index of sample <paramref name="index"/>, or -1 when there are no labels.</summary>
    public int Label(int index) => HasLabels ? _labels[index] : -1;

    /// <summary>Real values of sample <paramref name="index"/> in <see cref="Shape"/>, as the float model wants them.</summary>
    public float[] ReadReal(int index)
    {
        float[] values = ReadStored(index);
        Normalisation.Apply(values, Shape[^1], values);
        return values;
    }

    /// <summary>Stored values of sample <paramref name="index"/> as floats, before the normalisation.</summary>
    public float[] ReadStored(int index)
    {
        byte[] raw = ReadRaw(index);
        float[] values = new float[SampleLength];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = ElementType switch
            {
                ElementType.UInt8 => raw[i],
                ElementType.Int8 => (sbyte)raw[i],
                _ => BinaryPrimitives.ReadSingleLittleEndian(raw.AsSpan(i * sizeof(float))),
            };
        }

        return values;
    }

    /// <summary>Checks that the samples can be scored against a model with <paramref name="classCount"/> outputs.</summary>
    /// <exception cref="EdgeException">No labels, a label out of range, or another number of classes.</exception>
    public void RequireLabels(int classCount)
    {
        if (!HasLabels)
        {
            throw new EdgeException(DiagnosticId.LabelsMissing, Path, "the samples have no labels",
                $"add {PackedDataset.LabelsFileName}, or put the images into one folder for each class");
        }

        if (ClassNames.Length != 0 && ClassNames.Length != classCount)
        {
            throw new EdgeException(DiagnosticId.ClassCountMismatch, Path, $"{ClassNames.Length} classes, but the model has {classCount}",
                "use the data set the model was trained for");
        }

        for (int i = 0; i < Count; i++)
        {
            if (_labels[i] < 0 || _labels[i] >= classCount)
            {
                throw new EdgeException(DiagnosticId.LabelOutOfRange, Path, $"sample {i} has label {_labels[i]}, but the model has classes 0..{classCount - 1}",
                    "correct the labels or use the data set the model was trained for");
            }
        }
    }

    /// <summary>Checks the samples' shape against a model's input [1, H, W, C].</summary>
    /// <exception cref="EdgeException">The shapes differ.</exception>
    public void RequireShape(int[] inputShape)
    {
        int[] expected = inputShape[1..];
        bool isSame = expected.AsSpan().SequenceEqual(Shape);
        bool isFlattened = expected.Length == 1 && expected[0] == SampleLength;
        if (isSame || isFlattened)
        {
            return;
        }

        bool isChannelsFirst = expected.Length == 3 && Shape.Length == 3
            && Shape[0] == expected[2] && Shape[1] == expected[0] && Shape[2] == expected[1];
        string remedy = isChannelsFirst ? "store the samples channels last (NHWC)"
            : expected.Length == 3 && Shape.Length == 3 && Shape[0] == expected[1] && Shape[1] == expected[0] && Shape[2] == expected[2]
                ? "height and width are exchanged: the shape is [height, width, channels]"
                : "resize the samples to the model's input, or give a folder of images, which are resized";
        throw new EdgeException(DiagnosticId.DatasetShapeMismatch, Path,
            $"samples are {ShapeText.Of(Shape)}, but the model's input is {ShapeText.Of(expected)}", remedy);
    }
}
