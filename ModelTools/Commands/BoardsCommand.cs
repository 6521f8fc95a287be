using System;
using System.CommandLine;
using System.Text.Json;
using Edge.ModelTools.Data.Json;
using Edge.ModelTools.Devices;
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
        Table layout = MakeTable("board", "target", "firmware", "MHz", "heap KB", "flash MB", "app from", "app KB", "I: KB");
        Table pins = MakeTable("board", "I2C data, clock", "host port, TX, RX", "strobe");
        foreach (Board board in tools.Boards)
        {
            layout.AddRow(
                board.Name,
                board.Target,
                board.FwVersion,
                $"{board.CpuMHz}",
                $"{board.RamKB}",
                $"{board.FlashMB}",
                board.DeployAddress,
                $"{board.DeployKB}",
                $"{board.StorageKB}");
            BoardPins pin = board.Pins;
            pins.AddRow(board.Name, $"{pin.I2cData}, {pin.I2cClock}", $"{pin.UartPort}, {pin.UartTx}, {pin.UartRx}", $"{pin.Strobe}");
        }

        console.Write(layout);
        console.Write(pins);
        foreach (Board board in tools.Boards)
        {
            console.WriteLine($"{board.Name}: {board.Title}; heap {board.RamSource}");
        }

        console.WriteLine($"nanoff {tools.NanoffVersion}, nanoclr {tools.Tools["nanoclr"]}; app {tools.AppKB} KB, {tools.AppSource}");
        console.WriteLine($"heap for interpreter and app {tools.AppHeapKB} KB, {tools.AppHeapSource}");
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
