using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Formats.Tflite.Import;

/// <summary>
/// Bounds what a file can make the reader allocate. A FlatBuffer may point to the same bytes many times, so a small file
/// can describe a huge model; every array is charged here before it is made.
/// </summary>
internal sealed class ByteBudget
{
    // The most an honest file needs is five times its size: int8 weights stored once, copied, and widened to float32.
    private const int BytesPerFileByte = 8;

    // What a nearly empty model needs: names, shapes and objects.
    private const int BaseBytes = 64 * 1024;

    private readonly string _fileName;
    private long _remaining;

    /// <summary>Makes the budget of a file.</summary>
    public ByteBudget(string fileName, int fileBytes)
    {
        _fileName = fileName;
        _remaining = BaseBytes + ((long)fileBytes * BytesPerFileByte);
    }

    /// <summary>Takes <paramref name="byteCount"/> from the budget.</summary>
    /// <exception cref="EdgeException">The budget is used up.</exception>
    public void Charge(long byteCount, string what)
    {
        _remaining -= byteCount;
        if (_remaining < 0)
        {
            throw new EdgeException(
                DiagnosticId.TfliteTooLarge,
                _fileName,
                $"{what}: the model unfolds to more than {BytesPerFileByte} times its file",
                "the file is damaged, or shares constants in a way no exporter does; export it again");
        }
    }
}
