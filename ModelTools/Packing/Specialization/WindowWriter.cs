using System;
using System.Collections.Generic;
using System.Linq;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Kernels.Packed;

namespace Edge.ModelTools.Packing.Specialization;

// The lanes are three thirds of a row, so that the window moves by a pixel in all of them: what was column x + stride of the last window is column x of
// this one, and is moved from local to local (62) instead of packed anew (640). A method holds some rows of the kernel and some of the channels; sums
// that go on are kept in scratch memory, a set for each step, from the method with the rows above.

/// <summary>C# of some channels of a convolution with a window, whose input rows lie padded one behind the other (ConstantRows): a method makes a row.</summary>
internal sealed class WindowWriter
{
    private const int Locals = 240; // of 255: what the compiler adds
    private const int OtherLocals = 14;
    private const int KeptBytes = 10; // a sum in scratch memory
    private readonly ConstantOperator _operator;
    private readonly ConstantShape _shape;
    private readonly ConstantChannel[] _channels;
    private readonly int _first;
    private readonly int _end;
    private readonly int _steps;
    private readonly int _sums;
    private MethodText _text = new();

    /// <summary>Makes a writer.</summary>
    /// <param name="source">A convolution whose taps are grouped.</param>
    /// <param name="channels">Output channels of the method.</param>
    /// <param name="firstTap">First tap of the method.</param>
    public WindowWriter(ConstantOperator source, ConstantChannel[] channels, int firstTap)
    {
        _operator = source;
        _shape = source.Shape;
        _channels = channels;
        _first = firstTap;
        _end = Math.Min(firstTap + source.PhaseTaps, source.Taps);
        _steps = ConstantRows.Steps(source.Shape.OutputWidth);
        _sums = IsLast ? channels.Max(channel => channel.Parts.Count) : 1;
    }

    private bool IsLast => _end == _operator.Taps;

    /// <summary>Input channels of a group.</summary>
    private int Depth => _operator.TapsInRow / _shape.KernelW;

    private int PixelBytes => Depth * _operator.InputGroups;

    private int LastPhase => (_operator.Taps - 1) / _operator.PhaseTaps * _operator.PhaseTaps;

    private int FreeLocals => Locals - OtherLocals - (_end - _first) - _sums;

    private bool HasRoom => FreeLocals >= 0 && _text.IlBytes <= BlockWriter.MostIlBytes;

    /// <summary>IL of the method, and the longs of scratch memory that all steps need for sums that go on.</summary>
    public (GeneratedMethod Method, int Longs) Result => (new GeneratedMethod(_text.ToString(), _text.IlBytes, Clamps), _steps * Slots);

    private bool Clamps => _channels.Any(channel => channel.Window is not null);

    /// <summary>Writes a method, then again with the constants that it uses most in locals.</summary>
    /// <returns>Whether its locals and its IL have room.</returns>
    public bool TryWrite(int block)
    {
        WriteMethod(block);
        if (!HasRoom)
        {
            return false;
        }

        _text = new MethodText(_text, FreeLocals);
        WriteMethod(block);
        return HasRoom;
    }

    /// <summary>Longs of a step that hold sums between methods.</summary>
    private int Slots => _channels.Sum(channel => channel.Result!.IsConstant ? 0 : channel.Parts.Count(part => part.First < LastPhase));

    private void WriteMethod(int block)
    {
        int outputs = _operator.Channels;
        int step = _shape.StrideW * PixelBytes;
        _text.Line(2, $"public static void Block{block}({BlockWriter.Parameters})");
        _text.Line(2, "{");
        WriteDeclarations();
        if (block == 0 && _operator.ZeroShares.Any(share => share >= ZeroResults.LeastShare))
        {
            // The other methods leave out results, too.
            _text.Line(3, $"System.Array.Clear(output, index, width * {outputs});");
            _text.IlBytes += 20;
        }

        for (int column = 0; column < _shape.KernelW - _shape.StrideW; column++)
        {
            ReadColumn(column + _shape.StrideW, column);
        }

        _text.Line(3, $"for (int n = {_steps}; n > 0; n--)");
        _text.Line(3, "{");
        WriteColumns();
        if (IsLast)
        {
            // Lanes beyond the row are overwritten by those before them.
            int missing = (3 * _steps) - _shape.OutputWidth;
            _text.Line(4, _shape.OutputWidth == 1 ? "o1 = index;" : $"o1 = index + {_steps * outputs};");
            _text.Line(4, _shape.OutputWidth <= 2 ? "o2 = o1;" : missing == 0 ? $"o2 = o1 + {_steps * outputs};" : $"o2 = n > {missing} ? o1 + {_steps * outputs} : o1;");
        }

        WriteSums();
        _text.Line(4, $"source += {step};");
        if (IsLast)
        {
            _text.Line(4, $"index += {outputs};");
        }

        if (Slots > 0)
        {
            _text.Line(4, $"sums += {Slots};");
        }

        _text.Line(3, "}");
        _text.Line(2, "}");
        _text.IlBytes += 150 + (Clamps ? SumWindow.ClampBytes : 0);
    }

