using System.Collections.Generic;
using System.Linq;

namespace Edge.ModelTools.Devices;

/// <summary>What the boards of nf-tools.json make of a model's memory and size, in sentences.</summary>
internal static class BoardAdvice
{
    /// <summary>Which boards have so much memory for an inference.</summary>
    /// <param name="peakBytes">Bytes in the arrays of an inference.</param>
    public static string BoardsWith(int peakBytes)
    {
        var tools = NfTools.Load();
        return Listed("boards with that much", "no board of nf-tools.json has that much; make the input or the network smaller", tools.Boards.Where(board => peakBytes <= tools.FreeKB(board) * 1024L));
    }

    /// <summary>What is wrong with a blob in the flash of a board, or of all boards where none is named, and what to do; null when it fits.</summary>
    /// <param name="blobBytes">Bytes of the blob.</param>
    /// <param name="boardName">A board, or null.</param>
    public static (string What, string Remedy)? OnFlash(int blobBytes, string? boardName)
    {
        var tools = NfTools.Load();
        long imageBytes = (tools.AppKB * 1024L) + blobBytes;
        List<Board> fitting = [.. tools.Boards.Where(board => imageBytes <= board.DeployKB * 1024L)];
        string image = $"app and model take about {(imageBytes + 1023) / 1024} KB of flash";
        if (boardName is null)
        {
            return fitting.Count > 0 ? null : ($"{image}, more than the deployment partition of any board", "keep the model on an SD card, or make the network smaller");
        }

        Board board = tools.Find(boardName);
        return fitting.Contains(board)
            ? null
            : ($"{image}, the deployment partition of {board.Name} has {board.DeployKB} KB",
                $"convert without --board and keep the model on an SD card, or make the network smaller ({Listed("boards with that much", "no board has that much", fitting)})");
    }

    private static string Listed(string found, string none, IEnumerable<Board> boards)
    {
        string names = string.Join(", ", boards.Select(board => board.Name));
        return names.Length == 0 ? none : $"{found}: {names}";
    }
}
