using System;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Devices;

/// <summary>The budget that <c>--sram</c> and <c>--board</c> ask for.</summary>
/// <param name="Bytes">Bytes, or null for the smallest that works.</param>
/// <param name="MostCost">How many times its usual cost the smallest may take.</param>
internal sealed record SramBudget(int? Bytes, double MostCost = double.PositiveInfinity)
{
    /// <summary>What <c>small</c> may cost.</summary>
    public const double SmallCost = 2;

    /// <summary>What <c>--sram</c> is when it is not given and the board has more.</summary>
    private const int DefaultBytes = 64 * 1024;

    /// <summary>Reads the options.</summary>
    /// <param name="sram">A size, <c>min</c>, <c>small</c>, or null for 64 KB or what the app leaves of the board's heap, whichever is less.</param>
    /// <param name="boardName">A board of nf-tools.json, or null.</param>
    /// <exception cref="EdgeException">Not a size, no such board, or more than the board has.</exception>
    public static SramBudget Read(string? sram, string? boardName)
    {
        var tools = NfTools.Load();
        Board? board = boardName is null ? null : tools.Find(boardName);
        if (sram is null)
        {
            return new SramBudget(board is null ? DefaultBytes : (int)Math.Min(DefaultBytes, tools.FreeKB(board) * 1024L));
        }

        if (sram.Equals("min", StringComparison.OrdinalIgnoreCase))
        {
            return new SramBudget(Bytes: null);
        }

        if (sram.Equals("small", StringComparison.OrdinalIgnoreCase))
        {
            return new SramBudget(null, SmallCost);
        }

        int budget = SizeOption.Parse("--sram", sram);
        if (board is not null && budget > board.RamKB * 1024L)
        {
            throw new EdgeException(
                DiagnosticId.BudgetAboveBoard,
                $"--sram {sram}",
                $"{board.Name} has about {board.RamKB} KB of heap ({board.RamSource})",
                $"use at most {tools.FreeKB(board)}KB, which is what the app leaves, or another board (edge boards)");
        }

        return new SramBudget(budget);
    }
}
