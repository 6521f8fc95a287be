using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Numerics;
using System.Text;

namespace Edge.ModelTools.Formats.PyTorch;

/// <summary>
/// Reads pickles as data: numbers, texts, lists, tuples, dictionaries and tensors. It is a list of opcodes and a list of names
/// (<see cref="TorchClasses"/>); no class is looked up and nothing is called, so a file can ask for what it likes. Work and memory
/// are linear in the bytes read: a length beyond the end is refused before anything is allocated for it.
/// </summary>
internal sealed class PickleReader
{
    private const int HighestProtocol = 5;
    private const int MaxIntegerBytes = 32; // longer integers are no sizes, keys or steps

    private readonly byte[] _bytes;
    private readonly Dictionary<string, TorchStorage> _storages = [];
    private PickleStack _stack = new();

    /// <summary>Makes a reader at the beginning of <paramref name="bytes"/>.</summary>
    public PickleReader(byte[] bytes)
    {
        _bytes = bytes;
    }

    /// <summary>Next byte to be read.</summary>
    public int Position { get; private set; }

    /// <summary>The storages that were named so far, by key.</summary>
    public IReadOnlyDictionary<string, TorchStorage> Storages => _storages;

    /// <summary>Reads one pickle, up to its STOP.</summary>
    /// <exception cref="InvalidOperationException">The pickle is damaged or uses an opcode that weights do not need; the message says what.</exception>
    /// <exception cref="ForbiddenClassException">It asks for a class that weights do not need.</exception>
    public object? Read()
    {
        _stack = new PickleStack();
        while (true)
        {
            byte opcode = Take(1)[0];
            if (opcode == PickleOpcode.Stop)
            {
                return _stack.Pop();
            }

            if (!TryValue(opcode) && !TryContainer(opcode) && !TryObject(opcode))
            {
                throw new InvalidOperationException($"opcode 0x{opcode:x2} at byte {Position - 1} is none that weights need");
            }
        }
    }

