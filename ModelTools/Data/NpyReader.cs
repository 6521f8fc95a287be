using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using System.Text.RegularExpressions;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Data;

/// <summary>
/// NumPy's .npy format, versions 1 to 3, of real and integer numbers in either order
/// (numpy.org/doc/stable/reference/generated/numpy.lib.format.html). Other types than float32, uint8 and int8 are converted.
/// </summary>
internal static partial class NpyReader
{
    private const int PreambleLength = 8; // magic, major, minor

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="EdgeException">Missing, damaged, or of another type.</exception>
    public static NpyArray Read(string path)
    {
        InputFile.Require(path);

        try
        {
            return Parse(path, File.ReadAllBytes(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EdgeException(DiagnosticId.FileNotReadable, path, exception.Message, "check its permissions");
        }
    }

    /// <summary>Parses the bytes of a file.</summary>
    /// <param name="path">For messages.</param>
    /// <exception cref="EdgeException">Damaged, or of another type.</exception>
    public static NpyArray Parse(string path, byte[] bytes)
    {
        if (bytes.Length < PreambleLength + 4 || !bytes.AsSpan(0, Magic.Length).SequenceEqual(Magic) || bytes[6] is 0 or > 3)
        {
            throw Invalid(path, "not a .npy file of version 1 to 3");
        }

        int lengthBytes = bytes[6] == 1 ? 2 : 4;
        uint headerLength = lengthBytes == 2
            ? BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(PreambleLength))
            : BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(PreambleLength));
        int headerStart = PreambleLength + lengthBytes;
        if (headerLength > bytes.Length - headerStart)
        {
            throw Invalid(path, "the header is cut off");
        }

        string header = Encoding.Latin1.GetString(bytes, headerStart, (int)headerLength);
        int dataStart = headerStart + (int)headerLength;
        string descr = Descr().Match(header).Groups[1].Value;
        NpyElements elements = NpyElements.Find(descr) ?? throw Invalid(path, $"element type '{descr}'");
        int[] shape = ShapeOf(path, header, bytes.Length - dataStart, elements.Size);
        return elements.Convert(shape, bytes[dataStart..], IsFortranOrder(path, header));
    }

    private static bool IsFortranOrder(string path, string header)
    {
        Match match = FortranOrder().Match(header);
        return match.Success ? match.Groups[1].Value == "True" : throw Invalid(path, "the header does not say the order of the elements");
    }

    private static int[] ShapeOf(string path, string header, long dataLength, int elementBytes)
    {
        Match match = Shape().Match(header);
        if (!match.Success)
        {
            throw Invalid(path, "the header has no shape");
        }

        var shape = new List<int>();
        long length = elementBytes;
        foreach (string field in match.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out int dimension) || dimension < 1 || (length *= dimension) > dataLength)
            {
                throw Invalid(path, $"shape ({match.Groups[1].Value}) does not fit {dataLength} bytes of data");
            }

            shape.Add(dimension);
        }

        return length == dataLength ? [.. shape] : throw Invalid(path, $"shape ({match.Groups[1].Value}) does not fit {dataLength} bytes of data");
    }

    private static EdgeException Invalid(string path, string what) =>
        new(DiagnosticId.NpyInvalid, path, what, "save it with numpy.save as float32, uint8 or int8");

    [GeneratedRegex("'descr'\\s*:\\s*'([^']*)'")]
    private static partial Regex Descr();

    [GeneratedRegex("'fortran_order'\\s*:\\s*(True|False)")]
    private static partial Regex FortranOrder();

    [GeneratedRegex("'shape'\\s*:\\s*\\(([^)]*)\\)")]
    private static partial Regex Shape();
}
