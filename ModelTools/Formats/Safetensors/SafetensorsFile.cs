using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Weights;
using Microsoft.Win32.SafeHandles;

namespace Edge.ModelTools.Formats.Safetensors;

/// <summary>
/// Reads a safetensors file: uint64 length of the header, the header (<see cref="SafetensorsHeader"/>), then the values of all
/// tensors, little-endian, row-major (huggingface/safetensors, README, "Format").
/// </summary>
internal sealed class SafetensorsFile : IWeightFile
{
    private const int LengthBytes = 8;
    private const long MaxHeaderBytes = 100_000_000; // limit of the format's own library

    private readonly SafeFileHandle _handle;

    private SafetensorsFile(string path, SafeFileHandle handle)
    {
        Path = path;
        _handle = handle;
        Entries = ReadHeader();
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public bool IsInOrder => false; // its library sorts them by type and name

    /// <summary>Tensors in the order of their data.</summary>
    public IReadOnlyList<WeightEntry> Entries { get; }

    /// <summary>Opens a file and checks its header: every tensor has its own bytes, and every byte belongs to a tensor.</summary>
    /// <exception cref="EdgeException">The file is missing or damaged.</exception>
    public static SafetensorsFile Open(string path)
    {
        InputFile.Require(path);
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path);
            return new SafetensorsFile(path, handle);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new EdgeException(DiagnosticId.FileNotFound, path, "no such file", "check the path", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            handle?.Dispose();
            throw new EdgeException(DiagnosticId.FileNotReadable, path, "the file cannot be read", "check that it is a file and may be read", exception);
        }
        catch
        {
            handle?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public float[] ReadFloats(WeightEntry entry)
    {
        FloatValues.RequireType(Path, entry);
        var stored = (SafetensorsEntry)entry;
        byte[] bytes = ReadBytes(stored.Offset, (int)stored.Length);
        float[] values = new float[bytes.Length / FloatValues.BytesOf(entry.Type)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = FloatValues.Read(bytes, entry.Type, i);
        }

        FloatValues.RequireFinite(Path, entry, values);
        return values;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _handle.Dispose();
    }

    private IReadOnlyList<SafetensorsEntry> ReadHeader()
    {
        long fileBytes = RandomAccess.GetLength(_handle);
        if (fileBytes < LengthBytes)
        {
            throw new EdgeException(DiagnosticId.SafetensorsTruncated, Path, $"the file has {fileBytes} bytes; the length of the header alone has {LengthBytes}", "copy or export the file again");
        }

        ulong headerBytes = BinaryPrimitives.ReadUInt64LittleEndian(ReadBytes(0, LengthBytes));
        if (headerBytes > MaxHeaderBytes)
        {
            throw new EdgeException(DiagnosticId.SafetensorsHeaderInvalid, Path, $"a header of {headerBytes} bytes is not credible", "check that it is a safetensors file");
        }

        if ((long)headerBytes > fileBytes - LengthBytes)
        {
            throw new EdgeException(
                DiagnosticId.SafetensorsTruncated, Path, $"the header has {headerBytes} bytes, but the file ends after {fileBytes - LengthBytes} of them", "copy or export the file again");
        }

        byte[] header = ReadBytes(LengthBytes, (int)headerBytes);
        return SafetensorsHeader.Parse(Path, header, LengthBytes + (long)headerBytes, fileBytes);
    }

    private byte[] ReadBytes(long offset, int count)
    {
        byte[] bytes = new byte[count];
        int done = 0;
        while (done < count)
        {
            int read = RandomAccess.Read(_handle, bytes.AsSpan(done), offset + done);
            if (read == 0)
            {
                throw new EdgeException(DiagnosticId.SafetensorsTruncated, Path, "the file became shorter while it was read", "copy or export the file again");
            }

            done += read;
        }

        return bytes;
    }
}