    private bool TryValue(byte opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.None: _stack.Push(null); return true;
            case PickleOpcode.NewTrue: _stack.Push(true); return true;
            case PickleOpcode.NewFalse: _stack.Push(false); return true;
            case PickleOpcode.BinInt: _stack.Push((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); return true;
            case PickleOpcode.BinInt1: _stack.Push((long)Take(1)[0]); return true;
            case PickleOpcode.BinInt2: _stack.Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); return true;
            case PickleOpcode.Long1: _stack.Push(Integer(Take(Take(1)[0]))); return true;
            case PickleOpcode.BinFloat: _stack.Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); return true;
            case PickleOpcode.BinUnicode: _stack.Push(Text(Length())); return true;
            case PickleOpcode.ShortBinUnicode: _stack.Push(Text(Take(1)[0])); return true;
            case PickleOpcode.ShortBinString: _stack.Push(Text(Take(1)[0])); return true;
            case PickleOpcode.BinString: _stack.Push(Text(Length())); return true;
            case PickleOpcode.ShortBinBytes: Take(Take(1)[0]); _stack.Push(PickleInert.Value); return true;
            case PickleOpcode.BinBytes: Take(Length()); _stack.Push(PickleInert.Value); return true;
            case PickleOpcode.Proto:
                byte protocol = Take(1)[0];
                return protocol <= HighestProtocol ? true : throw new InvalidOperationException($"pickle protocol {protocol} is not known (at most {HighestProtocol})");
            case PickleOpcode.Frame: Take(8); return true; // says how much could be read at once
            default: return false;
        }
    }

    private bool TryContainer(byte opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Mark: _stack.Mark(); return true;
            case PickleOpcode.Pop: _stack.Pop(); return true;
            case PickleOpcode.PopMark: _stack.PopToMark(); return true;
            case PickleOpcode.Dup: _stack.Push(_stack.Peek()); return true;
            case PickleOpcode.EmptyTuple: _stack.Push(PickleTuple.Empty); return true;
            case PickleOpcode.Tuple1: _stack.Push(_stack.PopTuple(1)); return true;
            case PickleOpcode.Tuple2: _stack.Push(_stack.PopTuple(2)); return true;
            case PickleOpcode.Tuple3: _stack.Push(_stack.PopTuple(3)); return true;
            case PickleOpcode.Tuple: _stack.Push(new PickleTuple(_stack.PopToMark())); return true;
            case PickleOpcode.EmptyDict: _stack.Push(new PickleDictionary()); return true;
            case PickleOpcode.EmptyList: _stack.Push(new List<object?>()); return true;
            case PickleOpcode.Append: AddItems([_stack.Pop()]); return true;
            case PickleOpcode.Appends: AddItems(_stack.PopToMark()); return true;
            case PickleOpcode.EmptySet: _stack.Push(PickleInert.Value); return true;
            case PickleOpcode.AddItems: _stack.PopToMark(); _stack.Peek(); return true;
            case PickleOpcode.SetItem:
                object? value = _stack.Pop();
                SetItems([_stack.Pop(), value]);
                return true;
            case PickleOpcode.SetItems: SetItems(_stack.PopToMark()); return true;
            case PickleOpcode.BinPut: _stack.Put(Take(1)[0]); return true;
            case PickleOpcode.LongBinPut: _stack.Put(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))); return true;
            case PickleOpcode.Memoize: _stack.Memoize(); return true;
            case PickleOpcode.BinGet: _stack.Get(Take(1)[0]); return true;
            case PickleOpcode.LongBinGet: _stack.Get(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))); return true;
            default: return false;
        }
    }

    private bool TryObject(byte opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Global:
                _stack.Push(TorchClasses.Check(new PickleGlobal(Line(), Line())));
                return true;
            case PickleOpcode.StackGlobal:
                string name = _stack.Pop<string>();
                _stack.Push(TorchClasses.Check(new PickleGlobal(_stack.Pop<string>(), name)));
                return true;
            case PickleOpcode.Reduce or PickleOpcode.NewObj:
                PickleTuple arguments = _stack.Pop<PickleTuple>();
                _stack.Push(TorchObjects.Make(_stack.Pop<PickleGlobal>(), arguments));
                return true;
            case PickleOpcode.Build:
                _stack.Pop(); // attributes of an OrderedDict or of something inert: no weights
                _stack.Peek();
                return true;
            case PickleOpcode.BinPersId:
                TorchStorage storage = TorchObjects.Storage(_stack.Pop<PickleTuple>());
                _storages[storage.Key] = storage;
                _stack.Push(storage);
                return true;
            default:
                return false;
        }
    }

    private void AddItems(object?[] values)
    {
        if (_stack.Peek() is not PickleInert)
        {
            _stack.Peek<List<object?>>().AddRange(values);
        }
    }

    private void SetItems(object?[] values)
    {
        if (values.Length % 2 != 0)
        {
            throw new InvalidOperationException("a key of a dictionary has no value");
        }

        if (_stack.Peek() is PickleInert)
        {
            return;
        }

        PickleDictionary dictionary = _stack.Peek<PickleDictionary>();
        for (int i = 0; i < values.Length; i += 2)
        {
            dictionary.Entries.Add(new(values[i], values[i + 1]));
        }
    }

    private static long Integer(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxIntegerBytes)
        {
            throw new InvalidOperationException($"an integer of {bytes.Length} bytes is not credible");
        }

        var value = new BigInteger(bytes);
        return value >= long.MinValue && value <= long.MaxValue ? (long)value : long.MaxValue; // too large for any size; what needs the value itself compares bytes
    }

    private int Length()
    {
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
        return length <= int.MaxValue ? (int)length : throw new InvalidOperationException($"a length of {length} bytes goes beyond the end");
    }

    private string Text(int length) => Encoding.UTF8.GetString(Take(length));

    private string Line()
    {
        int end = Array.IndexOf(_bytes, (byte)'\n', Position);
        string line = end >= 0 ? Encoding.UTF8.GetString(_bytes, Position, end - Position) : throw new InvalidOperationException("a name has no end");
        Position = end + 1;
        return line;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _bytes.Length - Position)
        {
            throw new InvalidOperationException($"it ends in the middle of a value, at byte {_bytes.Length}");
        }

        Position += count;
        return _bytes.AsSpan(Position - count, count);
    }
}
