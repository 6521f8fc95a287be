using System;
using System.CommandLine;
using System.Linq;
using System.Text.Json;
using Edge.ModelTools.Data.Json;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Terminal;
using Spectre.Console;

namespace Edge.ModelTools.Commands;

/// <summary><c>edge boards</c>: the boards and pinned tools of nf-tools.json.</summary>
internal static class BoardsCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("boards", "List the boards: firmware, memory, flash layout, pins; and the pinned tools.") { json };
        command.SetAction(parsed =>
        {
            NfTools tools = NfTools.Load();
            if (parsed.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(tools, JsonOutput.Options));
            }
            else
            {
                Print(tools, CommandConsole.Create());
            }

            return 0;
        });
        return command;
    }

    private static void Print(NfTools tools, IAnsiConsole console)
    {
        FittedTable.Write(console, tools.Boards.Max(board => board.Target.Length), longestName => LayoutTable(tools, longestName));
        FittedTable.Write(console, tools.Boards.Max(board => board.Name.Length), longestName => PinTable(tools, longestName));
        foreach (Board board in tools.Boards)
        {
            console.WriteLine(OneLine.Of($"{board.Name}: {board.Title}; heap {board.RamSource}"));
        }

        console.WriteLine($"nanoff {tools.NanoffVersion}, nanoclr {tools.Tools["nanoclr"]}; app {tools.AppKB} KB, {tools.AppSource}");
        console.WriteLine($"heap for interpreter and app {tools.AppHeapKB} KB, {tools.AppHeapSource}");
    }

    private static Table LayoutTable(NfTools tools, int longestName)
    {
        Table layout = MakeTable("board", "target", "MHz", "heap KB", "flash MB", "app from", "app KB", "I: KB");
        foreach (Board board in tools.Boards)
        {
            layout.AddRow(
                Cell.Of(board.Name),
                Cell.Of(board.Target, longestName),
                $"{board.CpuMHz}",
                $"{board.RamKB}",
                $"{board.FlashMB}",
                Cell.Of(board.DeployAddress),
                $"{board.DeployKB}",
                $"{board.StorageKB}");
        }

        return layout;
    }

    private static Table PinTable(NfTools tools, int longestName)
    {
        Table pins = MakeTable("board", "firmware", "I2C data, clock", "host port, TX, RX", "strobe");
        foreach (Board board in tools.Boards)
        {
            BoardPins pin = board.Pins;
            pins.AddRow(Cell.Of(board.Name, longestName), Cell.Of(board.FwVersion), Cell.Of($"{pin.I2cData}, {pin.I2cClock}"), Cell.Of($"{pin.UartPort}, {pin.UartTx}, {pin.UartRx}"), Cell.Of($"{pin.Strobe}"));
        }

        return pins;
    }

    private static Table MakeTable(params string[] columns)
    {
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string column in columns)
        {
            table.AddColumn(new TableColumn(column).NoWrap());
        }

        return table;
    }
}
