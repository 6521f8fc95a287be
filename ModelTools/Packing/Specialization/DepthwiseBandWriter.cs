using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Edge.Runtime.Int8.Kernels.Packed;

namespace Edge.ModelTools.Packing.Specialization;

/// <summary>
/// C# of the method that makes a channel of a depthwise convolution whose calls are known, see <see cref="DepthwiseBands"/>: each input is read once, and
/// only columns that are all alike are a loop. Longs of as many columns as the kernel is wide are in locals.
/// </summary>
internal sealed class DepthwiseBandWriter
{
    private readonly ConstantOperator _operator;
    private readonly ConstantShape _shape;
    private readonly DepthwiseBands _bands;
    private readonly MethodText _text;
    private readonly IReadOnlyList<string> _arrays;
    private int _passed; // columns that a loop has left behind

    /// <summary>Makes the writer.</summary>
    /// <param name="source">The operator.</param>
    /// <param name="bands">Its calls.</param>
    /// <param name="text">Receives the method.</param>
    /// <param name="arrays">Names of the arrays of rows: a0, a1 ... of the input, b0, b1 ... of the output.</param>
    public DepthwiseBandWriter(ConstantOperator source, DepthwiseBands bands, MethodText text, IReadOnlyList<string> arrays)
    {
        _arrays = arrays;
        _operator = source;
        _shape = source.Shape;
        _bands = bands;
        _text = text;
    }

    /// <summary>Writes the method.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="kind">Results of a channel that it is for: ties, clamps, an offset.</param>
    /// <param name="skips">Whether results of three lanes that are all 0 are left as they were cleared.</param>
    public void Write(string name, ChannelResult kind, bool skips)
    {
        IEnumerable<string> names =
        [
            "long scale", "long mask", "byte[] table", "int o", "int i", "int first", .. _arrays.Select(array => $"byte[] {array}"),
            "long offset", "long center", "long tie", "long skip",
            .. Enumerable.Range(0, _operator.Taps).Select(tap => $"long w{tap}"),
            .. Enumerable.Range(0, _bands.Outside.Count).Select(set => $"long s{set}"),
        ];
        _text.Line(2, $"private static void {name}({string.Join(", ", names.Where(parameter => IsPassed(parameter.Split(' ')[1], kind, skips)))})");
        _text.Line(2, "{");
        _text.Line(3, "long d;");
        int longs = _bands.All.Max(band => band.Longs);
        for (int i = 0; i < _shape.KernelW * longs; i++)
        {
            _text.Line(3, $"long x{i % _shape.KernelW}_{i / _shape.KernelW};");
        }

        if (kind.Tie != 0)
        {
            _text.Line(3, "long t;");
        }

        if (kind.ClampsLow || kind.ClampsHigh)
        {
            _text.Line(3, "int q;");
        }

        foreach (DepthwiseBand band in _bands.All)
        {
            _text.Line(3, $"if (first == {band.First})");
            _text.Line(3, "{");
            WriteBand(band, kind, skips);
            _text.Line(3, "}");
            _text.Line(0, string.Empty);
            _text.IlBytes += 12;
        }

        _text.Line(2, "}");
        _text.IlBytes += 2;
    }

    /// <summary>Whether a method has a parameter.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="kind">Results of the method's channels.</param>
    /// <param name="skips">Whether it leaves zeros as they are.</param>
    public static bool IsPassed(string name, ChannelResult kind, bool skips) => name switch
    {
        "offset" => !kind.IsOffsetFree,
        "center" or "tie" => kind.Tie != 0,
        "skip" => skips,
        _ => true,
    };

    private void WriteBand(DepthwiseBand band, ChannelResult kind, bool skips)
    {
        // From the second column on each reads as many columns, and after so many columns the locals are the same again.
        int period = _shape.KernelW / (int)BigInteger.GreatestCommonDivisor(_shape.KernelW, _shape.StrideW);
        int first = Math.Max(1, (_shape.PadLeft + _shape.StrideW - 1) / _shape.StrideW);
        int end = Math.Min(_shape.OutputWidth, ((_shape.InputWidth + _shape.PadLeft - _shape.KernelW) / _shape.StrideW) + 1);
        int rounds = (end - first) / period;
        int read = 0;
        for (int x = 0; x < _shape.OutputWidth; x++)
        {
            if (x == first && rounds > 1)
            {
                _text.Line(4, $"for (int n = {rounds}; n > 0; n--)");
                _text.Line(4, "{");
                for (int each = 0; each < period; each++)
                {
                    read = WriteColumn(band, x + each, read, kind, skips);
                }

                _text.Line(4, $"i += {period * _shape.StrideW * _operator.Channels};");
                _text.Line(4, $"o += {period * _operator.Channels};");
                _text.Line(4, "}");
                _text.Line(0, string.Empty);
                _text.IlBytes += 40;
                _passed = (rounds - 1) * period;
                x += _passed + period;
                read += _passed * _shape.StrideW;
                _passed += period;
            }

            if (x < _shape.OutputWidth)
            {
                read = WriteColumn(band, x, read, kind, skips);
            }
        }

        _passed = 0;
    }

