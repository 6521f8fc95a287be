using System;
using System.Collections.Generic;
using System.Linq;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Kernels.Packed;

namespace Edge.ModelTools.Packing.Specialization;

/// <summary>C# of the method that makes some rows of a channel of a depthwise convolution, see <see cref="DepthwisePlan"/>.</summary>
internal sealed class DepthwiseSweep
{
    private readonly ConstantOperator _operator;
    private readonly ConstantShape _shape;
    private readonly DepthwisePlan _plan;
    private readonly MethodText _text;
    private readonly int[] _edgeRows;
    private readonly int _inputRow;
    private readonly int _outputRow;

    /// <summary>Makes the writer.</summary>
    /// <param name="source">The operator.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="text">Receives the method.</param>
    /// <param name="edgeRows">Input rows of which some lanes may lie outside the image.</param>
    public DepthwiseSweep(ConstantOperator source, DepthwisePlan plan, MethodText text, int[] edgeRows)
    {
        _operator = source;
        _shape = source.Shape;
        _plan = plan;
        _text = text;
        _edgeRows = edgeRows;
        _inputRow = _shape.InputWidth * source.Channels;
        _outputRow = _shape.OutputWidth * source.Channels;
    }

    /// <summary>Writes the method.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="kind">Results of a channel that it is for: ties, clamps.</param>
    public void Write(string name, ChannelResult kind)
    {
        _text.Line(2, $"private static void {name}({string.Join(", ", Parameters(kind))})");
        _text.Line(2, "{");
        Declare(kind);
        for (int column = 0; column < _plan.ColumnsBefore; column++)
        {
            bool isInside = column < _shape.InputWidth;
            if (isInside)
            {
                Read(3, 0);
                Advance(3, 1, null);
            }

            AddBefore(column, isInside);
        }

        if (_plan.WholeSteps > 0)
        {
            _text.Line(3, $"for (int n = {_plan.WholeSteps}; n > 0; n--)");
            _text.Line(3, "{");
            Step(4, kind, _shape.StrideW);
            _text.Line(3, "}");
            _text.IlBytes += 20;
        }

        for (int step = _plan.WholeSteps; step < _shape.OutputWidth; step++)
        {
            int column = ((step - 1) * _shape.StrideW) - _shape.PadLeft + _shape.KernelW;
            Step(3, kind, Math.Clamp(_shape.InputWidth - column, 0, _shape.StrideW));
        }

        _text.Line(2, "}");
    }

    private IEnumerable<string> Parameters(ChannelResult kind)
    {
        IEnumerable<string> names =
        [
            "long scale", "long offset", "byte[] output", "long mask", "byte[] table", "byte[] input", "int i0", "int i1", "int i2", "int o0", "int o1", "int o2",
            .. _edgeRows.SelectMany(row => new[] { $"int e{row}_0", $"int e{row}_1", $"int e{row}_2", $"long p{row}" }),
            "int c", "long start",
            .. Enumerable.Range(0, _operator.Taps).Select(tap => $"long w{tap}"),
            .. Enumerable.Range(0, _plan.Pending).Select(pending => $"long s{pending}"),
            .. Enumerable.Range(0, _shape.KernelW).Select(column => $"long z{column}"),
        ];
        return kind.Tie != 0 ? names.Concat(["long center", "long tie"]) : names;
    }

    private void Declare(ChannelResult kind)
    {
        _text.Line(3, "long d;");
        for (int row = 0; row < _plan.InputRows; row++)
        {
            for (int column = 0; column < _shape.StrideW; column++)
            {
                _text.Line(3, $"long x{column}_{row};");
            }
        }

        foreach (int row in _edgeRows)
        {
            _text.Line(3, $"long f{row} = p{row} & {_shape.ZeroPoint * Lanes.Ones}L;");
            _text.Line(3, $"p{row} = ~p{row};");
            _text.IlBytes += 22;
        }

        for (int pending = 0; pending < _plan.Pending; pending++)
        {
            for (int row = 0; row < _plan.Rows; row++)
            {
                _text.Line(3, $"long a{pending}_{row} = s{pending};");
                _text.IlBytes += 4;
            }
        }

        if (kind.Tie != 0)
        {
            _text.Line(3, "long t;");
        }

        if (kind.ClampsLow || kind.ClampsHigh)
        {
            _text.Line(3, "int q;");
        }
    }

