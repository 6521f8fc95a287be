using System;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Execution;

/// <summary>All class labels of a blob at once; the device's model finds each by reading those before it.</summary>
internal static class BlobLabels
{
    /// <summary>Reads the labels of a loaded model's blob; empty when it has none.</summary>
    public static string[] Read(Int8Model model, byte[] blob)
    {
        int offset = model.Sections.Offset(BlobFormat.SectionLabels);
        int size = model.Sections.Size(BlobFormat.SectionLabels);
        if (size == 0)
        {
            return [];
        }

        var cursor = new ByteCursor(blob.AsSpan(offset, size).ToArray(), size, offset);
        var labels = new string[cursor.ReadUnsigned()];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = cursor.ReadString();
        }

        return labels;
    }
}
