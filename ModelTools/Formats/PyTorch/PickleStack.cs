using System;
using System.Collections.Generic;

namespace Edge.ModelTools.Formats.PyTorch;

/// <summary>The pickle machine's stack, marks and memo. Whatever a crafted file takes from an empty stack ends in <see cref="InvalidOperationException"/>.</summary>
internal sealed class PickleStack
{
    private static readonly object s_mark = new();

    private readonly List<object?> _values = [];
    private readonly Dictionary<uint, object?> _memo = [];

    /// <summary>Puts a value on top.</summary>
    public void Push(object? value) => _values.Add(value);

    /// <summary>Puts a mark on top.</summary>
    public void Mark() => _values.Add(s_mark);

    /// <summary>Takes the value on top.</summary>
    public object? Pop()
    {
        object? value = Peek();
        _values.RemoveAt(_values.Count - 1);
        return value;
    }

    /// <summary>The value on top.</summary>
    public object? Peek()
    {
        object? value = _values.Count > 0 ? _values[^1] : throw new InvalidOperationException("a value is taken from an empty stack");
        return value != s_mark ? value : throw new InvalidOperationException("a mark stands where a value should");
    }

    /// <summary>Takes the value on top, of a given kind.</summary>
    public T Pop<T>() => Pop() is T value ? value : throw new InvalidOperationException($"another value stands where a {NameOf<T>()} should");

    /// <summary>The value on top, of a given kind.</summary>
    public T Peek<T>() => Peek() is T value ? value : throw new InvalidOperationException($"another value stands where a {NameOf<T>()} should");

    /// <summary>Takes all values down to the topmost mark, the mark as well.</summary>
    public object?[] PopToMark()
    {
        int mark = _values.LastIndexOf(s_mark);
        if (mark < 0)
        {
            throw new InvalidOperationException("no mark stands on the stack");
        }

        object?[] values = [.. _values[(mark + 1)..]];
        _values.RemoveRange(mark, _values.Count - mark);
        return values;
    }

    /// <summary>Takes <paramref name="count"/> values, the topmost last.</summary>
    public PickleTuple PopTuple(int count)
    {
        var values = new object?[count];
        for (int i = count - 1; i >= 0; i--)
        {
            values[i] = Pop();
        }

        return new PickleTuple(values);
    }

    /// <summary>Remembers the value on top.</summary>
    public void Put(uint index) => _memo[index] = Peek();

    /// <summary>Remembers the value on top under the next number.</summary>
    public void Memoize() => Put((uint)_memo.Count);

    /// <summary>Puts a remembered value on top.</summary>
    public void Get(uint index) => Push(_memo.TryGetValue(index, out object? value) ? value : throw new InvalidOperationException($"nothing was remembered as {index}"));

    private static string NameOf<T>()
    {
        return typeof(T) == typeof(PickleTuple) ? "tuple" : typeof(T) == typeof(string) ? "text" : typeof(T) == typeof(PickleDictionary) ? "dictionary" : typeof(T).Name;
    }
}
