using System;
using System.Globalization;
using System.IO;
using System.Text;
using System.Text.RegularExpressions;

namespace Edge.ModelTools.Signing;

// First line "edge leaves 1, key ID, list NAME", then one line for each leaf, "leaf 12 version 9". A line that is no such line was cut off by a
// crash, or damaged: it counts as one leaf.

/// <summary>One of the two lists of spent leaves, open so that nobody else can write it.</summary>
internal sealed partial class LeafList : IDisposable
{
    private readonly FileStream? _stream;
    private readonly bool _isTorn;

    private LeafList(FileStream? stream, string? name, string text)
    {
        _stream = stream;
        Name = name;
        _isTorn = text.Length > 0 && !text.EndsWith('\n');
        string[] lines = text.TrimEnd('\n').Split('\n');
        for (int i = 1; i < lines.Length; i++)
        {
            Match match = LinePattern().Match(lines[i]);
            if (match.Success && (i < lines.Length - 1 || !_isTorn)
                && int.TryParse(match.Groups[2].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int version))
            {
                Next = Math.Max(Next, int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) + 1);
                LastVersion = Math.Max(LastVersion, version);
            }
            else
            {
                Next++;
            }
        }
    }

    /// <summary>Random name that both lists of a key have; null when this is no list of the key.</summary>
    public string? Name { get; }

    /// <summary>First leaf that is not spent.</summary>
    public int Next { get; }

    /// <summary>Highest version that was signed; 0 for none.</summary>
    public int LastVersion { get; }

    /// <summary>Opens a list.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="keyId">Identity of the key.</param>
    /// <param name="makes">Make a file when there is none.</param>
    /// <exception cref="IOException">Somebody else has it open, or it cannot be written.</exception>
    public static LeafList Open(string path, string keyId, bool makes)
    {
        if (makes)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        else if (!File.Exists(path))
        {
            return new LeafList(null, null, string.Empty);
        }

        var stream = new FileStream(path, makes ? FileMode.OpenOrCreate : FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        using var reader = new StreamReader(stream, Encoding.ASCII, false, 4096, leaveOpen: true);
        string text = reader.ReadToEnd();
        Match header = HeaderPattern().Match(text);
        return header.Success && header.Groups[1].Value == keyId ? new LeafList(stream, header.Groups[2].Value, text) : new LeafList(stream, null, string.Empty);
    }

    /// <summary>Adds a leaf; it is on disk when this returns. A list that was none, or has another name, begins anew.</summary>
    public void Append(string name, string keyId, int leaf, int version)
    {
        string text = _isTorn ? "\n" : string.Empty;
        if (Name != name)
        {
            _stream!.SetLength(0);
            text = FirstLine(keyId, name);
        }

        text += string.Create(CultureInfo.InvariantCulture, $"leaf {leaf} version {version}\n");
        _stream!.Seek(0, SeekOrigin.End);
        _stream.Write(Encoding.ASCII.GetBytes(text));
        _stream.Flush(flushToDisk: true);
    }

    /// <summary>Makes the file of a new list.</summary>
    /// <exception cref="IOException">It exists or cannot be written.</exception>
    public static void Create(string path, string keyId, string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        stream.Write(Encoding.ASCII.GetBytes(FirstLine(keyId, name)));
        stream.Flush(flushToDisk: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream?.Dispose();
    }

    private static string FirstLine(string keyId, string name)
    {
        return $"edge leaves 1, key {keyId}, list {name}\n";
    }

    [GeneratedRegex("^leaf ([0-9]{1,4}) version ([0-9]{1,10})$")]
    private static partial Regex LinePattern();

    [GeneratedRegex("^edge leaves 1, key ([0-9a-f]+), list ([0-9a-f]+)\n")]
    private static partial Regex HeaderPattern();
}
