using System.Collections.Generic;
using System.Linq;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Kernels.Packed;

namespace Edge.ModelTools.Packing.Specialization;

/// <summary>
/// C# of a depthwise convolution: a method for its shape and the rows of its calls, whose arguments are the constants of a channel, and one that
/// calls it for each channel. The lanes are three groups of output rows, one below the other.
/// </summary>
internal sealed class DepthwiseWriter
{
    /// <summary>The method of ConstantKernels that calls a block, with operator, block and <see cref="Parameters"/>.</summary>
    public const string Dispatch = "RunDepthwise";

    /// <summary>What a block method takes, and what ConstantKernels passes to it after operator and block.</summary>
    public const string Parameters = "long mask, byte[] table, byte[][] inputs, byte[][] outputs, int first";

    /// <summary><see cref="Parameters"/> in a call.</summary>
    public const string Arguments = "mask, table, inputs, outputs, first";

    private const int LargestShift = 51;
    private const int SmallestShift = 32;
    private const double MostGrowth = 1.6;
    private readonly ConstantOperator _operator;
    private readonly DepthwiseBands _bands;
    private readonly bool _skips;

    private DepthwiseWriter(ConstantOperator source, DepthwiseBands bands, bool skips)
    {
        _operator = source;
        _bands = bands;
        _skips = skips;
    }

    /// <summary>Writes the code.</summary>
    public static OperatorBlocks Write(ConstantOperator source)
    {
        if (DepthwiseBands.Make(source) is not DepthwiseBands bands || FindChannels(source) is not DepthwiseChannel[] channels)
        {
            return OperatorBlocks.None;
        }

        // Two kinds of channels are two methods. Where these are large, an offset costs less.
        var writer = new DepthwiseWriter(source, bands, Skips(source, channels));
        GeneratedMethod[] simple = writer.WriteBlocks(channels);
        GeneratedMethod[] free = writer.WriteBlocks([.. channels.Select(channel => channel.WithoutOffset())]);
        GeneratedMethod[] best = free.Length > 0 && (simple.Length == 0 || free.Sum(method => method.IlBytes) <= MostGrowth * simple.Sum(method => method.IlBytes)) ? free : simple;
        return best.Length == 0 ? OperatorBlocks.None : new OperatorBlocks(best, best.Length);
    }

    /// <summary>The channels with the largest shift that holds all of their constants.</summary>
    private static DepthwiseChannel[]? FindChannels(ConstantOperator source)
    {
        for (int shift = LargestShift; shift >= SmallestShift; shift--)
        {
            DepthwiseChannel?[] channels = [.. Enumerable.Range(0, source.Channels).Select(channel => DepthwiseChannel.Make(source, channel, shift))];
            if (channels.All(channel => channel is not null))
            {
                return channels!;
            }
        }

        return null;
    }

    /// <summary>Whether enough results are 0, and all sums can be looked at.</summary>
    private static bool Skips(ConstantOperator source, DepthwiseChannel[] channels)
    {
        DepthwiseChannel[] made = [.. channels.Where(channel => !channel.IsZero)];
        return source.ZeroShares.Count > 0 && made.Length > 0 && made.Average(channel => source.ZeroShares[channel.Number]) >= ZeroResults.LeastShare
            && made.All(channel => channel.FindSkip() is not null);
    }

    private static string Name(DepthwiseChannel channel, int block)
    {
        ChannelResult result = channel.Result;
        return $"Rows{block}{(result.IsOffsetFree ? "Free" : string.Empty)}{(result.Tie != 0 ? "Ties" : string.Empty)}{(result.ClampsLow || result.ClampsHigh ? "Clamped" : string.Empty)}";
    }

    /// <summary>One block of all channels; else blocks of one kind of channels each, because a block has a method for each of its kinds.</summary>
    private GeneratedMethod[] WriteBlocks(DepthwiseChannel[] channels)
    {
        GeneratedMethod whole = WriteBlock(channels, 0);
        if (whole.IlBytes <= BlockWriter.MostIlBytes)
        {
            return [whole];
        }

        List<GeneratedMethod> blocks = [];
        foreach (IGrouping<string, DepthwiseChannel> kind in channels.GroupBy(channel => Name(channel, 0)))
        {
            DepthwiseChannel[] same = [.. kind];
            GeneratedMethod[] methods = [];
            for (int count = 1; count <= same.Length && methods.Length == 0; count++)
            {
                GeneratedMethod[] tried = [.. same.Chunk((same.Length + count - 1) / count).Select((part, i) => WriteBlock(part, blocks.Count + i))];
                methods = tried.All(method => method.IlBytes <= BlockWriter.MostIlBytes) ? tried : [];
            }

            if (methods.Length == 0)
            {
                return [];
            }

            blocks.AddRange(methods);
        }

        return blocks.Count <= ConstantKernels.MostBlocks ? [.. blocks] : [];
    }

