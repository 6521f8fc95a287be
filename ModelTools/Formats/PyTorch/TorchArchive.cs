using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Formats.PyTorch;

/// <summary>
/// The zip form of torch.save since PyTorch 1.6: NAME/data.pkl, NAME/data/KEY for each storage, all stored without compression
/// (torch/serialization.py, caffe2/serialize/inline_container.cc). Entries that are compressed are refused, so nothing can grow.
/// </summary>
internal sealed class TorchArchive : ITorchContainer
{
    private const string PickleName = "data.pkl";
    private const int MaxPickleBytes = 1 << 26;

    private readonly ZipArchive _zip;
    private readonly string _prefix;

    private TorchArchive(ZipArchive zip, string prefix)
    {
        _zip = zip;
        _prefix = prefix;
    }

    /// <inheritdoc/>
    public object? Root { get; private set; }

    /// <summary>Opens an archive and reads its pickle.</summary>
    /// <param name="stream">The file; closed with the archive.</param>
    /// <exception cref="EdgeException">A TorchScript archive.</exception>
    /// <exception cref="InvalidDataException">The zip is damaged.</exception>
    /// <exception cref="InvalidOperationException">The zip or the pickle is none of a state dict.</exception>
    public static TorchArchive Open(string path, FileStream stream)
    {
        var zip = new ZipArchive(stream, ZipArchiveMode.Read);
        try
        {
            ZipArchiveEntry pickle = zip.Entries.FirstOrDefault(entry => entry.Name == PickleName && entry.FullName.Count(c => c == '/') <= 1)
                ?? throw new InvalidOperationException($"the zip has no {PickleName}");
            var archive = new TorchArchive(zip, pickle.FullName[..^PickleName.Length]);
            if (archive.Find("constants.pkl") is not null || zip.Entries.Any(entry => entry.FullName.StartsWith($"{archive._prefix}code/", StringComparison.Ordinal)))
            {
                throw new EdgeException(
                    DiagnosticId.PyTorchScript,
                    path,
                    "this is a TorchScript archive: code and weights",
                    "save the weights with torch.save(model.state_dict(), \"weights.pth\"), or export ONNX (docs/weights-import.md)");
            }

            if (archive.Find("byteorder") is { } order && Encoding.ASCII.GetString(Read(order, 16)).Trim() != "little")
            {
                throw new InvalidOperationException("its values are big-endian; save it on a little-endian machine");
            }

            archive.Root = new PickleReader(Read(pickle, MaxPickleBytes)).Read();
            return archive;
        }
        catch
        {
            zip.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public byte[] ReadStorage(TorchStorage storage)
    {
        ZipArchiveEntry entry = Find($"data/{storage.Key}") ?? throw new InvalidOperationException($"storage '{storage.Key}' is missing");
        long claimed = storage.Count * TorchTypes.BytesOf(storage.Type);
        return entry.Length == claimed
            ? Read(entry, Array.MaxLength)
            : throw new InvalidOperationException($"storage '{storage.Key}' has {entry.Length} bytes, {claimed} are claimed");
    }

    /// <inheritdoc/>
    public void Dispose() => _zip.Dispose();

    private ZipArchiveEntry? Find(string name) => _zip.GetEntry(_prefix + name);

    private static byte[] Read(ZipArchiveEntry entry, int most)
    {
        if (entry.Length != entry.CompressedLength)
        {
            throw new InvalidOperationException($"'{entry.FullName}' is compressed; PyTorch stores its files as they are");
        }

        if (entry.Length > most)
        {
            throw new InvalidOperationException($"'{entry.FullName}' has {entry.Length} bytes; at most {most} are credible");
        }

        using Stream stream = entry.Open(); // checks that the bytes lie within the file
        byte[] bytes = new byte[entry.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
