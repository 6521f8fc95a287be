using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Data;

/// <summary>
/// Image files (.png, .jpg, .jpeg, .bmp), resized to the model's input as RGB or grey. Each sub-folder is a class: by its place in
/// dataset.json's classes, else of the model's, else by its number when all names are numbers, else by its place in ordinal order. Files that lie in the
/// folder itself have no labels.
/// </summary>
internal sealed class ImageFolderDataset : Dataset
{
    private readonly string[] _files;

    private ImageFolderDataset(string path, string[] files, int[] shape, Normalisation normalisation, string[] classNames, int[] labels)
        : base(path, shape, ElementType.UInt8, normalisation, classNames, labels)
    {
        _files = files;
    }

    /// <inheritdoc/>
    public override int Count => _files.Length;

    /// <summary>Opens a folder of images.</summary>
    /// <param name="inputShape">The model's input [1, H, W, C]; null takes the first image's size.</param>
    /// <param name="normalisation">From bytes to real values; null takes dataset.json's, or x / 127.5 - 1.</param>
    /// <param name="classes">The model's classes, or null: folders with their names are those classes, even when some are missing.</param>
    /// <exception cref="EdgeException">No images, or a class that dataset.json or the model does not name.</exception>
    public static ImageFolderDataset OpenFolder(string path, int[]? inputShape, Normalisation? normalisation, IReadOnlyList<string>? classes)
    {
        string descriptionPath = System.IO.Path.Combine(path, DatasetDescription.FileName);
        DatasetDescription? description = File.Exists(descriptionPath) ? DatasetDescription.Read(descriptionPath) : null;
        string[] folders = ClassFolders(path);
        string[] names = Array.ConvertAll(folders, folder => System.IO.Path.GetFileName(folder)!);
        string[] classNames = description is { ClassNames.Length: > 0 } ? description.ClassNames : NamesOf(folders, names, classes ?? []);
        var files = new List<string>();
        var labels = new List<int>();
        for (int i = 0; i < folders.Length; i++)
        {
            List<string> images = ImagesIn(folders[i]);
            if (images.Count == 0)
            {
                continue;
            }

            int label = ClassOf(path, names[i], classNames, description is null);
            foreach (string image in images)
            {
                files.Add(image);
                labels.Add(label);
            }
        }

        List<string> loose = ImagesIn(path);
        if (loose.Count != 0)
        {
            if (files.Count != 0)
            {
                throw new EdgeException(DiagnosticId.LabelsMissing, path, $"{loose.Count} images lie beside the class folders, the first is {System.IO.Path.GetFileName(loose[0])}",
                    "move every image into its class folder, or use a folder without sub-folders of images");
            }

            files = loose;
            classNames = description?.ClassNames ?? [];
        }

        if (files.Count == 0)
        {
            throw new EdgeException(DiagnosticId.DatasetEmpty, path, "no .png, .jpg, .jpeg or .bmp images and no images.bin",
                "give at least 16 samples; 200 are a good number");
        }

        return Make(path, [.. files], inputShape, normalisation ?? description?.Normalisation, classNames, [.. labels]);
    }

    /// <summary>Opens one image as a data set of one sample without a label.</summary>
    /// <exception cref="EdgeException">Not an image.</exception>
    public static ImageFolderDataset OpenSingle(string path, int[]? inputShape, Normalisation? normalisation)
    {
        if (!IsImage(path))
        {
            throw new EdgeException(DiagnosticId.UnknownFormat, path, "neither an image (.png, .jpg, .jpeg, .bmp) nor a .npy file", "give a folder of images, a data set folder, an image or a .npy file");
        }

        return Make(path, [path], inputShape, normalisation, [], []);
    }

    /// <inheritdoc/>
    public override byte[] ReadRaw(int index) => ImageReader.Read(_files[index], Shape[0], Shape[1], Shape[2]);

    /// <summary>File of sample <paramref name="index"/>.</summary>
    public string FileOf(int index) => _files[index];

    private static ImageFolderDataset Make(string path, string[] files, int[]? inputShape, Normalisation? normalisation, string[] classNames, int[] labels)
    {
        int[] shape;
        if (inputShape is null)
        {
            (int height, int width) = ImageReader.Size(files[0]);
            shape = [height, width, 3];
        }
        else if (inputShape.Length == 4 && inputShape[3] is 1 or 3)
        {
            shape = inputShape[1..];
        }
        else
        {
            throw new EdgeException(DiagnosticId.DatasetShapeMismatch, path, $"images cannot be made into the model's input {ShapeText.Of(inputShape)}",
                "use images.bin with dataset.json, or a .npy file");
        }

        return new ImageFolderDataset(path, files, shape, normalisation ?? Normalisation.MinusOneToOne, classNames, labels)
        {
            IsNormalisationStated = normalisation is not null,
        };
    }

    /// <summary>Whether a folder or its class folders hold images.</summary>
    public static bool HasImages(string path)
    {
        return ImagesIn(path).Count > 0 || Array.Exists(ClassFolders(path), folder => ImagesIn(folder).Count > 0);
    }

    private static string[] ClassFolders(string path)
    {
        string[] folders = Array.FindAll(Directory.GetDirectories(path), folder => !System.IO.Path.GetFileName(folder).StartsWith('.'));
        Array.Sort(folders, StringComparer.Ordinal);
        return folders;
    }

    /// <summary>The model's classes when a folder has the name of one; else none for numbers, which are the classes' own; else the folders' names.</summary>
    private static string[] NamesOf(string[] folders, string[] names, IReadOnlyList<string> classes)
    {
        bool areKnown = names.Where((name, i) => classes.Contains(name) && ImagesIn(folders[i]).Count > 0).Any();
        return areKnown ? [.. classes] : AreAllNumbers(names) ? [] : names;
    }

    private static int ClassOf(string path, string name, string[] classNames, bool isModel)
    {
        if (classNames.Length == 0)
        {
            return int.Parse(name, CultureInfo.InvariantCulture);
        }

        int label = Array.IndexOf(classNames, name);
        return label >= 0 ? label : throw new EdgeException(DiagnosticId.LabelOutOfRange, System.IO.Path.Combine(path, name),
            $"the folder is not one of the classes {(isModel ? "of the model" : "in dataset.json")}", isModel ? "rename or remove the folder" : "rename the folder or correct the list");
    }

    private static bool AreAllNumbers(string[] names)
    {
        foreach (string name in names)
        {
            if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                return false;
            }
        }

        return true;
    }

    private static List<string> ImagesIn(string folder)
    {
        var images = new List<string>();
        foreach (string file in Directory.GetFiles(folder))
        {
            if (IsImage(file))
            {
                images.Add(file);
            }
        }

        images.Sort(StringComparer.Ordinal);
        return images;
    }

    private static bool IsImage(string file) =>
        System.IO.Path.GetExtension(file).ToUpperInvariant() is ".PNG" or ".JPG" or ".JPEG" or ".BMP";
}