    private void WriteDeclarations()
    {
        if (IsLast && _channels.Any(channel => !channel.Result!.IsConstant))
        {
            _text.Line(3, "long d;");
        }

        if (IsLast)
        {
            _text.Line(3, "int o1, o2;");
        }

        _text.DeclareConstants(3);
        for (int tap = 0; tap < _end - _first; tap++)
        {
            _text.Line(3, $"long x{tap};");
        }

        foreach (string local in Depth >= OctetReader.Taps ? OctetReader.Locals : [])
        {
            _text.Line(3, $"long {local};");
        }

        for (int i = 1; i < _sums; i++)
        {
            _text.Line(3, $"long d{i};");
        }

        if (IsLast && _channels.Any(channel => channel.Result!.Tie != 0))
        {
            _text.Line(3, "long t;");
        }

        if (IsLast && _channels.Any(channel => channel.Result!.ClampsLow || channel.Result.ClampsHigh))
        {
            _text.Line(3, "int q;");
        }
    }

    /// <summary>Moves the columns that stay, and packs the others.</summary>
    private void WriteColumns()
    {
        for (int column = 0; column < _shape.KernelW; column++)
        {
            if (column + _shape.StrideW >= _shape.KernelW)
            {
                ReadColumn(column, column);
                continue;
            }

            for (int row = _first; row < _end; row += _operator.TapsInRow)
            {
                for (int i = 0; i < Depth; i++)
                {
                    int tap = row - _first + (column * Depth) + i;
                    _text.Line(4, $"x{tap} = x{tap + (_shape.StrideW * Depth)};");
                    _text.IlBytes += 2 * MethodText.LocalBytes;
                }
            }
        }
    }

    /// <summary>Packs a column of the window.</summary>
    /// <param name="target">Column whose locals receive it.</param>
    /// <param name="column">The column, counted from the window's first.</param>
    private void ReadColumn(int target, int column)
    {
        int apart = _steps * _shape.StrideW * PixelBytes;
        for (int row = _first; row < _end; row += _operator.TapsInRow)
        {
            int local = row - _first + (target * Depth);
            int number = row / _operator.TapsInRow;
            int offset = (number % _shape.KernelH * _operator.PaddedRowBytes) + (column * PixelBytes) + (number / _shape.KernelH * Depth);
            for (int i = 0; i < Depth;)
            {
                int start = Math.Min(i, Depth - OctetReader.Taps);
                int used = Math.Min(OctetReader.Taps, Depth - i);
                if (start < 0 || used < OctetReader.Least)
                {
                    WriteInput(local + i, offset + i, apart);
                    i++;
                    continue;
                }

                string?[] names = new string?[OctetReader.Taps];
                for (int k = 0; k < used; k++)
                {
                    names[i - start + k] = $"x{local + i + k}";
                }

                OctetReader.Write(_text, 4, "input", [.. Enumerable.Range(0, 3).Select(lane => _text.Index("source", offset + start + (lane * apart)))], names);
                i += used;
            }
        }
    }

    private void WriteInput(int local, int offset, int apart)
    {
        _text.Line(4, $"x{local} = (uint)(input[{_text.Index("source", offset)}] | (input[{_text.Index("source", offset + apart)}] << {Lanes.Bits}))"
            + $" | ((long)input[{_text.Index("source", offset + (2 * apart))}] << {2 * Lanes.Bits});");
        _text.IlBytes += 19 + MethodText.LocalBytes;
    }

    private void WriteSums()
    {
        int slot = 0;
        foreach (ConstantChannel channel in _channels)
        {
            List<string> sums = [];
            foreach (ChannelPart part in channel.Parts.Where(_ => !channel.Result!.IsConstant))
            {
                string sum = sums.Count == 0 ? "d" : $"d{sums.Count}";
                sums.Add(sum);
                string kept = part.First < LastPhase ? $"lanes[{_text.Index("sums", slot++)}]" : string.Empty;
                WritePart(channel, part, IsLast ? sum : kept, kept);
            }

            if (IsLast)
            {
                WriteResults(channel, sums);
            }
        }
    }

    private void WritePart(ConstantChannel channel, ChannelPart part, string target, string kept)
    {
        _text.IlBytes += 2 * KeptBytes;
        if (part.End <= _first && IsLast)
        {
            _text.Line(4, $"{target} = {kept};");
        }
        else if (part.First < _end && part.End > _first)
        {
            string before = part.First < _first ? kept : part.Start != 0 ? _text.Constant(part.Start * Lanes.Ones) : string.Empty;
            string sum = TapSum.Write(_text, channel.Weights.Span[_first.._end], Math.Max(part.First, _first) - _first, Math.Min(part.End, _end) - _first, before);
            if (sum != target)
            {
                _text.Line(4, $"{target} = {sum};");
            }
        }
    }

    private void WriteResults(ConstantChannel channel, IReadOnlyList<string> sums)
    {
        string[] places = [.. new[] { "index", "o1", "o2" }.Select(pixel => $"output[{_text.Index(pixel, channel.Number)}]")];
        ResultWriter.WriteChannel(_text, 4, places, channel, sums);
    }
}
