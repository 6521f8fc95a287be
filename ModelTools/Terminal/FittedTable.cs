using System;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Edge.ModelTools.Terminal;

/// <summary>Writes a table with a column of names so that it fits the terminal: columns move together, then names lose their middle; numbers lose nothing.</summary>
internal static class FittedTable
{
    private const int ShortestName = 6; // characters; a table that is still too wide is wrapped
    private const int WidestTable = 100_000;

    /// <summary>Writes a table.</summary>
    /// <param name="console">Receives it.</param>
    /// <param name="longestName">Characters of the longest name.</param>
    /// <param name="make">Makes the table with names of at most so many characters (<see cref="ShortName"/>).</param>
    public static void Write(IAnsiConsole console, int longestName, Func<int, Table> make)
    {
        console.Write(Fit(console, longestName, make));
    }

    /// <summary>Makes the table that fits.</summary>
    public static Table Fit(IAnsiConsole console, int longestName, Func<int, Table> make)
    {
        Table table = make(longestName);
        if (Excess(console, table) <= 0)
        {
            return table;
        }

        int excess = Excess(console, Tighten(table));
        return excess <= 0 ? table : Tighten(make(Math.Max(ShortestName, longestName - excess)));
    }

    private static int Excess(IAnsiConsole console, Table table)
    {
        var options = RenderOptions.Create(console, console.Profile.Capabilities);
        return ((IRenderable)table).Measure(options, WidestTable).Max - console.Profile.Width;
    }

    /// <summary>Leaves two spaces between columns.</summary>
    private static Table Tighten(Table table)
    {
        foreach (TableColumn column in table.Columns)
        {
            column.Padding = new Padding(0, 0, 1, 0);
        }

        return table;
    }
}