    private int WriteColumn(DepthwiseBand band, int x, int read, ChannelResult kind, bool skips)
    {
        int left = (x * _shape.StrideW) - _shape.PadLeft;
        for (int column = Math.Max(left, read); column < left + _shape.KernelW && column < _shape.InputWidth; column++)
        {
            Read(band, column);
            read = column + 1;
        }

        foreach (int step in band.Steps)
        {
            WriteResults(band, step, x, left, kind, skips);
        }

        return read;
    }

    /// <summary>The longs of an input column.</summary>
    private void Read(DepthwiseBand band, int column)
    {
        foreach (int number in Enumerable.Range(0, band.Longs).Where(band.IsRead))
        {
            int before = number - band.Apart;
            bool isShifted = before >= 0 && band.IsRead(before);
            long outside = 0;
            string?[] bytes = new string?[3];
            for (int lane = isShifted ? 2 : 0; lane < 3; lane++)
            {
                int row = band.InputRow(number, lane);
                (int array, int offset) = row < 0 ? (0, 0) : _operator.InputRows!.Find(row);
                bytes[lane] = row < 0 ? null : $"a{array}[{_text.Index("i", offset + ((column - (_passed * _shape.StrideW)) * _operator.Channels))}]";
                outside |= row < 0 ? (long)_shape.ZeroPoint << (lane * Lanes.Bits) : 0;
            }

            string low = string.Join(" | ", new[] { bytes[0], bytes[1] is null ? null : $"({bytes[1]} << {Lanes.Bits})" }.Where(part => part is not null));
            IEnumerable<string?> parts =
            [
                isShifted ? $"({Local(column, before)} >> {Lanes.Bits})" : low.Length == 0 ? null : $"(uint)({low})",
                bytes[2] is null ? null : $"((long){bytes[2]} << {2 * Lanes.Bits})",
                outside == 0 ? null : _text.Constant(outside),
            ];
            _text.Line(4, $"{Local(column, number)} = {string.Join(" | ", parts.Where(part => part is not null))};");
            _text.IlBytes += 28;
        }
    }

    private void WriteResults(DepthwiseBand band, int step, int x, int left, ChannelResult kind, bool skips)
    {
        ulong outside = _bands.OutsideOf(band, step, x);
        string sum = $"s{_bands.Outside.Index().First(set => set.Item == outside).Index}";
        for (int tap = 0; tap < _operator.Taps; tap++)
        {
            if ((outside >> tap & 1) == 0)
            {
                sum += $" + ({Local(left + (tap % _shape.KernelW), (step * _shape.StrideH) + (tap / _shape.KernelW))} * w{tap})";
                _text.IlBytes += (2 * MethodText.LocalBytes) + 2;
            }
        }

        _text.Line(4, $"d = {sum};");
        _text.IlBytes += 2 * MethodText.LocalBytes;
        if (skips)
        {
            ResultWriter.WriteSkip(_text, 4, "d", "skip");
            _text.Line(4, "{");
        }

        for (int lane = 0; lane < 3; lane++)
        {
            int row = band.OutputRow(step, lane);
            if (row >= 0)
            {
                (int array, int offset) = _operator.OutputRows!.Find(row);
                string target = $"b{array}[{_text.Index("o", offset + ((x - _passed) * _operator.Channels))}]";
                ResultWriter.WriteDepthwise(_text, skips ? 5 : 4, kind, lane, target);
            }
        }

        if (skips)
        {
            _text.Line(4, "}");
            _text.Line(0, string.Empty);
        }
    }

    private string Local(int column, int number) => $"x{column % _shape.KernelW}_{number}";
}
