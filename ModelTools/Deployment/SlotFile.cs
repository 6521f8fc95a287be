using System;
using Edge.Firmware.Storage;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Signing;

namespace Edge.ModelTools.Deployment;

/// <summary>A model as it lies on the board's storage: header with length and hash, the signature block if there is one, then the blob.</summary>
internal static class SlotFile
{
    // The file system's own blocks (LittleFS, 4 KB each) for the superblock, the folder and the small files beside the models.
    private const int ReserveKB = 16;

    /// <summary>Makes the file.</summary>
    /// <param name="blob">The model.</param>
    /// <param name="block">Its signature block, or null.</param>
    public static byte[] Make(byte[] blob, byte[]? block)
    {
        return [.. new SlotHeader(blob.Length, ModelDigest.Of(blob), block?.Length ?? 0).ToBytes(), .. block ?? [], .. blob];
    }

    /// <summary>The storage holds the model as often as it is there at the same time.</summary>
    /// <param name="name">Model, for messages.</param>
    /// <param name="bytes">Bytes of the blob and its signature block.</param>
    /// <param name="board">The board.</param>
    /// <param name="copies">3 through a file (running, previous, incoming), 2 over the host protocol.</param>
    /// <exception cref="EdgeException">It does not.</exception>
    public static void RequireRoom(string name, int bytes, Board board, int copies)
    {
        long room = (board.StorageKB - ReserveKB) * 1024L / copies;
        if (bytes + SlotHeader.Length > room)
        {
            string other = copies == 3 && bytes + SlotHeader.Length <= (board.StorageKB - ReserveKB) * 1024L / 2 ? "use --via host, " : string.Empty;
            throw new EdgeException(
                DiagnosticId.ModelExceedsStorage,
                name,
                $"{bytes} bytes; drive I: of {board.Name} has {board.StorageKB} KB, which is room for models of {room - SlotHeader.Length} bytes ({copies} at a time)",
                other + "put it into the app (edge pack), or on an SD card as D:\\model.edge8");
        }
    }
}
