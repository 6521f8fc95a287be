using System;
using System.Collections.Generic;
using System.Linq;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Kernels.Packed;

namespace Edge.ModelTools.Packing.Specialization;

/// <summary>
/// C# of a depthwise convolution: a method for its shape, whose arguments are the constants of a channel, and one that calls it
/// for each channel. The lanes are three groups of output rows; where they always follow each other, a row that two lanes see is shifted.
/// </summary>
internal sealed class DepthwiseWriter
{
    private const int LargestShift = 51;
    private const int SmallestShift = 32;
    private readonly ConstantOperator _operator;
    private readonly ConstantShape _shape;
    private readonly DepthwisePlan _plan;
    private readonly int _inputRow;
    private readonly int _outputRow;

    private DepthwiseWriter(ConstantOperator source, DepthwisePlan plan)
    {
        _operator = source;
        _shape = source.Shape;
        _plan = plan;
        _inputRow = _shape.InputWidth * source.Channels;
        _outputRow = _shape.OutputWidth * source.Channels;
    }

    /// <summary>Input rows of which some lanes may lie outside the image.</summary>
    private int[] EdgeRows => [.. Enumerable.Range(0, _plan.InputRows).Where(row => row < _plan.RowsAbove || row >= _plan.InputRows - _plan.RowsBelow)];

    /// <summary>Writes the code.</summary>
    public static OperatorBlocks Write(ConstantOperator source)
    {
        if (DepthwisePlan.Make(source) is not DepthwisePlan plan || FindChannels(source) is not DepthwiseChannel[] channels)
        {
            return OperatorBlocks.None;
        }

        var writer = new DepthwiseWriter(source, plan);
        for (int count = 1; count <= ConstantKernels.MostDepthwiseBlocks && count <= source.Channels; count++)
        {
            GeneratedMethod[] methods = [.. channels.Chunk((source.Channels + count - 1) / count).Select(writer.WriteBlock)];
            if (methods.All(method => method.IlBytes <= BlockWriter.MostIlBytes))
            {
                return new OperatorBlocks(methods, methods.Length | ((plan.Rows + (plan.IsApart ? ConstantKernels.MostOverlappingRows : 0)) * ConstantKernels.DepthwiseRows)) { Cost = plan.Cost(source) };
            }
        }

        return OperatorBlocks.None;
    }

    /// <summary>The channels with the largest shift that holds all of their constants.</summary>
    private static DepthwiseChannel[]? FindChannels(ConstantOperator source)
    {
        for (int shift = LargestShift; shift >= SmallestShift; shift--)
        {
            DepthwiseChannel[] channels = [.. Enumerable.Range(0, source.Channels).Select(channel => DepthwiseChannel.Make(source, channel, shift))];
            if (channels.All(channel => channel.Result is not null))
            {
                return channels;
            }
        }

        return null;
    }

    private GeneratedMethod WriteBlock(DepthwiseChannel[] channels, int block)
    {
        var text = new MethodText();
        WriteCaller(text, channels, block);
        foreach (IGrouping<string, DepthwiseChannel> group in channels.Where(channel => !channel.Result!.IsConstant).GroupBy(channel => Name(channel, block)))
        {
            text.Line(0, string.Empty);
            new DepthwiseSweep(_operator, _plan, text, EdgeRows).Write(group.Key, group.First().Result!);
        }

        if (channels.Any(channel => channel.Result!.IsConstant))
        {
            text.Line(0, string.Empty);
            WriteFill(text, block);
        }

        return new GeneratedMethod(text.ToString(), text.IlBytes);
    }

