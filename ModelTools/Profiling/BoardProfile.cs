using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Edge.ModelTools.Diagnostics;
using Edge.Runtime.Int8.Telemetry;

namespace Edge.ModelTools.Profiling;

// Time = weighted instructions x ns per instruction. The ns were never measured on a board with this runtime: they come from
// what others report of interpreted loops, so every time and energy is "estimated" and carries its factor of uncertainty.

/// <summary>How fast a board interprets, and what it draws meanwhile.</summary>
/// <param name="Name">Name in nf-tools.json.</param>
/// <param name="Title">What the board is.</param>
/// <param name="NsPerInstruction">Nanoseconds per weighted instruction of the first column of the cost table.</param>
/// <param name="UncertaintyFactor">The true time is expected between the prediction divided and multiplied by this.</param>
/// <param name="Source">Where the nanoseconds come from, beginning with their label.</param>
/// <param name="Currents">Currents at the clock that stock firmware runs at.</param>
internal sealed record BoardProfile(
    string Name,
    string Title,
    double NsPerInstruction,
    double UncertaintyFactor,
    string Source,
    BoardCurrents Currents)
{
    private const string ResourceName = "nf-tools.json";

    /// <summary>Boards of the nf-tools.json that this program was built with.</summary>
    /// <returns>In the order of the file.</returns>
    public static IReadOnlyList<BoardProfile> ReadAll()
    {
        using Stream stream = typeof(BoardProfile).Assembly.GetManifestResourceStream(ResourceName)!;
        using JsonDocument document = JsonDocument.Parse(stream);
        return [.. document.RootElement.GetProperty("boards").EnumerateArray().Select(Read)];
    }

    /// <summary>A board by its name.</summary>
    /// <param name="name">Name in nf-tools.json.</param>
    /// <returns>The board.</returns>
    /// <exception cref="EdgeException">There is no such board.</exception>
    public static BoardProfile Find(string name)
    {
        IReadOnlyList<BoardProfile> boards = ReadAll();
        return boards.FirstOrDefault(board => board.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new EdgeException(
                DiagnosticId.BadOption,
                "--board " + name,
                "no such board",
                "use one of " + string.Join(", ", boards.Select(board => board.Name)));
    }

    private static BoardProfile Read(JsonElement board)
    {
        string name = board.GetProperty("name").GetString()!;
        string table = board.GetProperty("currentTable").GetString()!;
        int megahertz = board.GetProperty("cpuMHz").GetInt32();
        return new BoardProfile(
            name,
            board.GetProperty("title").GetString()!,
            board.GetProperty("nsPerInstruction").GetDouble(),
            board.GetProperty("nsUncertaintyFactor").GetDouble(),
            board.GetProperty("nsSource").GetString()!,
            BoardCurrents.Find(table, megahertz) ?? throw new InvalidDataException($"nf-tools.json: {name}: no currents for {table} at {megahertz} MHz"));
    }
}
