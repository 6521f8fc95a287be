using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.RegularExpressions;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Packing.Contents;

/// <summary>The app that a model is packed for.</summary>
/// <param name="Namespace">Namespace of the class that opens the model.</param>
internal sealed partial record PackedApp(string Namespace)
{
    /// <summary>In an app of one's own: the class that reads a resource, which the firmware app has already.</summary>
    public const string SourceFile = "ResourceWeightSource.cs";

    private const string FirmwareNamespace = "Edge.Firmware";
    private const string SourceNamespace = "Edge.Firmware.Board.Esp32";

    /// <summary>The app of this repository.</summary>
    public static PackedApp Firmware { get; } = new(FirmwareNamespace);

    /// <summary>Name of the resource file in the app.</summary>
    public string ResourceBaseName => Namespace + ".PackedModel";

    /// <summary>Namespaces beside its own that the class with a resource uses.</summary>
    public IReadOnlyList<string> SourceNamespaces => this == Firmware ? [SourceNamespace] : [];

    /// <summary>Files that the class with a resource needs beside it.</summary>
    public IReadOnlyList<PackedFile> SourceFiles => this == Firmware ? [] : [new PackedFile(SourceFile, Encoding.UTF8.GetBytes(ReadSource()))];

    /// <summary>An app by its namespace.</summary>
    /// <param name="name">What the user typed, or null for the firmware app.</param>
    /// <exception cref="EdgeException">It is no namespace.</exception>
    public static PackedApp Of(string? name)
    {
        return name is null ? Firmware
            : NamespaceForm().IsMatch(name) ? new PackedApp(name)
            : throw new EdgeException(DiagnosticId.BadOption, "--namespace", $"'{name}' is no namespace of C#", "give names of letters, digits and _ with points between them, such as Acme.MeterReader");
    }

    private string ReadSource()
    {
        using Stream stream = typeof(PackedApp).Assembly.GetManifestResourceStream(SourceFile)!;
        using var reader = new StreamReader(stream);
        string text = reader.ReadToEnd().ReplaceLineEndings("\n");
        return $"{PackedModel.Marker}. Do not edit.\n{text.Replace("namespace " + SourceNamespace, "namespace " + Namespace, StringComparison.Ordinal)}";
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamespaceForm();
}
