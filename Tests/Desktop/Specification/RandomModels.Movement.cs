using System.Linq;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.Tests.Desktop.Tflite;
using Fields = Edge.ModelTools.Formats.Tflite.Schema.TfliteOptionFields;

namespace Edge.Tests.Desktop.Specification;

/// <content>Operators that pick and place values, the larger and the smaller of two, normalisation.</content>
internal sealed partial class RandomModels
{
    private void Slice()
    {
        int[] shape = Image();
        int[] size = [1, Range(1, shape[1]), Range(1, shape[2]), Range(1, shape[3])];
        int[] begin = [.. shape.Select((whole, axis) => Range(0, whole - size[axis]))];
        int b = _builder.Int32Constant("begin", [4], begin);
        int s = _builder.Int32Constant("size", [4], [.. size.Select((part, axis) => begin[axis] + part == shape[axis] ? Pick(part, -1) : part)]);
        Moved(TfliteOperatorCode.SLICE, shape, size, [b, s]);
    }

    /// <summary>Steps of either sign along every axis but the batch.</summary>
    private void StridedSlice()
    {
        int[] shape = Image();
        int[] strides = [1, Pick(1, 2, 3, -1, -2), Pick(1, 2, 3, -1, -2), Pick(1, 2, 3, -1, -2)];
        int[] counts = [1, 0, 0, 0];
        int[] begin = new int[4];
        int[] end = [1, 0, 0, 0];
        for (int axis = 1; axis < 4; axis++)
        {
            int step = System.Math.Abs(strides[axis]);
            counts[axis] = Range(1, ((shape[axis] - 1) / step) + 1);
            int span = (counts[axis] - 1) * step;
            int lowest = Range(0, shape[axis] - 1 - span);
            begin[axis] = strides[axis] > 0 ? lowest : lowest + span;
            end[axis] = strides[axis] > 0 ? lowest + span + 1 : lowest - 1;
        }

        // An end of -1 would count from the end: the mask says "to the first" instead.
        int endMask = Enumerable.Range(0, 4).Where(axis => end[axis] < 0).Sum(axis => 1 << axis);
        int[] operands =
        [
            _builder.Int32Constant("begin", [4], begin), _builder.Int32Constant("end", [4], end), _builder.Int32Constant("strides", [4], strides),
        ];
        Moved(TfliteOperatorCode.STRIDED_SLICE, shape, counts, operands, new OptionTable(TfliteOptionsType.StridedSlice).Int(Fields.StridedSlice.EndMask, endMask));
    }

    private void Gather()
    {
        int[] shape = Image();
        int axis = Range(1, 3);
        int[] picks = [.. Enumerable.Range(0, Range(1, 12)).Select(_ => Range(0, shape[axis] - 1))];
        int i = _builder.Int32Constant("indices", [picks.Length], picks);
        int[] output = [.. shape.Select((size, d) => d == axis ? picks.Length : size)];
        Moved(TfliteOperatorCode.GATHER, shape, output, [i], new OptionTable(TfliteOptionsType.Gather).Int(Fields.Gather.Axis, axis));
    }

    private void Reverse()
    {
        int[] shape = Image();
        int[] axes = Pick<int[]>([1], [2], [3], [1, 3], [2, 3], [1, 2, 3]);
        Moved(TfliteOperatorCode.REVERSE_V2, shape, shape, [_builder.Int32Constant("axes", [axes.Length], axes)]);
    }

    private void Tile()
    {
        int[] shape = [1, Range(1, 8), Range(1, 8), Range(1, 12)];
        int[] times = [1, Range(1, 3), Range(1, 3), Range(1, 3)];
        int[] output = [.. shape.Select((size, d) => size * times[d])];
        Moved(TfliteOperatorCode.TILE, shape, output, [_builder.Int32Constant("times", [4], times)]);
    }

    /// <summary>Up to the whole image on each side; REFLECT (mode 0) leaves the border out.</summary>
    private void MirrorPad()
    {
        int[] shape = Image();
        int mode = Range(0, 1);
        int[] paddings = [.. shape.SelectMany((size, d) => d == 0 ? new[] { 0, 0 } : [Range(0, System.Math.Min(4, size - 1 + mode)), Range(0, System.Math.Min(4, size - 1 + mode))])];
        int[] output = [.. shape.Select((size, d) => paddings[2 * d] + size + paddings[(2 * d) + 1])];
        int p = _builder.Int32Constant("paddings", [4, 2], paddings);
        Moved(TfliteOperatorCode.MIRROR_PAD, shape, output, [p], new OptionTable(TfliteOptionsType.MirrorPad).Byte(Fields.MirrorPad.Mode, (byte)mode));
    }

    private void ReduceMax()
    {
        int[] shape = Image();
        int[] axes = Pick<int[]>([1], [2], [3], [1, 2], [1, 3], [1, 2, 3]);
        int[] output = [.. shape.Select((size, d) => axes.Contains(d) ? 1 : size)];
        int a = _builder.Int32Constant("axes", [axes.Length], axes);
        Moved(TfliteOperatorCode.REDUCE_MAX, shape, output, [a], new OptionTable(TfliteOptionsType.Reducer).Bool(Fields.Reducer.KeepDimensions, true));
    }

