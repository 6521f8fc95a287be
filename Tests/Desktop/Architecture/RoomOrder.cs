using System;
using System.Collections.Generic;
using System.Linq;

namespace Edge.Tests.Desktop.Architecture;

/// <summary>
/// What docs/architecture.md allows. Its block "rooms" lists every folder, lowest first: code may use what stands above it in
/// the list, and nothing else.
/// </summary>
internal sealed class RoomOrder
{
    private RoomOrder(List<string> rooms) => Rooms = rooms;

    /// <summary>All rooms, lowest first.</summary>
    public IReadOnlyList<string> Rooms { get; }

    /// <summary>Takes the block out of the page.</summary>
    public static RoomOrder Parse(string page)
    {
        List<string> rooms = Block(page, "rooms");
        if (rooms.Count == 0)
        {
            throw new FormatException("docs/architecture.md has no block ```rooms");
        }

        string? twice = rooms.GroupBy(room => room).FirstOrDefault(same => same.Count() > 1)?.Key;
        if (twice is not null)
        {
            throw new FormatException($"docs/architecture.md lists {twice} twice");
        }

        return new RoomOrder(rooms);
    }

    /// <summary>What is wrong with a set of uses; empty when nothing is.</summary>
    /// <param name="rooms">Rooms that exist.</param>
    /// <param name="uses">Uses that were found.</param>
    public List<string> Check(IEnumerable<string> rooms, IEnumerable<RoomUse> uses)
    {
        var faults = new List<string>();
        Dictionary<string, int> heights = Rooms.Index().ToDictionary(room => room.Item, room => room.Index);
        var found = new HashSet<string>(rooms);
        faults.AddRange(found.Where(room => !heights.ContainsKey(room)).Select(room => $"{room} is not in docs/architecture.md"));
        faults.AddRange(Rooms.Where(room => !found.Contains(room)).Select(room => $"{room} of docs/architecture.md has no code"));
        faults.AddRange(uses.Where(use => heights.ContainsKey(use.From) && heights.ContainsKey(use.To) && heights[use.To] >= heights[use.From])
            .Select(use => $"{use}, which comes later in docs/architecture.md"));
        return faults;
    }

    /// <summary>Lines of a fenced block; empty ones and what follows # do not count.</summary>
    private static List<string> Block(string page, string name)
    {
        return [.. page.ReplaceLineEndings("\n").Split('\n')
            .SkipWhile(line => line != "```" + name).Skip(1).TakeWhile(line => line != "```")
            .Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0)];
    }
}
