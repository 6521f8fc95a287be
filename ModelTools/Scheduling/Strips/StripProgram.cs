using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Lowering;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Scheduling.Strips;

/// <summary>
/// Rewrites a program so that ranges of its operators run part by part: in slices of channels (<see cref="SliceWriter"/>), or in strips of
/// columns, each operator of a range once for each strip, on narrower tensors. A strip picks its columns from what stands before the range; the result is put together from those of the strips where it is
/// read. Columns at the edges of strips are computed by both neighbours; results are the same bytes.
/// </summary>
internal sealed class StripProgram
{
    private readonly DeviceProgram _source;
    private readonly DeviceProgram _program;
    private readonly bool _canReadInputAgain;
    private readonly Dictionary<DeviceTensor, DeviceTensor> _tensors = [];
    private readonly List<(int First, int End)> _strips = [];

    private StripProgram(DeviceProgram source, bool canReadInputAgain)
    {
        _source = source;
        _canReadInputAgain = canReadInputAgain;
        _program = new DeviceProgram(source.Name, source.Rounding, Copy(source.Input, source.Input.Name, source.Input.Width, source.Input.Channels, source.Input.SourceIndex))
        {
            SourceInput = source.SourceInput,
            Labels = source.Labels,
            PixelScale = source.PixelScale,
            PixelOffset = source.PixelOffset,
            IsBlueFirst = source.IsBlueFirst,
            RecipeJson = source.RecipeJson,
        };
        _program.Parts.AddRange(source.Parts);
        _tensors.Add(source.Input, _program.Input);
    }

    /// <summary>Rewrites a program.</summary>
    /// <param name="source">The program, which stays as it is.</param>
    /// <param name="ranges">Ranges that can run so, in ascending order, apart from each other.</param>
    /// <param name="canReadInputAgain">Whether the network's input may be delivered once for each part that reads it, instead of held.</param>
    public static StripProgram Build(DeviceProgram source, IReadOnlyList<PartRange> ranges, bool canReadInputAgain = true)
    {
        var strips = new StripProgram(source, canReadInputAgain);
        int next = 0;
        foreach (PartRange range in ranges)
        {
            strips.AddWhole(next, range.First);
            strips.Add(range);
            next = range.End;
        }

        strips.AddWhole(next, source.Operators.Count);
        strips._program.Outputs.AddRange(source.Outputs.Select(strips.Whole));
        strips._program.SourceOutputs.AddRange(source.SourceOutputs);
        strips._program.Number();
        return strips;
    }

    /// <summary>The program with strips and slices.</summary>
    public DeviceProgram Program => _program;

    /// <summary>The same tensor, or some columns or channels of it.</summary>
    public static DeviceTensor Copy(DeviceTensor tensor, string name, int width, int channels, int sourceIndex)
    {
        return new DeviceTensor(name, tensor.Height, width, channels, tensor.Scale, tensor.ZeroPoint) { Data = tensor.Data, SourceIndex = sourceIndex };
    }

    /// <summary>The operators of each strip, one strip after the other; of slices the operators of each that make a group.</summary>
    public IReadOnlyList<(int First, int End)> Strips => _strips;

    /// <summary>Multiply-accumulates that are done again.</summary>
    public long RecomputedMacs => _program.Macs - _source.Macs;

    private void AddWhole(int first, int end)
    {
        foreach (DeviceOperator op in _source.Operators[first..end])
        {
            _program.Operators.Add(op.Between(op.Name, op.Inputs.Select(Whole), Whole(op.Output), op.SourceIndex));
        }
    }

    private void Add(PartRange range)
    {
        bool readsInputAgain = _canReadInputAgain && IsInputOnlyReadBy(range);
        if (range is StripRange strips)
        {
            AddStrips(strips, readsInputAgain);
        }
        else
        {
            _strips.AddRange(SliceWriter.Add(_source, _program.Operators, Whole, (SliceRange)range, readsInputAgain));
        }
    }

