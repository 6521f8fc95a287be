using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Devices;

/// <summary>nf-tools.json as this program was built with it: pinned tools, the app, the boards.</summary>
/// <param name="Tools">Tool to version.</param>
/// <param name="Boards">Boards in the order of the file.</param>
/// <param name="Image">The app that is deployed, relative to the repository.</param>
/// <param name="AppKB">Size of the app without a model, with all it refers to.</param>
/// <param name="AppSource">Where that figure comes from, beginning with its label.</param>
/// <param name="AppHeapKB">What interpreter and app need of the managed heap beside a model's peak, input and sample.</param>
/// <param name="AppHeapSource">Where that figure comes from, beginning with its label.</param>
internal sealed record NfTools(
    IReadOnlyDictionary<string, string> Tools,
    IReadOnlyList<Board> Boards,
    string Image,
    int AppKB,
    string AppSource,
    int AppHeapKB,
    string AppHeapSource)
{
    /// <summary>Name of the file, in the repository and as a resource of this program.</summary>
    public const string FileName = "nf-tools.json";

    /// <summary>What a model takes beside its peak: objects that describe it, input rows, room for stack frames; 17 to 24 KB for three networks (docs/decisions.md).</summary>
    private const int BesideKB = 20;

    private static readonly JsonSerializerOptions s_options = new() { PropertyNameCaseInsensitive = true };

    /// <summary>Package of the device to version.</summary>
    public IReadOnlyDictionary<string, string> Packages { get; init; } = new Dictionary<string, string>();

    /// <summary>Version of nanoff that the commands are written for.</summary>
    public string NanoffVersion => Tools["nanoff"];

    /// <summary>Names of all boards, for messages and help.</summary>
    public string BoardNames => string.Join(", ", Boards.Select(board => board.Name));

    /// <summary>Reads the file.</summary>
    public static NfTools Load()
    {
        using Stream stream = typeof(NfTools).Assembly.GetManifestResourceStream(FileName)!;
        return JsonSerializer.Deserialize<NfTools>(stream, s_options)!;
    }

    /// <summary>What app and model leave of a board's heap for the arrays of an inference; at least 1.</summary>
    public int FreeKB(Board board) => Math.Max(board.RamKB - AppHeapKB - BesideKB, 1);

    /// <summary>A board by its name.</summary>
    /// <exception cref="EdgeException">There is no such board.</exception>
    public Board Find(string name)
    {
        return Boards.FirstOrDefault(board => board.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new EdgeException(DiagnosticId.BadOption, "--board " + name, "no such board", "use one of " + BoardNames);
    }
}
