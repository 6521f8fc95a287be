using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Kernels.Packed;

namespace Edge.ModelTools.Packing.Specialization;

// sum(x * w) with equal magnitudes together: (x1 + x5 - x9) * 37 + ... Lanes may wrap in between; the sum is exact modulo 2^64
// and is read only after LaneFinish has added the channel's start. facts: interpreter cost of a term, docs/cost-model.md.

/// <summary>C# of one block of channels: inputs of all taps in locals, frequent magnitudes in locals, one expression for each channel.</summary>
internal sealed class BlockWriter
{
    /// <summary>The method of ConstantKernels that calls a block, with operator, block and <see cref="Parameters"/>.</summary>
    public const string Dispatch = "Sum";

    /// <summary>What a block method takes, and what ConstantKernels passes to it after operator and block.</summary>
    public const string Parameters = "long[] lanes, int source, int sums, int triples";

    /// <summary><see cref="Parameters"/> in a call.</summary>
    public const string Arguments = "lanes, source, sums, triples";

    private const int Locals = 240; // of 255: loop counters and what the compiler adds
    private const int LoadBytes = 2;
    private const int StoreBytes = 10;

    private readonly ConstantOperator _operator;
    private readonly int _first;
    private readonly int _channels;
    private readonly HashSet<int> _inLocals;
    private readonly StringBuilder _text = new();

    private BlockWriter(ConstantOperator source, int block)
    {
        _operator = source;
        _first = block * ConstantKernels.BlockChannels;
        _channels = Math.Min(ConstantKernels.BlockChannels, source.Channels - _first);
        _inLocals = [.. Enumerable.Range(_first, _channels)
            .SelectMany(channel => Groups(channel).Select(group => group.Magnitude))
            .Where(magnitude => !int.IsPow2(magnitude))
            .CountBy(magnitude => magnitude)
            .Where(uses => uses.Value > 1)
            .OrderByDescending(uses => uses.Value).ThenBy(uses => uses.Key)
            .Take(Locals - source.Taps)
            .Select(uses => uses.Key)];
    }

    /// <summary>Bytes of IL, an upper bound.</summary>
    public int IlBytes { get; private set; }

    /// <summary>The method.</summary>
    public string Text => _text.ToString();

    /// <summary>Writes the methods of an operator: static, named Block0 and so on, independent of each other.</summary>
    public static BlockWriter[] WriteAll(ConstantOperator source)
    {
        int count = (source.Channels + ConstantKernels.BlockChannels - 1) / ConstantKernels.BlockChannels;
        var writers = new BlockWriter[count];
        for (int block = 0; block < count; block++)
        {
            writers[block] = new BlockWriter(source, block);
            writers[block].WriteMethod(block);
        }

        return writers;
    }

    private void WriteMethod(int block)
    {
        Line(2, $"public static void Block{block}({Parameters})");
        Line(2, "{");
        foreach (int magnitude in _inLocals.Order())
        {
            Line(3, $"long k{magnitude} = {magnitude}L;");
            IlBytes += 9;
        }

        int blocks = (_channels + 7) / 8;
        for (int i = 0; i < blocks; i++)
        {
            Line(3, $"int s{i} = sums + ({8 * i} * triples);");
            IlBytes += 8;
        }

        Line(3, "for (int t = 0; t < triples; t++)");
        Line(3, "{");
        for (int tap = 0; tap < _operator.Taps; tap++)
        {
            Line(4, $"long x{tap} = lanes[source + {tap}];");
            IlBytes += 10;
        }

        ILookup<int, string> targets = Targets().ToLookup(target => target.Channel, target => target.Element);
        foreach (IGrouping<int, string> channel in targets)
        {
            Line(4, $"{string.Join(" = ", channel)} = {Expression(_first + channel.Key)};");
            IlBytes += StoreBytes * channel.Count();
        }

        Line(4, $"source += {(_operator.Taps + 7) & ~7};");
        for (int i = 0; i < blocks; i++)
        {
            Line(4, $"s{i} += 8;");
            IlBytes += 6;
        }

        Line(3, "}");
        Line(2, "}");
        IlBytes += 48;
    }

    /// <summary>Where LaneFinish reads the sums: blocks of eight, the last one moved back to end with the last channel.</summary>
    private IEnumerable<(int Channel, string Element)> Targets()
    {
        for (int block = 0; block < _channels; block += 8)
        {
            for (int i = 0; i < 8; i++)
            {
                int quad = WeightStage.FirstChannel(block, _channels) + (i & ~3);
                if (quad < _channels && quad + 4 > block)
                {
                    yield return (Math.Min(quad + (i & 3), _channels - 1), $"lanes[s{block / 8} + {i}]");
                }
            }
        }
    }

    private string Expression(int channel)
    {
        var text = new StringBuilder();
        foreach ((int magnitude, int[] plus, int[] minus) in Groups(channel).OrderBy(group => group.Plus.Length == 0))
        {
            bool isNegative = plus.Length == 0;
            string sum = string.Join(" + ", (isNegative ? minus : plus).Select(tap => $"x{tap}"));
            sum += isNegative ? string.Empty : string.Concat(minus.Select(tap => $" - x{tap}"));
            string sign = isNegative ? (text.Length == 0 ? "0L - " : " - ") : (text.Length == 0 ? string.Empty : " + ");
            text.Append(sign).Append(Product(magnitude, sum));
            IlBytes += ((plus.Length + minus.Length) * (LoadBytes + 1)) + (text.Length == 0 ? 2 : 0);
        }

        return text.Length == 0 ? "0L" : text.ToString();
    }

    private string Product(int magnitude, string sum)
    {
        if (magnitude == 1)
        {
            return $"({sum})";
        }

        if (int.IsPow2(magnitude))
        {
            IlBytes += 3;
            return $"(({sum}) << {int.Log2(magnitude)})";
        }

        bool isLocal = _inLocals.Contains(magnitude);
        IlBytes += isLocal ? LoadBytes + 1 : 4;
        return $"(({sum}) * {(isLocal ? "k" + magnitude : magnitude + "L")})";
    }

    private IEnumerable<(int Magnitude, int[] Plus, int[] Minus)> Groups(int channel)
    {
        int start = channel * _operator.Taps;
        return Enumerable.Range(0, _operator.Taps)
            .Where(tap => _operator.Weights[start + tap] != 0)
            .GroupBy(tap => Math.Abs((int)_operator.Weights[start + tap]))
            .OrderBy(group => group.Key)
            .Select(group => (group.Key, Signed(group, 1), Signed(group, -1)));

        int[] Signed(IEnumerable<int> taps, int sign) => [.. taps.Where(tap => Math.Sign(_operator.Weights[start + tap]) == sign)];
    }

    private void Line(int depth, string line)
    {
        _text.Append(' ', 4 * depth).Append(line).Append('\n');
    }
}