    private void AddStrips(StripRange range, bool readsInputAgain)
    {
        DeviceOperator last = _source.Operators[range.End - 1];
        var results = new List<DeviceTensor>();
        for (int strip = 0; strip < range.Count; strip++)
        {
            int first = _program.Operators.Count;
            StripColumns columns = StripColumns.Find(_source, range, strip)!;
            var pieces = new Dictionary<DeviceTensor, DeviceTensor>();
            if (readsInputAgain && strip > 0)
            {
                DeviceTensor again = Copy(_source.Input, _source.Input.Name, _source.Input.Width, _source.Input.Channels, -1);
                _program.Operators.Add(new DeviceOperator(OpCode.Input, _source.Input.Name, [], again) { KindName = "Input" });
                pieces.Add(_source.Input, again);
            }

            foreach (DeviceOperator op in _source.Operators[range.First..range.End])
            {
                AddPiece(op, columns, pieces, $"strip {strip + 1} of {range.Count}");
            }

            _strips.Add((first, _program.Operators.Count));
            results.Add(pieces[last.Output]);
        }

        _program.Operators.Add(new DeviceOperator(OpCode.Concat, $"{last.Name} strips", results, Whole(last.Output))
        {
            ConcatAxis = 1,
            KindName = "Concat",
            Location = last.Location,
            SourceIndex = last.SourceIndex,
        });
    }

    /// <summary>Adds an operator of a strip, and the picking of columns where it reads fewer than there are.</summary>
    private void AddPiece(DeviceOperator op, StripColumns columns, Dictionary<DeviceTensor, DeviceTensor> pieces, string strip)
    {
        ColumnSpan made = columns.Of(op.Output);
        ColumnSpan[] needed = [.. op.Inputs.Select((_, k) => made.Needed(op, k)!.Value)];
        DeviceTensor[] inputs = [.. op.Inputs.Select((input, k) => Piece(op, input, needed[k], columns, pieces, strip))];
        DeviceTensor output = Copy(op.Output, $"{op.Output.Name} {strip}", made.Width, op.Output.Channels, -1);
        DeviceOperator piece = op.Between($"{op.Name} {strip}", inputs, output, -1);
        if (op.OpCode is OpCode.Conv2D or OpCode.DepthwiseConv2D or OpCode.MaxPool or OpCode.AveragePool)
        {
            piece.PadLeft = op.PadLeft - (made.Start * op.StrideW) + needed[0].Start;
        }

        _program.Operators.Add(piece);
        pieces.Add(op.Output, output);
    }

    private DeviceTensor Piece(DeviceOperator op, DeviceTensor input, ColumnSpan needed, StripColumns columns, Dictionary<DeviceTensor, DeviceTensor> pieces, string strip)
    {
        if (input.Width == 1 || input.Data is not null)
        {
            return Whole(input);
        }

        // What the strip makes itself begins at its own first column; what is there before begins at the first of all.
        bool isMade = pieces.TryGetValue(input, out DeviceTensor? from) && input != _source.Input;
        from ??= Whole(input);
        ColumnSpan held = isMade ? columns.Of(input) : ColumnSpan.All(input);
        if (needed == held)
        {
            return from;
        }

        DeviceTensor picked = Copy(input, $"{input.Name} {strip}", needed.Width, input.Channels, -1);
        _program.Operators.Add(new DeviceOperator(OpCode.Select, $"{op.Name} {strip} columns", [from], picked)
        {
            PadLeft = needed.Start - held.Start,
            KindName = "Select",
            Location = op.Location,
        });
        return picked;
    }

    /// <summary>Whether the network's input can be delivered once for each part: nobody else reads it.</summary>
    private bool IsInputOnlyReadBy(PartRange range)
    {
        return _source.Operators.Index().All(op => (op.Index >= range.First && op.Index < range.End) || !op.Item.Inputs.Contains(_source.Input));
    }

    private DeviceTensor Whole(DeviceTensor tensor)
    {
        if (!_tensors.TryGetValue(tensor, out DeviceTensor? whole))
        {
            whole = Copy(tensor, tensor.Name, tensor.Width, tensor.Channels, tensor.SourceIndex);
            _tensors.Add(tensor, whole);
        }

        return whole;
    }
}
