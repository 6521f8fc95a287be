using System;
using System.Text;
using Edge.ModelTools.Diagnostics;
using Google.FlatBuffers;

namespace Edge.ModelTools.Formats.Tflite.Wire;

/// <summary>
/// A FlatBuffers file whose offsets are checked before they are followed. Layout after the FlatBuffers internals
/// document: uint32 offset of the root table, four characters of identifier, tables, vectors and strings in any order.
/// </summary>
internal sealed class FlatFile
{
    private const int HeaderBytes = 8; // uint32 root offset, 4 characters of identifier
    private const int IdentifierStart = 4;

    private readonly byte[] _data;

    /// <summary>Wraps a file.</summary>
    /// <param name="data">The whole file; not copied.</param>
    /// <param name="name">File name, for messages.</param>
    /// <exception cref="EdgeException">The file is shorter than its header.</exception>
    public FlatFile(byte[] data, string name)
    {
        _data = data;
        Name = name;
        Bytes = new ByteBuffer(data);
        if (data.Length < HeaderBytes)
        {
            throw new EdgeException(
                DiagnosticId.TfliteTruncated, name, $"the file has {data.Length} bytes, less than a header", "download or export the file again");
        }
    }

    /// <summary>File name, for messages.</summary>
    public string Name { get; }

    /// <summary>Size of the file in bytes.</summary>
    public int Length => _data.Length;

    /// <summary>Little-endian access to the bytes; positions have been checked with <see cref="Require"/>.</summary>
    public ByteBuffer Bytes { get; }

    /// <summary>Whether the four characters after the root offset are <paramref name="identifier"/>.</summary>
    public bool HasIdentifier(string identifier) => Encoding.ASCII.GetString(_data, IdentifierStart, identifier.Length) == identifier;

    /// <summary>The root table.</summary>
    public FlatTable Root(string what)
    {
        uint offset = Bytes.GetUint(0);
        Require(offset, sizeof(int), what);
        return TableAt((int)offset, what);
    }

    /// <summary>The table at <paramref name="position"/>, its field directory checked.</summary>
    /// <param name="position">First byte of the table, inside the file.</param>
    /// <param name="what">Name of the table, for messages.</param>
    public FlatTable TableAt(int position, string what) => new(this, position, what);

    /// <summary>Checks that a range lies in the file.</summary>
    /// <param name="start">First byte.</param>
    /// <param name="byteCount">Length of the range.</param>
    /// <param name="what">What lies there, for messages.</param>
    public void Require(long start, long byteCount, string what)
    {
        if (start < 0 || byteCount < 0 || start > _data.Length || byteCount > _data.Length - start)
        {
            throw new EdgeException(
                DiagnosticId.TfliteBadOffset,
                Name,
                $"{what}: {byteCount} bytes at {start} are outside the file of {_data.Length} bytes",
                "the file is truncated or damaged; download or export it again");
        }
    }

    /// <summary>A range of the file, without copying it; the range has been checked.</summary>
    public ReadOnlySpan<byte> Slice(int start, int byteCount) => _data.AsSpan(start, byteCount);

    /// <summary>The error for a table that contradicts itself.</summary>
    public EdgeException BadTable(string what, int position, string reason)
    {
        return new EdgeException(
            DiagnosticId.TfliteBadTable, Name, $"{what} at byte {position}: {reason}", "the file is damaged; download or export it again");
    }
}