    /// <summary>Divides the rows among lanes, as many as these take at once, and calls a method for each channel.</summary>
    private void WriteCaller(MethodText text, DepthwiseChannel[] channels, int block)
    {
        int rows = _plan.Rows;
        text.Line(2, $"public static void Block{block}({BlockWriter.Parameters})");
        text.Line(2, "{");
        text.Line(3, "int end = sums + rows;");
        text.Line(3, $"for (int y = sums; y < end; y += {3 * rows})");
        text.Line(3, "{");
        text.Line(4, $"y = end - y >= {3 * rows} ? y : end - {3 * rows} > sums ? end - {3 * rows} : sums;");
        text.Line(4, $"int y2 = end - y > {3 * rows} ? y + {2 * rows} : end - {rows};");
        text.Line(4, $"int y1 = y + {rows} < y2 ? y + {rows} : y2;");
        for (int lane = 0; lane < 3; lane++)
        {
            string y = lane == 0 ? "y" : $"y{lane}";
            text.Line(4, $"int i{lane} = source + ((({y} * {_shape.StrideH}) - {_shape.PadTop}) * {_inputRow});");
            text.Line(4, $"int o{lane} = index + ({y} * {_outputRow});");
        }

        foreach (int row in EdgeRows)
        {
            text.Line(4, $"long p{row} = 0;");
            for (int lane = 0; lane < 3; lane++)
            {
                string y = lane == 0 ? "y" : $"y{lane}";
                text.Line(4, $"int e{row}_{lane} = ({y} * {_shape.StrideH}) + {row - _shape.PadTop};");
                text.Line(4, $"if (e{row}_{lane} < 0 || e{row}_{lane} >= {_shape.InputHeight})");
                text.Line(4, "{");
                text.Line(5, $"e{row}_{lane} = e{row}_{lane} < 0 ? 0 : {_shape.InputHeight - 1};");
                text.Line(5, $"p{row} |= mask << {lane * Lanes.Bits};");
                text.Line(4, "}");
                text.Line(0, string.Empty);
                text.Line(4, $"e{row}_{lane} = source + (e{row}_{lane} * {_inputRow});");
                text.IlBytes += 100;
            }

            text.IlBytes += 8;
        }

        text.IlBytes += 300;
        foreach (DepthwiseChannel channel in channels)
        {
            text.Line(4, Call(text, channel, block));
        }

        text.Line(3, "}");
        text.Line(2, "}");
    }

    private string Call(MethodText text, DepthwiseChannel channel, int block)
    {
        ChannelResult result = channel.Result!;
        string[] outputs = [.. Enumerable.Range(0, 3).Select(lane => text.Index($"o{lane}", channel.Number))];
        text.IlBytes += 10;
        if (result.IsConstant)
        {
            text.IlBytes += 8;
            return $"Fill{block}(output, table[{result.Index}], {string.Join(", ", outputs)});";
        }

        List<string> arguments = [text.Constant(result.Scale), text.Constant(result.Offset), "output", "mask", "table", "input"];
        arguments.AddRange(Enumerable.Range(0, 3).Select(lane => text.Index($"i{lane}", channel.Number)));
        arguments.AddRange(outputs);
        foreach (int row in EdgeRows)
        {
            arguments.AddRange([$"e{row}_0", $"e{row}_1", $"e{row}_2", $"p{row}"]);
            text.IlBytes += 8;
        }

        arguments.Add(channel.Number.ToString());
        arguments.Add(text.Constant(channel.Start * Lanes.Ones));
        arguments.AddRange(channel.Weights.Select(weight => text.Constant(weight)));
        arguments.AddRange(Enumerable.Range(0, _plan.Pending).Select(pending => text.Constant((channel.Start * Lanes.Ones) + channel.Padding(_plan.ColumnsLeft(pending)))));
        arguments.AddRange(Enumerable.Range(0, _shape.KernelW).Select(column => text.Constant(channel.Padding([column]))));
        if (result.Tie != 0)
        {
            arguments.AddRange([text.Constant(result.Center), text.Constant(result.Tie)]);
        }

        text.IlBytes += 16;
        return $"{Name(channel, block)}({string.Join(", ", arguments)});";
    }

    private void WriteFill(MethodText text, int block)
    {
        text.Line(2, $"private static void Fill{block}(byte[] output, byte value, int o0, int o1, int o2)");
        text.Line(2, "{");
        text.Line(3, $"for (int n = {_shape.OutputWidth}; n > 0; n--)");
        text.Line(3, "{");
        for (int row = 0; row < _plan.Rows; row++)
        {
            for (int lane = 0; lane < 3; lane++)
            {
                text.Line(4, $"output[{text.Index($"o{lane}", row * _outputRow)}] = value;");
                text.IlBytes += 3;
            }
        }

        for (int lane = 0; lane < 3; lane++)
        {
            text.Line(4, $"o{lane} += {_operator.Channels};");
        }

        text.Line(3, "}");
        text.Line(2, "}");
        text.IlBytes += 60;
    }

    private static string Name(DepthwiseChannel channel, int block)
    {
        ChannelResult result = channel.Result!;
        return $"Sweep{block}{(result.Tie != 0 ? "Ties" : string.Empty)}{(result.ClampsLow || result.ClampsHigh ? "Clamped" : string.Empty)}";
    }
}
