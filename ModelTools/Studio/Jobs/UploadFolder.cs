using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Studio.Jobs;

/// <summary>What was dropped on the page: sets of files in a temporary folder, which goes when the studio ends.</summary>
internal sealed class UploadFolder : IDisposable
{
    /// <summary>Largest file that is taken.</summary>
    public const long MostFileBytes = 256L << 20;

    private const long MostBytes = 2048L << 20; // of all files together
    private const int LongestName = 240;
    private const int MostFiles = 20_000; // of a set

    private readonly string _root = Directory.CreateTempSubdirectory("edge-studio-").FullName;
    private readonly ConcurrentDictionary<string, int> _fileCounts = [];
    private long _bytes;

    /// <summary>Begins a set: a model with what belongs to it, or samples.</summary>
    /// <returns>Its name.</returns>
    public string Begin()
    {
        string set = Guid.NewGuid().ToString("N");
        Directory.CreateDirectory(Path.Combine(_root, set));
        _fileCounts[set] = 0;
        return set;
    }

    /// <summary>Takes a file, whole or not at all.</summary>
    /// <param name="set">A set that was begun.</param>
    /// <param name="name">Its name, with / where it lies in a folder.</param>
    /// <param name="length">Its bytes as the sender says; null when he does not.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="stop">Ends the reading: the sender went away.</param>
    /// <exception cref="EdgeException">No such set, no name, or too large.</exception>
    public async Task AddAsync(string set, string name, long? length, Stream content, CancellationToken stop)
    {
        string folder = PathOf(set);
        string path = Path.Combine([folder, .. Names(name)]);
        if (_fileCounts.AddOrUpdate(set, 1, (_, count) => count + 1) > MostFiles)
        {
            throw TooLarge(name, $"a drop has at most {MostFiles} files", "give a sample of them; a few hundred are enough");
        }

        long bytes = TakeRoom(name, length);
        string partial = Path.Combine(_root, Guid.NewGuid().ToString("N") + ".part");
        bool isTaken = false;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using (FileStream file = File.Create(partial))
            {
                await content.CopyToAsync(file, stop).ConfigureAwait(false);
            }

            long replaced = File.Exists(path) ? new FileInfo(path).Length : 0;
            File.Move(partial, path, overwrite: true);
            isTaken = true;
            Interlocked.Add(ref _bytes, -replaced);
        }
        finally
        {
            File.Delete(partial);
            Interlocked.Add(ref _bytes, isTaken ? 0 : -bytes);
        }
    }

    /// <summary>The folder of a set.</summary>
    /// <exception cref="EdgeException">There is no such set.</exception>
    public string PathOf(string set)
    {
        return _fileCounts.ContainsKey(set)
            ? Path.Combine(_root, set)
            : throw new EdgeException(DiagnosticId.StudioNotFound, set, "nothing was dropped under this name", "drop the files again");
    }

    /// <summary>The path of a file of a set.</summary>
    /// <exception cref="EdgeException">There is no such set or file.</exception>
    public string PathOf(string set, string name)
    {
        string path = Path.Combine([PathOf(set), .. Names(name)]);
        return File.Exists(path) ? path : throw new EdgeException(DiagnosticId.FileNotFound, name, "this file was not dropped", "drop it again");
    }

    /// <summary>Removes a set.</summary>
    public void End(string set)
    {
        if (_fileCounts.TryRemove(set, out _))
        {
            var folder = new DirectoryInfo(Path.Combine(_root, set));
            Interlocked.Add(ref _bytes, -folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length));
            folder.Delete(recursive: true);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Directory.Delete(_root, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A conversion that was not waited for still reads there; the system cleans its temporary files up.
        }
    }

    /// <summary>Counts a file before it is read, so that files that come at once have room together.</summary>
    private long TakeRoom(string name, long? length)
    {
        if (length is not long bytes)
        {
            throw TooLarge(name, "the request does not say how long the file is", "send it with its length");
        }

        if (bytes > MostFileBytes)
        {
            throw TooLarge(name, $"{bytes} bytes; a dropped file has at most {MostFileBytes}", "start edge studio in the file's folder and choose it there");
        }

        if (Interlocked.Add(ref _bytes, bytes) > MostBytes)
        {
            Interlocked.Add(ref _bytes, -bytes);
            throw TooLarge(name, $"with it, what was dropped is more than {MostBytes} bytes", "start edge studio in the files' folder and choose them there");
        }

        return bytes;
    }

    private static string[] Names(string name)
    {
        string[] names = name.Split('/');
        bool isFine = name.Length is > 0 and <= LongestName && names.All(IsName);
        return isFine ? names : throw new EdgeException(DiagnosticId.StudioPathOutside, name, "this is no name for a file", "rename it");
    }

    private static bool IsName(string name)
    {
        return name.Length > 0 && name is not ("." or "..") && !name.Any(each => char.IsControl(each) || each is '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|');
    }

    private static EdgeException TooLarge(string name, string what, string remedy) => new(DiagnosticId.StudioUploadTooLarge, name, what, remedy);
}