    private GeneratedMethod WriteBlock(DepthwiseChannel[] channels, int block)
    {
        var text = new MethodText();
        text.Line(2, $"public static void Block{block}({Parameters})");
        text.Line(2, "{");
        text.IlBytes += 10;
        foreach ((string array, string arrays, int band) in Arrays())
        {
            text.Line(3, $"byte[] {array} = {arrays}[{band}];");
            text.IlBytes += 8;
        }

        if (_skips && block == 0)
        {
            WriteClear(text);
        }

        DepthwiseChannel[] made = [.. channels.Where(channel => !_skips || !channel.IsZero)];
        foreach (DepthwiseChannel channel in made)
        {
            WriteCall(text, channel, block);
        }

        text.Line(2, "}");
        foreach (IGrouping<string, DepthwiseChannel> group in made.GroupBy(channel => Name(channel, block)))
        {
            text.Line(0, string.Empty);
            ChannelResult kind = group.Select(channel => channel.Result).FirstOrDefault(result => !result.IsConstant, group.First().Result);
            new DepthwiseBandWriter(_operator, _bands, text, [.. Arrays().Select(array => array.Name)]).Write(group.Key, kind, _skips);
        }

        return new GeneratedMethod(text.ToString(), text.IlBytes);
    }

    private IEnumerable<(string Name, string Arrays, int Band)> Arrays()
    {
        return Enumerable.Range(0, _operator.InputRows!.Bands).Select(band => ($"a{band}", "inputs", band))
            .Concat(Enumerable.Range(0, _operator.OutputRows!.Bands).Select(band => ($"b{band}", "outputs", band)));
    }

    /// <summary>Clears the rows of the call, as many at a time as lie together.</summary>
    private void WriteClear(MethodText text)
    {
        int rowBytes = _operator.Shape.OutputWidth * _operator.Channels;
        foreach (DepthwiseBand band in _bands.All)
        {
            text.Line(3, $"if (first == {band.First})");
            text.Line(3, "{");
            for (int y = band.First; y < band.First + band.Count;)
            {
                (int array, int offset) = _operator.OutputRows!.Find(y);
                int rows = 1;
                while (y + rows < band.First + band.Count && _operator.OutputRows.Find(y + rows) == (array, offset + (rows * rowBytes)))
                {
                    rows++;
                }

                text.Line(4, $"System.Array.Clear(b{array}, {offset}, {rows * rowBytes});");
                text.IlBytes += 20;
                y += rows;
            }

            text.Line(3, "}");
            text.Line(0, string.Empty);
            text.IlBytes += 12;
        }
    }

    private void WriteCall(MethodText text, DepthwiseChannel channel, int block)
    {
        ChannelResult result = channel.Result;
        List<(string Name, long Value)> constants = [("center", result.Center), ("tie", result.Tie), ("skip", _skips ? channel.FindSkip()!.Value : 0)];
        foreach (sbyte weight in channel.Weights)
        {
            constants.Add(("w", weight));
        }

        constants.AddRange(_bands.Outside.Select(outside => ("s", channel.StartWith(outside))));
        IEnumerable<string> arguments =
        [
            text.Constant(result.Scale), "mask", "table", channel.Number.ToString(), channel.Number.ToString(), "first", .. Arrays().Select(array => array.Name),
            .. result.IsOffsetFree ? [] : new[] { text.Constant(result.Offset) },
            .. constants.Where(constant => DepthwiseBandWriter.IsPassed(constant.Name, result, _skips)).Select(constant => text.Constant(constant.Value)),
        ];
        text.Line(3, $"{Name(channel, block)}({string.Join(", ", arguments)});");
        text.IlBytes += 28 + (2 * MethodText.LocalBytes * Arrays().Count());
    }
}
