using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Lowering;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Scheduling.Strips;

/// <summary>
/// Writes a range in slices of channels. First each slice up to its means; then what needs the means of all, the gate's slices; then for each
/// slice the multiply, behind what of it is computed again; then the rest, which reads all channels again. Weights of a slice are a part of
/// the operator's, and stored once. Results are the same bytes: nothing is added up across slices.
/// </summary>
internal sealed class SliceWriter
{
    private readonly DeviceProgram _source;
    private readonly List<DeviceOperator> _operators;
    private readonly Func<DeviceTensor, DeviceTensor> _whole;
    private readonly SliceRange _range;
    private readonly SliceShape _shape;
    private readonly bool _readsInputAgain;
    private readonly (int First, int Count)[] _channels;
    private readonly List<(int First, int End)> _groups = [];
    private readonly Dictionary<(int Op, int Slice), DeviceOperator> _slices = [];
    private readonly Dictionary<(DeviceTensor Tensor, int Slice), DeviceTensor> _parts = [];

    private SliceWriter(DeviceProgram source, List<DeviceOperator> operators, Func<DeviceTensor, DeviceTensor> whole, SliceRange range, bool readsInputAgain)
    {
        _source = source;
        _operators = operators;
        _whole = whole;
        _range = range;
        _readsInputAgain = readsInputAgain && source.Operators[range.First].Inputs[0] == source.Input;
        _shape = SliceShape.Find(source, range.First)!;
        _channels = [.. range.Channels(_shape.Channels)];
    }

    /// <summary>Adds the operators of a range.</summary>
    /// <param name="source">The program.</param>
    /// <param name="operators">Receives them.</param>
    /// <param name="whole">The tensor of the new program for one of the old.</param>
    /// <param name="range">The range.</param>
    /// <param name="readsInputAgain">Whether the network's input may be delivered once for each slice that reads it.</param>
    /// <returns>What makes good groups: operators in ascending order.</returns>
    public static IReadOnlyList<(int First, int End)> Add(
        DeviceProgram source, List<DeviceOperator> operators, Func<DeviceTensor, DeviceTensor> whole, SliceRange range, bool readsInputAgain)
    {
        var writer = new SliceWriter(source, operators, whole, range, readsInputAgain);
        writer.AddMeans();
        if (writer._shape.Multiply >= 0)
        {
            writer.AddGate();
            writer.AddScaled();
        }

        return writer._groups;
    }

    private void AddMeans()
    {
        int first = _operators.Count;
        for (int slice = 0; slice < _channels.Length; slice++)
        {
            first = _operators.Count;
            AddSlice(slice, _shape.MeansEnd, slice > 0 ? AddInput() : null, string.Empty);
            Close(first);
        }

        // The last group puts the means together, as nobody waits for them before.
        Join(_source.Operators[_shape.MeansEnd - 1]);
        _groups[^1] = (first, _operators.Count);
    }

    private void AddGate()
    {
        int first = _operators.Count;
        for (int i = _shape.MeansEnd; i < _shape.Multiply - 1; i++)
        {
            AddWhole(_source.Operators[i]);
        }

        for (int slice = 0; slice < _channels.Length; slice++)
        {
            AddConvolution(_shape.Multiply - 1, slice, _whole(_source.Operators[_shape.Multiply - 1].Inputs[0]), string.Empty);
        }

        Close(first);
    }

    private void AddScaled()
    {
        int first = _operators.Count;
        DeviceOperator multiply = _source.Operators[_shape.Multiply];
        DeviceTensor? input = _range.Again > 0 ? AddInput() : null;
        for (int slice = 0; slice < _channels.Length; slice++)
        {
            if (slice < _range.Again)
            {
                AddSlice(slice, _shape.Means, input, " again");
            }

            AddPart(multiply, slice, string.Empty);
        }

        Join(multiply);
        for (int i = _shape.Multiply + 1; i < _range.End; i++)
        {
            AddWhole(_source.Operators[i]);
        }

        Close(first);
    }

    /// <summary>The operators of a slice from the first convolution on.</summary>
    private void AddSlice(int slice, int end, DeviceTensor? input, string suffix)
    {
        AddConvolution(_shape.First, slice, input ?? _whole(_source.Operators[_shape.First].Inputs[0]), suffix);
        for (int i = _shape.First + 1; i < end; i++)
        {
            DeviceOperator op = _source.Operators[i];
            if (op.IsConvolution)
            {
                AddConvolution(i, slice, _parts[(op.Inputs[0], slice)], suffix);
            }
            else
            {
                AddPart(op, slice, suffix);
            }
        }
    }

    /// <summary>Some output channels of a convolution. What is computed again shares its weights with the first time.</summary>
    private void AddConvolution(int index, int slice, DeviceTensor input, string suffix)
    {
        DeviceOperator op = _source.Operators[index];
        DeviceTensor output = AddTensor(op.Output, slice, suffix);
        string name = Name(op.Name, slice) + suffix;
        DeviceOperator added = _slices.TryGetValue((index, slice), out DeviceOperator? before) ? before.Between(name, [input], output, -1)
            : _channels.Length == 1 ? op.Between(name, [input], output, -1)
            : op.OfChannels(_channels[slice].First, _channels[slice].Count, name, [input], output);
        _slices[(index, slice)] = added;
        _operators.Add(added);
    }

    private void AddPart(DeviceOperator op, int slice, string suffix)
    {
        DeviceTensor[] inputs = [.. op.Inputs.Select(input => _parts[(input, slice)])];
        _operators.Add(op.Between(Name(op.Name, slice) + suffix, inputs, AddTensor(op.Output, slice, suffix), -1));
    }

    private void AddWhole(DeviceOperator op)
    {
        _operators.Add(op.Between(op.Name, op.Inputs.Select(_whole), _whole(op.Output), op.SourceIndex));
    }

    private DeviceTensor? AddInput()
    {
        if (!_readsInputAgain)
        {
            return null;
        }

        DeviceTensor again = StripProgram.Copy(_source.Input, _source.Input.Name, _source.Input.Width, _source.Input.Channels, -1);
        _operators.Add(new DeviceOperator(OpCode.Input, _source.Input.Name, [], again) { KindName = "Input" });
        return again;
    }

    private DeviceTensor AddTensor(DeviceTensor tensor, int slice, string suffix)
    {
        DeviceTensor part = StripProgram.Copy(tensor, Name(tensor.Name, slice) + suffix, tensor.Width, _channels[slice].Count, -1);
        _parts[(tensor, slice)] = part;
        return part;
    }

    /// <summary>Puts the slices of a result together.</summary>
    private void Join(DeviceOperator op)
    {
        IEnumerable<DeviceTensor> slices = Enumerable.Range(0, _channels.Length).Select(slice => _parts[(op.Output, slice)]);
        if (_channels.Length == 1)
        {
            DeviceOperator only = _operators[^1];
            only.Output = _whole(op.Output);
            only.SourceIndex = op.SourceIndex;
            return;
        }

        _operators.Add(new DeviceOperator(OpCode.Concat, $"{op.Name} slices", slices, _whole(op.Output))
        {
            ConcatAxis = 2,
            KindName = "Concat",
            Location = op.Location,
            SourceIndex = op.SourceIndex,
        });
    }

    private void Close(int first) => _groups.Add((first, _operators.Count));

    private string Name(string name, int slice) => _channels.Length == 1 ? name : $"{name} slice {slice + 1} of {_channels.Length}";
}
