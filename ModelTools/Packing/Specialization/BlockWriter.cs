using System;
using System.Collections.Generic;
using System.Linq;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Kernels.Packed;

namespace Edge.ModelTools.Packing.Specialization;

/// <summary>
/// C# of some channels of a convolution: for each triple of pixels, the inputs of all taps as longs in locals, then for each
/// channel one expression for the packed sum and three stores of results.
/// </summary>
internal sealed class BlockWriter
{
    /// <summary>The method of ConstantKernels that calls a block, with operator, block and <see cref="Parameters"/>.</summary>
    public const string Dispatch = "Run";

    /// <summary>What a block method takes, and what ConstantKernels passes to it after operator and block.</summary>
    public const string Parameters = "long mask, byte[] output, byte[] table, int index, long[] lanes, int sums, byte[] input, int source, int rows, int width, byte[] results";

    /// <summary><see cref="Parameters"/> in a call.</summary>
    public const string Arguments = "mask, output, table, index, lanes, sums, input, source, rows, width, results";

    /// <summary>Most bytes of IL of a method: two fit an assembly, and the loop's branch has 16 bits.</summary>
    public const int MostIlBytes = 29900;

    private const int Locals = 240; // of 255: what the compiler adds
    private const int OtherLocals = 14;
    private const int KeptBytes = 10; // a sum in scratch memory
    private readonly ConstantOperator _operator;
    private readonly ConstantChannel[] _channels;
    private readonly bool _readsInput;
    private readonly int _phaseTaps;
    private readonly int _lastPhase;
    private readonly int _sums;
    private readonly ResultPlaces _places;
    private MethodText _text = new();

    private BlockWriter(ConstantOperator source, ConstantChannel[] channels, bool readsInput)
    {
        _operator = source;
        _channels = channels;
        _readsInput = readsInput;
        _phaseTaps = PhaseTaps(source.Taps);
        _lastPhase = (source.Taps - 1) / _phaseTaps * _phaseTaps;
        _sums = channels.Max(channel => channel.Parts.Count);
        _places = new ResultPlaces(source, channels);
    }

    /// <summary>Bytes of IL, an upper bound.</summary>
    public int IlBytes => _text.IlBytes;

    /// <summary>The method.</summary>
    public GeneratedMethod Method => new(_text.ToString(), IlBytes, Clamps);

    private bool Clamps => _channels.Any(channel => channel.Window is not null);

    /// <summary>Longs that hold sums between phases.</summary>
    public int Slots => _channels.Sum(channel => channel.Parts.Count(part => part.First < _lastPhase));

    /// <summary>The interpreter has enough locals.</summary>
    public bool HasRoom => FreeLocals >= 0;

    private int FreeLocals => Locals - OtherLocals - _phaseTaps - _sums;

    /// <summary>Taps that are in locals together.</summary>
    /// <param name="taps">Taps of a channel.</param>
    public static int PhaseTaps(int taps)
    {
        int phases = (taps + ConstantKernels.MostTaps - 1) / ConstantKernels.MostTaps;
        return (taps + phases - 1) / phases;
    }

    /// <summary>Writes the methods of an operator: static, named Block0 and so on, independent of each other.</summary>
    public static IReadOnlyList<GeneratedMethod> WriteAll(ConstantOperator source) => source.Code.Methods;

    /// <summary>Writes the method of some channels.</summary>
    /// <param name="source">The operator.</param>
    /// <param name="channels">The channels.</param>
    /// <param name="block">Number of the block.</param>
    /// <param name="readsInput">Whether it packs its inputs itself, otherwise they are packed.</param>
    public static BlockWriter Write(ConstantOperator source, ConstantChannel[] channels, int block, bool readsInput)
    {
        var writer = new BlockWriter(source, channels, readsInput);
        writer.WriteMethod(block);
        if (writer.HasRoom)
        {
            writer._text = new MethodText(writer._text, writer.FreeLocals);
            writer.WriteMethod(block);
        }

        return writer;
    }

    private void WriteMethod(int block)
    {
        int outputs = _operator.Channels;
        int inputs = _operator.Taps;
        _text.Line(2, $"public static void Block{block}({Parameters})");
        _text.Line(2, "{");
        if (_channels.Any(channel => !channel.Result!.IsConstant))
        {
            _text.Line(3, "long d;");
        }

        if (!_places.AreCopied)
        {
            _text.Line(3, "int o1, o2;");
        }

        _text.DeclareConstants(3);
        WriteDeclarations();
        if (block == 0 && !(_places.AreCopied && _places.IsWhole) && _operator.ZeroShares.Any(share => share >= ZeroResults.LeastShare))
        {
            // The other methods leave out results, too, and may not copy them.
            _text.Line(3, $"System.Array.Clear(output, index, rows * width * {outputs});");
            _text.IlBytes += 20;
        }

        _text.Line(3, "for (; rows > 0; rows--)");
        _text.Line(3, "{");
        _text.Line(4, "for (int x = 0; x < width; x += 3)");
        _text.Line(4, "{");
        _places.WriteBefore(_text, 5);
        if (_readsInput)
        {
            _text.Line(5, $"int i1 = x + 1 < width ? source + {inputs} : source;");
            _text.Line(5, $"int i2 = x + 2 < width ? i1 + {inputs} : i1;");
        }

        for (int tap = 0; tap < _operator.Taps; tap += _phaseTaps)
        {
            WritePhase(tap, Math.Min(tap + _phaseTaps, _operator.Taps));
        }

        _places.WriteAfter(_text, 5);
        _text.Line(5, _readsInput ? $"source = i2 + {inputs};" : $"source += {(_operator.Taps + 7) & ~7};");
        _text.Line(4, "}");
        _text.Line(3, "}");
        _text.Line(2, "}");
        _text.IlBytes += 200 + (Clamps ? SumWindow.ClampBytes : 0);
    }

