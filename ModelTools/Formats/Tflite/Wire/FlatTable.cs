using System.Text;
using Edge.ModelTools.Diagnostics;
using Google.FlatBuffers;

namespace Edge.ModelTools.Formats.Tflite.Wire;

/// <summary>
/// A table of a FlatBuffers file. At its position stands an int32 distance back to its field directory: uint16 size of
/// the directory, uint16 size of the table, then one uint16 offset into the table per field, 0 for a field that is absent.
/// </summary>
internal readonly struct FlatTable
{
    private const int DirectoryHeaderBytes = 4;

    private readonly FlatFile _file;
    private readonly string _what;
    private readonly int _directory;
    private readonly int _directoryBytes;
    private readonly int _tableBytes;

    /// <summary>Opens the table at <paramref name="position"/> after checking its directory.</summary>
    /// <param name="what">Name of the table, for messages.</param>
    public FlatTable(FlatFile file, int position, string what)
    {
        _file = file;
        _what = what;
        Position = position;
        file.Require(position, sizeof(int), what);
        ByteBuffer bytes = file.Bytes;
        long directory = (long)position - bytes.GetInt(position);
        file.Require(directory, DirectoryHeaderBytes, what);
        _directory = (int)directory;
        _directoryBytes = bytes.GetUshort(_directory);
        _tableBytes = bytes.GetUshort(_directory + sizeof(ushort));
        if (_directoryBytes < DirectoryHeaderBytes || (_directoryBytes & 1) != 0 || _tableBytes < sizeof(int))
        {
            throw file.BadTable(what, position, $"its field directory of {_directoryBytes} bytes describes a table of {_tableBytes} bytes");
        }

        file.Require(directory, _directoryBytes, what);
        file.Require(position, _tableBytes, what);
    }

    /// <summary>First byte of the table in the file.</summary>
    public int Position { get; }

    /// <summary>Whether a field is present.</summary>
    public bool Has(int field) => FieldAt(field, 0) != 0;

    /// <summary>A field of one byte.</summary>
    public byte Byte(int field, byte absent = 0)
    {
        int at = FieldAt(field, sizeof(byte));
        return at == 0 ? absent : _file.Bytes.Get(at);
    }

    /// <summary>A boolean field.</summary>
    public bool Bool(int field) => Byte(field) != 0;

    /// <summary>An int32 field.</summary>
    public int Int32(int field, int absent = 0)
    {
        int at = FieldAt(field, sizeof(int));
        return at == 0 ? absent : _file.Bytes.GetInt(at);
    }

    /// <summary>A uint32 field.</summary>
    public uint UInt32(int field)
    {
        int at = FieldAt(field, sizeof(uint));
        return at == 0 ? 0 : _file.Bytes.GetUint(at);
    }

    /// <summary>A uint64 field.</summary>
    public ulong UInt64(int field)
    {
        int at = FieldAt(field, sizeof(ulong));
        return at == 0 ? 0 : _file.Bytes.GetUlong(at);
    }

    /// <summary>A float32 field.</summary>
    public float Single(int field, float absent = 0)
    {
        int at = FieldAt(field, sizeof(float));
        return at == 0 ? absent : _file.Bytes.GetFloat(at);
    }

    /// <summary>A table that this table points to, or null.</summary>
    public FlatTable? Table(int field, string what)
    {
        int target = Target(field, sizeof(int), what);
        return target == 0 ? null : _file.TableAt(target, what);
    }

    /// <summary>A vector of scalars or of offsets; empty when the field is absent.</summary>
    /// <param name="elementBytes">Size of one element; 4 for offsets.</param>
    public FlatVector Vector(int field, int elementBytes, string what)
    {
        int target = Target(field, sizeof(int), what);
        if (target == 0)
        {
            return default;
        }

        uint count = _file.Bytes.GetUint(target);
        _file.Require((long)target + sizeof(uint), (long)count * elementBytes, what);
        return new FlatVector(_file, target + sizeof(uint), (int)count, elementBytes);
    }

    /// <summary>A vector that must be present.</summary>
    public FlatVector RequiredVector(int field, int elementBytes, string what)
    {
        return Has(field) ? Vector(field, elementBytes, what) : throw Missing(what);
    }

    /// <summary>A string, control characters replaced, or an empty one when the field is absent.</summary>
    /// <param name="maximumBytes">Longest string accepted.</param>
    public string Text(int field, int maximumBytes, string what)
    {
        FlatVector characters = Vector(field, sizeof(byte), what);
        if (characters.Count > maximumBytes)
        {
            throw new EdgeException(
                DiagnosticId.TfliteTooLarge,
                _file.Name,
                $"{what} at byte {Position}: {characters.Count} bytes of text, more than {maximumBytes}",
                "the file is damaged, or shorten the name in the export");
        }

        return Printable(characters);
    }

    /// <summary>The error for a field that is missing.</summary>
    public EdgeException Missing(string field)
    {
        return new EdgeException(
            DiagnosticId.TfliteMissingField, _file.Name, $"{_what} at byte {Position}: {field} is missing", "the file is damaged; download or export it again");
    }

    private static string Printable(FlatVector characters)
    {
        string text = Encoding.UTF8.GetString(characters.Bytes);
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]))
            {
                return string.Create(text.Length, text, static (span, source) =>
                {
                    for (int c = 0; c < source.Length; c++)
                    {
                        span[c] = char.IsControl(source[c]) ? '?' : source[c];
                    }
                });
            }
        }

        return text;
    }

    /// <summary>Position of a field in the file, or 0 when it is absent. The field ends inside the table.</summary>
    private int FieldAt(int field, int fieldBytes)
    {
        int entry = DirectoryHeaderBytes + (field * sizeof(ushort));
        if (entry >= _directoryBytes)
        {
            return 0;
        }

        int offset = _file.Bytes.GetUshort(_directory + entry);
        if (offset != 0 && (offset < sizeof(int) || offset + fieldBytes > _tableBytes))
        {
            throw _file.BadTable(_what, Position, $"field {field} at offset {offset} is outside the table of {_tableBytes} bytes");
        }

        return offset == 0 ? 0 : Position + offset;
    }

    /// <summary>Where an offset field points to (offsets are unsigned, relative to the field), or 0 when it is absent.</summary>
    private int Target(int field, int targetBytes, string what)
    {
        int at = FieldAt(field, sizeof(uint));
        if (at == 0)
        {
            return 0;
        }

        long target = (long)at + _file.Bytes.GetUint(at);
        _file.Require(target, targetBytes, what);
        return (int)target;
    }
}