    /// <summary>Packs a column of all input rows.</summary>
    private void Read(int depth, int column)
    {
        for (int row = 0; row < _plan.InputRows; row++)
        {
            bool isEdge = _edgeRows.Contains(row);
            string[] bytes = [.. Enumerable.Range(0, 3).Select(lane => isEdge
                ? $"input[{_text.Index($"e{row}_{lane} + c", column * _operator.Channels)}]"
                : $"input[{_text.Index($"i{lane}", (row * _inputRow) + (column * _operator.Channels))}]")];
            bool isShifted = _plan.IsApart && row >= _plan.RowsApart;
            string others = isShifted ? $"(x{column}_{row - _plan.RowsApart} >> {Lanes.Bits})" : $"(uint)({bytes[0]} | ({bytes[1]} << {Lanes.Bits}))";
            string packed = $"{others} | ((long){bytes[2]} << {2 * Lanes.Bits})";
            _text.Line(depth, isEdge ? $"x{column}_{row} = (({packed}) & p{row}) | f{row};" : $"x{column}_{row} = {packed};");
            _text.IlBytes += isEdge ? 45 : 30;
        }
    }

    /// <summary>Adds a column that lies before those of the first step.</summary>
    private void AddBefore(int column, bool isInside)
    {
        for (int pending = 0; pending < _plan.Pending; pending++)
        {
            int kernelColumn = column + _shape.PadLeft - (pending * _shape.StrideW);
            for (int row = 0; kernelColumn >= 0 && row < _plan.Rows; row++)
            {
                _text.Line(3, $"a{pending}_{row} += {(isInside ? Products(0, kernelColumn, row) : $"z{kernelColumn}")};");
                _text.IlBytes += 8;
            }
        }
    }

    /// <summary>Reads columns, finishes an output column and adds to those that follow.</summary>
    /// <param name="depth">Indentation.</param>
    /// <param name="kind">Ties, clamps.</param>
    /// <param name="inside">Columns inside the image.</param>
    private void Step(int depth, ChannelResult kind, int inside)
    {
        for (int column = 0; column < inside; column++)
        {
            Read(depth, column);
        }

        for (int row = 0; row < _plan.Rows; row++)
        {
            for (int pending = 0; pending <= _plan.Pending; pending++)
            {
                string sum = pending < _plan.Pending ? $"a{pending}_{row}" : "start";
                for (int column = 0; column < _shape.StrideW; column++)
                {
                    int kernelColumn = _plan.KernelColumn(column, pending);
                    sum += kernelColumn < 0 ? string.Empty : " + " + (column < inside ? Products(column, kernelColumn, row) : $"z{kernelColumn}");
                    _text.IlBytes += 3;
                }

                _text.Line(depth, $"{(pending == 0 ? "d" : $"a{pending - 1}_{row}")} = {sum};");
                _text.IlBytes += 5;
            }

            Finish(depth, kind, row);
        }

        Advance(depth, inside, "o");
    }

    private string Products(int column, int kernelColumn, int row)
    {
        _text.IlBytes += 6 * _shape.KernelH;
        return string.Join(" + ", Enumerable.Range(0, _shape.KernelH)
            .Select(ky => $"(x{column}_{(row * _shape.StrideH) + ky} * w{(ky * _shape.KernelW) + kernelColumn})"));
    }

    private void Finish(int depth, ChannelResult kind, int row)
    {
        for (int lane = 0; lane < 3; lane++)
        {
            string value = ResultWriter.Lane(_text, "d", lane) + " * scale";
            if (kind.Tie != 0)
            {
                _text.Line(depth, $"t = ({value}) + center;");
                value = "(t + offset) - ((t >> 63) & tie)";
            }
            else
            {
                value = $"({value}) + offset";
            }

            string index = $"(int)(({value}) >> {kind.Shift})";
            if (kind.ClampsLow || kind.ClampsHigh)
            {
                _text.Line(depth, $"q = {index};");
                index = $"q < 0 ? 0 : q >= {ConstantKernels.TableEntries} ? {ConstantKernels.TableEntries - 1} : q";
                _text.IlBytes += 40;
            }

            _text.Line(depth, $"output[{_text.Index($"o{lane}", row * _outputRow)}] = table[{index}];");
            _text.IlBytes += kind.Tie != 0 ? 36 : 18;
        }
    }

    private void Advance(int depth, int columns, string? outputs)
    {
        for (int lane = 0; lane < 3; lane++)
        {
            if (columns > 0)
            {
                _text.Line(depth, $"i{lane} += {columns * _operator.Channels};");
            }

            if (outputs is not null)
            {
                _text.Line(depth, $"{outputs}{lane} += {_operator.Channels};");
            }
        }

        if (columns > 0 && _edgeRows.Length > 0)
        {
            _text.Line(depth, $"c += {columns * _operator.Channels};");
        }

        _text.IlBytes += 80;
    }
}
