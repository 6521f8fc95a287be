using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Deployment;

/// <summary>Is what is connected the board that is meant, with the firmware that everything is pinned to?</summary>
internal static class BoardCheck
{
    private static readonly Dictionary<string, string> s_chips = new() { ["esp32"] = "ESP32", ["esp32s3"] = "ESP32-S3", ["esp32c3"] = "ESP32-C3", ["esp32c6"] = "ESP32-C6" };

    /// <summary>The chip that a board has, as nanoff names it.</summary>
    public static string ChipOf(Board board)
    {
        return s_chips[board.CurrentTable];
    }

    /// <summary>The chip is the board's.</summary>
    /// <param name="board">The board that was named.</param>
    /// <param name="port">Port, for messages.</param>
    /// <param name="details">What nanoff printed of the chip.</param>
    /// <exception cref="EdgeException">It is another one, or none was named.</exception>
    public static void RequireChip(Board board, string port, string details)
    {
        string chip = NanoffOutput.Chip(details)
            ?? throw new EdgeException(DiagnosticId.BoardSilent, port, "nanoff did not name a chip", "hold BOOT, press and release RESET, release BOOT, and try again");
        if (chip != ChipOf(board))
        {
            throw new EdgeException(DiagnosticId.WrongChip, port, $"the chip is {chip}, {board.Name} ({board.Target}) has {ChipOf(board)}", "name the board that is connected (edge boards)");
        }
    }

    /// <summary>The running firmware is the pinned one of the board, or a later one.</summary>
    /// <param name="named">The board that was named, or null: the one with the device's target.</param>
    /// <param name="tools">Boards.</param>
    /// <param name="port">Port, for messages.</param>
    /// <param name="details">What nanoff printed of the device.</param>
    /// <param name="warn">Hears of a later firmware.</param>
    /// <returns>The board.</returns>
    /// <exception cref="EdgeException">Another target, an older firmware, or an unknown board.</exception>
    public static Board RequireFirmware(Board? named, NfTools tools, string port, string details, Action<string> warn)
    {
        string? target = NanoffOutput.Target(details);
        Version? version = NanoffOutput.FirmwareVersion(details);
        if (target is null || version is null)
        {
            throw new EdgeException(DiagnosticId.BoardSilent, port, "nanoff did not tell target and version of the firmware", "press RESET; or write the firmware: edge deploy --firmware --board ...");
        }

        Board board = named ?? tools.Boards.FirstOrDefault(each => each.Target == target)
            ?? throw new EdgeException(DiagnosticId.BoardUnknown, port, $"the firmware is {target}, which no board of nf-tools.json has", "name the nearest board with --board and write its firmware with --firmware");
        if (target != board.Target)
        {
            throw new EdgeException(DiagnosticId.WrongChip, port, $"the firmware is {target}, {board.Name} has {board.Target}", "name the board that is connected, or write its firmware: edge deploy --firmware");
        }

        var pinned = Version.Parse(board.FwVersion);
        if (version < pinned)
        {
            throw new EdgeException(DiagnosticId.FirmwareOld, port, $"the firmware is {version}, the app is built for {pinned}", $"edge deploy --firmware --board {board.Name}");
        }

        if (version > pinned)
        {
            warn($"warning: the firmware is {version}, later than the pinned {pinned}; if the app does not start, use edge deploy --firmware");
        }

        return board;
    }
}