    private void WriteDeclarations()
    {
        for (int tap = 0; tap < Math.Min(_phaseTaps, _operator.Taps); tap++)
        {
            _text.Line(3, $"long x{tap};");
        }

        foreach (string local in _readsInput ? OctetReader.Locals : [])
        {
            _text.Line(3, $"long {local};");
        }

        for (int i = 1; i < _sums; i++)
        {
            _text.Line(3, $"long d{i};");
        }

        if (_channels.Any(channel => channel.Result!.Tie != 0))
        {
            _text.Line(3, "long t;");
        }

        if (_channels.Any(channel => channel.Result!.ClampsLow || channel.Result.ClampsHigh))
        {
            _text.Line(3, "int q;");
        }
    }

    /// <summary>Loads taps and makes the sums that they belong to, and in the last phase the results.</summary>
    private void WritePhase(int first, int end)
    {
        for (int tap = first; tap < end;)
        {
            int run = _readsInput ? ReadOctet(tap, first, end) : 0;
            if (run == 0)
            {
                _text.Line(5, $"x{tap - first} = {Input(tap)};");
                _text.IlBytes += MethodText.LocalBytes;
                run = 1;
            }

            tap += run;
        }

        int slot = 0;
        foreach (ConstantChannel channel in _channels)
        {
            List<string> sums = [];
            foreach (ChannelPart part in channel.Parts.Where(_ => !channel.Result!.IsConstant))
            {
                string sum = sums.Count == 0 ? "d" : $"d{sums.Count}";
                sums.Add(sum);
                string kept = part.First < _lastPhase ? $"lanes[sums + {slot++}]" : string.Empty;
                WritePart(channel, part, first, end, first == _lastPhase ? sum : kept, kept);
            }

            if (first == _lastPhase)
            {
                WriteResults(channel, sums);
            }
        }
    }

    private void WriteResults(ConstantChannel channel, IReadOnlyList<string> sums)
    {
        ResultWriter.WriteChannel(_text, 5, _places.Of(_text, channel), channel, sums);
    }

    /// <summary>Sum of the taps of a part that belong to a phase; what is not complete, or complete too early, is kept.</summary>
    private void WritePart(ConstantChannel channel, ChannelPart part, int first, int end, string target, string kept)
    {
        _text.IlBytes += (first == _lastPhase ? MethodText.LocalBytes : KeptBytes) + (part.First < first ? KeptBytes : 0);
        if (part.End <= first && first == _lastPhase)
        {
            _text.Line(5, $"{target} = {kept};");
        }
        else if (part.First < end && part.End > first)
        {
            string before = part.First < first ? kept : part.Start != 0 ? _text.Constant(part.Start * Lanes.Ones) : string.Empty;
            int firstTap = Math.Max(part.First, first) - first;
            _text.Line(5, $"{target} = {TapSum.Write(_text, channel.Weights.Span[first..end], firstTap, Math.Min(part.End, end) - first, before)};");
        }
    }

    /// <summary>Packs taps that lie side by side, eight at a time; the last ones of a run with some of those before them.</summary>
    /// <returns>How many.</returns>
    private int ReadOctet(int tap, int first, int end)
    {
        int used = Math.Min(end - tap, OctetReader.Taps);
        int start = Math.Min(tap, _operator.Taps - OctetReader.Taps);
        if (used < OctetReader.Least || start < 0 || tap - start + used > OctetReader.Taps)
        {
            return 0;
        }

        string?[] names = new string?[OctetReader.Taps];
        for (int i = 0; i < used; i++)
        {
            names[tap - start + i] = $"x{tap + i - first}";
        }

        OctetReader.Write(_text, 5, "input", [.. new[] { "source", "i1", "i2" }.Select(place => _text.Index(place, start))], names);
        return used;
    }

    private string Input(int tap)
    {
        if (!_readsInput)
        {
            _text.IlBytes += 3;
            return $"lanes[{_text.Index("source", tap)}]";
        }

        _text.IlBytes += 19;
        return $"(uint)(input[{_text.Index("source", tap)}] | (input[{_text.Index("i1", tap)}] << {Lanes.Bits}))"
            + $" | ((long)input[{_text.Index("i2", tap)}] << {2 * Lanes.Bits})";
    }
}
