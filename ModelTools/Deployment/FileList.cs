using System;
using System.IO;
using System.Text.Json;
using Edge.Firmware.Storage;

namespace Edge.ModelTools.Deployment;

/// <summary>A temporary folder with a model's slot file and the list that nanoff takes; gone when disposed.</summary>
internal sealed class FileList : IDisposable
{
    /// <summary>Where the app looks for a new model.</summary>
    public const string Destination = @"I:\" + ModelStore.Incoming;

    private const string ListName = "files.json";

    private readonly string _folder;

    /// <summary>Writes both files.</summary>
    public FileList(byte[] slot)
    {
        _folder = Directory.CreateTempSubdirectory("edge-deploy-").FullName;
        string source = System.IO.Path.Combine(_folder, ModelStore.Incoming);
        File.WriteAllBytes(source, slot);
        File.WriteAllText(Path, Format(source));
    }

    /// <summary>The list.</summary>
    public string Path => System.IO.Path.Combine(_folder, ListName);

    /// <summary>Text of the list.</summary>
    /// <param name="source">Full path of the slot file. No port: one in the list would beat the one on the command line.</param>
    public static string Format(string source)
    {
        return JsonSerializer.Serialize(new { Files = new[] { new { DestinationFilePath = Destination, SourceFilePath = source } } });
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
    }
}
