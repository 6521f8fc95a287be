using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json;
using Edge.ModelTools.Data.Json;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution;

namespace Edge.ModelTools.Comparison;

/// <summary>A folder with the int8 values of every tensor of one inference: layers.json and one file for each tensor.</summary>
internal sealed class LayerDump
{
    private const string IndexFile = "layers.json";
    private readonly string _folder;

    private LayerDump(string folder, DumpedLayer[] layers)
    {
        _folder = folder;
        Layers = layers;
    }

    /// <summary>The tensors in the order they were made.</summary>
    public IReadOnlyList<DumpedLayer> Layers { get; }

    /// <summary>Refuses a folder that exists, or a link of that name.</summary>
    /// <exception cref="EdgeException">There is one.</exception>
    public static void RequireNew(string folder)
    {
        string path = Path.TrimEndingDirectorySeparator(folder);
        if (Path.Exists(path) || new FileInfo(path).LinkTarget is not null)
        {
            throw new EdgeException(DiagnosticId.OutputNotWritable, folder, "it exists already", "give the name of a new folder");
        }
    }

    /// <summary>Writes a dump, whole or not at all.</summary>
    /// <exception cref="EdgeException">The folder exists or cannot be made.</exception>
    public static void Write(string folder, LayerRecorder recorder, BlobInfo info)
    {
        RequireNew(folder);
        string temporary = $"{Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar)}.{Guid.NewGuid():N}.tmp";

        try
        {
            Directory.CreateDirectory(temporary);
            var layers = new List<DumpedLayer>();
            foreach (RecordedLayer layer in recorder.Layers.Values)
            {
                string file = $"{layers.Count:D4}.int8";
                File.WriteAllBytes(Path.Combine(temporary, file), MemoryMarshal.AsBytes<sbyte>(layer.Values).ToArray());
                layers.Add(Describe(layer, info, file));
            }

            File.WriteAllText(Path.Combine(temporary, IndexFile), JsonSerializer.Serialize(layers, JsonOutput.Options));
            Directory.Move(temporary, folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (Directory.Exists(temporary))
            {
                Directory.Delete(temporary, recursive: true);
            }

            throw new EdgeException(DiagnosticId.OutputNotWritable, folder, exception.Message.Replace(temporary, folder, StringComparison.Ordinal), "give a new folder where you may write");
        }
    }

    /// <summary>Reads the index of a dump.</summary>
    /// <exception cref="EdgeException">It is not one, or damaged.</exception>
    public static LayerDump Read(string folder)
    {
        try
        {
            string text = File.ReadAllText(Path.Combine(folder, IndexFile));
            DumpedLayer[] layers = JsonSerializer.Deserialize<DumpedLayer[]>(text, JsonOutput.Options) ?? [];
            return layers.All(layer => layer is { Name: not null, Kind: not null, File: not null, Shape.Length: 3 } && layer.Shape.All(dimension => dimension > 0) && Path.GetFileName(layer.File) == layer.File)
                ? new LayerDump(folder, layers)
                : throw new JsonException("an entry is incomplete");
        }
        catch (Exception exception) when (exception is IOException or JsonException or UnauthorizedAccessException)
        {
            throw new EdgeException(DiagnosticId.DumpInvalid, folder, $"{IndexFile} cannot be read: {JsonFault.Of(exception)}", "make the dump again with edge run --dump-layers");
        }
    }

    /// <summary>Values of a tensor.</summary>
    /// <exception cref="EdgeException">Its file is missing.</exception>
    public sbyte[] Values(DumpedLayer layer)
    {
        try
        {
            return MemoryMarshal.Cast<byte, sbyte>(File.ReadAllBytes(Path.Combine(_folder, layer.File))).ToArray();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EdgeException(DiagnosticId.DumpInvalid, Path.Combine(_folder, layer.File), exception.Message, "make the dump again with edge run --dump-layers");
        }
    }

    private static DumpedLayer Describe(RecordedLayer layer, BlobInfo info, string file)
    {
        bool isInput = layer.OperatorId < 0;
        return new DumpedLayer(
            isInput ? -1 : info.OperatorSource(layer.OperatorId),
            isInput ? "Input" : info.OperatorKind(layer.OperatorId),
            info.TensorName(layer.TensorId),
            info.TensorSource(layer.TensorId),
            [layer.Height, layer.Width, layer.Channels],
            info.TensorScale(layer.TensorId),
            layer.ZeroPoint - 128,
            file);
    }
}
