using System;
using System.Collections.Generic;
using System.Linq;
using Edge.Firmware.Board;
using Edge.Firmware.Faults;

namespace Edge.Tests.Desktop.Firmware;

/// <summary>
/// Files in memory on a supply that can fail: each byte written, and each flush, delete and rename, is one step;
/// the cut comes after a given number of steps and leaves what <see cref="PowerCut"/> says.
/// </summary>
internal sealed class SimulatedStorage : IStorage
{
    private const int Page = 16;

    private readonly Dictionary<string, byte[]> _live = [];
    private readonly Dictionary<string, byte[]> _flushed = [];

    /// <summary>Steps so far.</summary>
    public int Steps { get; private set; }

    /// <summary>The supply fails when this many steps have been taken.</summary>
    public int CutAfter { get; set; } = int.MaxValue;

    public PowerCut Cut { get; set; }

    /// <summary>Bytes of all files together that fit.</summary>
    public int Capacity { get; set; } = int.MaxValue;

    /// <summary>Reads of this file fail.</summary>
    public string? Unreadable { get; set; }

    /// <summary>Writes fail.</summary>
    public bool Unwritable { get; set; }

    public int Reads { get; private set; }

    public IEnumerable<string> Names => _live.Keys.Order();

    public byte[] this[string name]
    {
        get => _live[name];
        set
        {
            _live[name] = value;
            _flushed[name] = value;
        }
    }

    /// <summary>Power comes back: what the cut left is what there is.</summary>
    public void PowerOn() => CutAfter = int.MaxValue;

    public int GetLength(string name) => _live.TryGetValue(name, out byte[]? bytes) ? bytes.Length : -1;

    public void Read(string name, int offset, byte[] buffer, int index, int count)
    {
        Reads++;
        if (name == Unreadable || !_live.TryGetValue(name, out byte[]? bytes) || offset + count > bytes.Length)
        {
            throw new StorageException(FirmwareError.StorageReadFailed, name);
        }

        Array.Copy(bytes, offset, buffer, index, count);
    }

    public void Write(string name, int offset, byte[] buffer, int index, int count)
    {
        byte[] bytes = _live.TryGetValue(name, out byte[]? old) ? old : [];
        if (offset > bytes.Length)
        {
            throw new InvalidOperationException($"{name}: a hole at {bytes.Length}..{offset}");
        }

        int length = Math.Max(bytes.Length, offset + count);
        if (Unwritable || _live.Values.Sum(b => b.Length) - bytes.Length + length > Capacity)
        {
            throw new StorageException(FirmwareError.StorageWriteFailed, name);
        }

        int kept = Math.Min(count, CutAfter - Steps);
        byte[] result = new byte[Math.Max(bytes.Length, offset + kept)];
        bytes.CopyTo(result, 0);
        Array.Copy(buffer, index, result, offset, kept);
        _live[name] = result;
        Steps += kept;
        if (kept < count)
        {
            Fail(name, offset + kept);
        }
    }

    public void Flush(string name)
    {
        Step();
        _flushed[name] = (byte[])_live[name].Clone();
    }

    public void Delete(string name)
    {
        Step();
        _live.Remove(name);
        _flushed.Remove(name);
    }

    public void Rename(string name, string newName)
    {
        Step();
        if (_live.ContainsKey(newName) || !_live.Remove(name, out byte[]? bytes))
        {
            throw new StorageException(FirmwareError.StorageWriteFailed, name);
        }

        _live[newName] = bytes;
        _flushed[newName] = _flushed.Remove(name, out byte[]? flushed) ? flushed : [];
    }

    /// <summary>Something else takes a step, in which the supply can fail, too.</summary>
    public void Step()
    {
        if (Steps == CutAfter)
        {
            Fail(null, 0);
        }

        Steps++;
    }

    private void Fail(string? writing, int end)
    {
        var random = new Random(CutAfter);
        if (Cut == PowerCut.TearsPage && writing != null)
        {
            byte[] torn = _live[writing];
            int pageEnd = (end + Page - 1) / Page * Page;
            Array.Resize(ref torn, Math.Max(torn.Length, pageEnd));
            random.NextBytes(torn.AsSpan(end, pageEnd - end));
            _live[writing] = torn;
        }
        else if (Cut is PowerCut.LosesUnflushed or PowerCut.ScramblesUnflushed)
        {
            foreach (string name in _live.Keys.ToArray())
            {
                byte[] flushed = _flushed.TryGetValue(name, out byte[]? old) ? old : [];
                _live[name] = Cut == PowerCut.LosesUnflushed ? flushed : Scramble(_live[name], flushed, random);
            }
        }

        throw new PowerCutException();
    }

    private static byte[] Scramble(byte[] live, byte[] flushed, Random random)
    {
        byte[] result = (byte[])live.Clone();
        for (int i = 0; i < result.Length; i++)
        {
            if (i >= flushed.Length || flushed[i] != result[i])
            {
                result[i] = (byte)random.Next(256);
            }
        }

        return result;
    }
}