    /// <summary>Three parts, put together in another order.</summary>
    private void Split()
    {
        int axis = Range(1, 3);
        int[] shape = Image();
        shape[axis] *= 3;
        int[] part = [.. shape.Select((size, d) => d == axis ? size / 3 : size)];
        float scale = ActivationScale();
        int x = _builder.Int8("x", shape, scale, 3);
        int a = _builder.Int32Constant("axis", [], axis);
        int[] parts = [.. Enumerable.Range(0, 3).Select(i => _builder.Int8($"part{i}", part, scale, 3))];
        _builder.Operator(TfliteOperatorCode.SPLIT, [a, x], parts, new OptionTable(TfliteOptionsType.Split).Int(0, 3));
        int y = _builder.Int8("y", shape, scale, 3);
        _builder.Operator(
            TfliteOperatorCode.CONCATENATION, [parts[2], parts[0], parts[1]], [y], new OptionTable(TfliteOptionsType.Concatenation).Int(Fields.Concatenation.Axis, axis));
        Finish(x, y);
    }

    /// <summary>Parts of several sizes, one of them perhaps left open, put together in another order.</summary>
    private void SplitUnevenly()
    {
        int axis = Range(1, 3);
        int[] shape = Image();
        int[] sizes = [.. Enumerable.Range(0, Range(2, 4)).Select(_ => Range(1, 6))];
        shape[axis] = sizes.Sum();
        float scale = ActivationScale();
        int x = _builder.Int8("x", shape, scale, 3);
        int open = Range(-1, sizes.Length - 1);
        int s = _builder.Int32Constant("sizes", [sizes.Length], [.. sizes.Select((size, i) => i == open ? -1 : size)]);
        int a = _builder.Int32Constant("axis", [], Pick(axis, axis - 4));
        int[] parts = [.. sizes.Select((part, i) => _builder.Int8($"part{i}", [.. shape.Select((size, d) => d == axis ? part : size)], scale, 3))];
        _builder.Operator(TfliteOperatorCode.SPLIT_V, [x, s, a], parts, new OptionTable(TfliteOptionsType.SplitV).Int(0, parts.Length));
        int y = _builder.Int8("y", shape, scale, 3);
        _builder.Operator(
            TfliteOperatorCode.CONCATENATION, [.. parts.Reverse()], [y], new OptionTable(TfliteOptionsType.Concatenation).Int(Fields.Concatenation.Axis, axis));
        Finish(x, y);
    }

    private void DepthToSpace()
    {
        int block = Pick(1, 2, 3, 4);
        int[] shape = [1, Range(1, 8), Range(1, 8), Range(1, 9)];
        int[] input = [1, shape[1], shape[2], shape[3] * block * block];
        int[] output = [1, shape[1] * block, shape[2] * block, shape[3]];
        Moved(TfliteOperatorCode.DEPTH_TO_SPACE, input, output, [], new OptionTable(TfliteOptionsType.DepthToSpace).Int(Fields.Blocks.Size, block));
    }

    private void SpaceToDepth()
    {
        int block = Pick(1, 2, 3, 4);
        int[] shape = [1, Range(1, 6), Range(1, 6), Range(1, 9)];
        int[] input = [1, shape[1] * block, shape[2] * block, shape[3]];
        int[] output = [1, shape[1], shape[2], shape[3] * block * block];
        Moved(TfliteOperatorCode.SPACE_TO_DEPTH, input, output, [], new OptionTable(TfliteOptionsType.SpaceToDepth).Int(Fields.Blocks.Size, block));
    }

    /// <summary>An image with its RELU6, a row, a pixel or a number; equal values are common.</summary>
    private void Extremum(TfliteOperatorCode code)
    {
        int[] shape = Image();
        float scale = ActivationScale();
        int zeroPoint = ZeroPoint();
        int x = _builder.Int8("x", shape, scale, zeroPoint);
        int[] shapeB = Pick(shape, [1, 1, 1, shape[3]], [shape[3]], [1], [1, shape[1], 1, 1], [1, 1, shape[2], 1]);
        int b;
        if (shapeB == shape)
        {
            b = _builder.Int8("b", shape, scale, zeroPoint);
            _builder.Operator(TfliteOperatorCode.RELU6, [x], [b]);
        }
        else
        {
            int count = shapeB.Aggregate(1, (product, size) => product * size);
            b = _builder.Int8Constant("b", shapeB, [.. Bytes(count).Select(value => (sbyte)value)], [scale], zeroPoint: zeroPoint);
        }

        int y = _builder.Int8("y", shape, scale, zeroPoint);
        _builder.Operator(code, _random.Next(2) == 0 ? [x, b] : [b, x], [y]);
        Finish(x, y);
    }

    /// <summary>Few channels now and then: sums of squares of 0 and 1, and those next to a power of four.</summary>
    private void L2Normalization()
    {
        int[] shape = [1, Range(1, 16), Range(1, 16), Pick(1, 2, 3, Range(1, 40), Range(1, 300))];
        int x = Activation("x", shape, ActivationScale());
        int y = _builder.Int8("y", shape, 1f / 128, 0);
        _builder.Operator(TfliteOperatorCode.L2_NORMALIZATION, [x], [y], new OptionTable(TfliteOptionsType.L2Norm));
        Finish(x, y);
    }

    private void Moved(TfliteOperatorCode code, int[] shape, int[] output, int[] operands, OptionTable? options = null)
    {
        float scale = ActivationScale();
        int x = _builder.Int8("x", shape, scale, 3);
        int y = _builder.Int8("y", output, scale, 3);
        _builder.Operator(code, [x, .. operands], [y], options);
        Finish(x, y);
    }
}
