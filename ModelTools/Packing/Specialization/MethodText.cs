using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Edge.ModelTools.Packing.Specialization;

// What a constant costs (docs/cost-model.md, first column): a local 35, ldc.i8 53, a small one by ldc.i4.s and conv.i8 66. A local
// is set and cleared once for each call, which takes about 120.

/// <summary>C# of a method in the making, the bytes of IL it takes at most, and its constants: those used most are locals.</summary>
internal sealed class MethodText
{
    /// <summary>Bytes of a load or store of a local, at most.</summary>
    public const int LocalBytes = 2;

    private const int LocalCost = 120;
    private const int LeastCalls = 3; // triples of a call, about
    private readonly StringBuilder _text = new();
    private readonly Dictionary<long, int> _uses = [];
    private readonly Dictionary<long, string> _locals = [];

    /// <summary>Makes a method without locals for constants.</summary>
    public MethodText()
    {
    }

    /// <summary>Makes a method whose constants are known.</summary>
    /// <param name="draft">The same method, without locals for constants.</param>
    /// <param name="locals">Most locals.</param>
    public MethodText(MethodText draft, int locals)
    {
        IEnumerable<KeyValuePair<long, int>> best = draft._uses
            .Where(each => Saving(each) * LeastCalls > LocalCost)
            .OrderByDescending(Saving).ThenBy(each => each.Key).Take(locals);
        foreach ((long value, int _) in best.OrderByDescending(each => each.Value).ThenBy(each => each.Key))
        {
            _locals.Add(value, value is > 0 and < 256 ? $"k{value}" : $"c{_locals.Count}");
        }
    }

    /// <summary>Bytes of IL.</summary>
    public int IlBytes { get; set; }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    /// <summary>Adds a line.</summary>
    /// <param name="depth">Indentation.</param>
    /// <param name="line">The line.</param>
    public void Line(int depth, string line)
    {
        _text.Append(' ', 4 * depth).Append(line).Append('\n');
    }

    /// <summary>Declares the constants that are locals, those used most first: the interpreter loads four of them faster.</summary>
    public void DeclareConstants(int depth)
    {
        foreach ((long value, string name) in _locals)
        {
            Line(depth, $"long {name} = {value}L;");
            IlBytes += 9 + LocalBytes;
        }
    }

    /// <summary>A constant of 64 bits in an expression.</summary>
    public string Constant(long value)
    {
        _uses[value] = _uses.GetValueOrDefault(value) + 1;
        if (_locals.TryGetValue(value, out string? name))
        {
            IlBytes += LocalBytes;
            return name;
        }

        IlBytes += value is >= -128 and < 128 ? 3 : value is >= int.MinValue and <= uint.MaxValue ? 6 : 9;
        return value + "L";
    }

    /// <summary>An index with a constant added.</summary>
    public string Index(string index, int add)
    {
        IlBytes += LocalBytes + (add == 0 ? 0 : add < 128 ? 3 : 6);
        return add == 0 ? index : $"{index} + {add}";
    }

    private static int Saving(KeyValuePair<long, int> use)
    {
        int cost = use.Key is >= -128 and < 128 ? 66 : use.Key is >= int.MinValue and <= uint.MaxValue ? 81 : 53;
        return use.Value * (cost - 35);
    }
}
