using Edge.ModelTools.Devices;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Packing;

/// <summary>Whether the app with a model fits a board.</summary>
/// <param name="Board">The board.</param>
/// <param name="ImageBytes">App with all it refers to and the model, estimated.</param>
/// <param name="HeapBytes">What is taken of the managed heap: interpreter and app, peak of an inference, its input, the sample.</param>
/// <param name="CodeBytes">What of the image is generated kernels.</param>
internal sealed record BoardFit(Board Board, long ImageBytes, long HeapBytes, long CodeBytes = 0)
{
    /// <summary>Bytes of the deployment partition.</summary>
    public long PartitionBytes => Board.DeployKB * 1024L;

    /// <summary>Bytes of the managed heap.</summary>
    public long RamBytes => Board.RamKB * 1024L;

    /// <summary>The image fits the partition.</summary>
    public bool FitsFlash => ImageBytes <= PartitionBytes;

    /// <summary>The model fits the heap.</summary>
    public bool FitsHeap => HeapBytes <= RamBytes;

    /// <summary>Fails when the board cannot take the model.</summary>
    /// <param name="name">Name of the blob.</param>
    /// <exception cref="EdgeException">It cannot.</exception>
    public void Require(string name)
    {
        if (!FitsFlash)
        {
            throw new EdgeException(
                DiagnosticId.PackImageTooLarge,
                name,
                CodeBytes == 0
                    ? $"app and model take about {Kilobytes(ImageBytes)} KB, the deployment partition of {Board.Name} has {Board.DeployKB} KB"
                    : $"app, model and generated kernels take about {Kilobytes(ImageBytes)} KB, {Kilobytes(CodeBytes)} KB of it kernels; the deployment partition of {Board.Name} has {Board.DeployKB} KB",
                (CodeBytes == 0 ? string.Empty : "give a smaller --specialize-flash, ") + "use a board with more flash (edge boards), an SD card, or a smaller model");
        }

        if (!FitsHeap)
        {
            throw new EdgeException(
                DiagnosticId.PackHeapTooSmall,
                name,
                $"app and inference take about {Kilobytes(HeapBytes)} KB of the managed heap, {Board.Name} has about {Board.RamKB} KB ({Board.RamSource})",
                "convert with a smaller --sram, or use a board with PSRAM");
        }
    }

    /// <summary>Whole kilobytes, rounded up.</summary>
    public static long Kilobytes(long bytes)
    {
        return (bytes + 1023) / 1024;
    }
}
