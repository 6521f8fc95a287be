using System;
using System.Collections.Generic;
using System.Linq;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Kernels.Packed;

namespace Edge.ModelTools.Packing.Specialization;

/// <summary>C# that takes three results out of a channel's packed sums and stores them.</summary>
internal static class ResultWriter
{
    private const int StoreBytes = 10; // two arrays, load, store, shift, conversion, product and sum

    /// <summary>Writes the results of a channel, which may be left out where they are 0, and its sums clamped.</summary>
    /// <param name="text">The method.</param>
    /// <param name="depth">Indentation.</param>
    /// <param name="places">Where the result of each lane is stored.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="sums">Locals that hold its packed sums.</param>
    public static void WriteChannel(MethodText text, int depth, IReadOnlyList<string> places, ConstantChannel channel, IReadOnlyList<string> sums)
    {
        if (channel.Skip is long skip)
        {
            WriteSkip(text, depth, sums[0], skip == 0 ? string.Empty : text.Constant(skip));
            text.Line(depth, "{");
            depth++;
        }

        if (channel.Window is SumWindow window)
        {
            WriteClamp(text, depth, sums[0], window, channel.Parts[0].Start);
        }

        Write(text, depth, places, channel.Result!, sums);
        if (channel.Skip is not null)
        {
            text.Line(depth - 1, "}");
            text.Line(0, string.Empty);
        }
    }

    /// <summary>Writes the three statements, that of the last lane first: where it has no pixel, its place is that of the one before.</summary>
    /// <param name="text">The method.</param>
    /// <param name="depth">Indentation.</param>
    /// <param name="places">Where the result of each lane is stored.</param>
    /// <param name="result">Its constants.</param>
    /// <param name="sums">Locals that hold its packed sums.</param>
    private static void Write(MethodText text, int depth, IReadOnlyList<string> places, ChannelResult result, IReadOnlyList<string> sums)
    {
        for (int lane = 2; lane >= 0; lane--)
        {
            string target = $"{places[lane]} = table";
            text.IlBytes += StoreBytes;
            if (result.IsConstant)
            {
                text.Line(depth, $"{target}[{result.Index}];");
                continue;
            }

            if (result.IndexMask != 0)
            {
                text.Line(depth, $"{target}[{Shifted(text, result, sums[0], lane)}];");
                continue;
            }

            string value = $"({string.Join(" + ", sums.Select(sum => Lane(text, sum, lane)))}) * {text.Constant(result.Scale)}";
            if (result.IsOffsetFree)
            {
                value = $"(ulong)({value})";
            }
            else if (result.Tie != 0)
            {
                text.Line(depth, $"t = ({value}) + {text.Constant(result.Center)};");
                value = $"(t + {text.Constant(result.Offset)}) - ((t >> 63) & {text.Constant(result.Tie)})";
                text.IlBytes += 12;
            }
            else
            {
                value = $"({value}) + {text.Constant(result.Offset)}";
            }

            string index = $"(int)(({value}) >> {result.Shift})";
            if (result.ClampsLow || result.ClampsHigh)
            {
                text.Line(depth, $"q = {index};");
                string upper = result.ClampsHigh ? $"q >= {ConstantKernels.TableEntries} ? {ConstantKernels.TableEntries - 1} : q" : "q";
                index = result.ClampsLow ? $"q < 0 ? 0 : {upper}" : upper;
                text.IlBytes += 32;
            }

            text.Line(depth, $"{target}[{index}];");
        }
    }

    /// <summary>Begins a block that is left out where the results of all lanes are 0: none reaches the bit that <paramref name="skip"/> brings it to.</summary>
    /// <param name="text">The method.</param>
    /// <param name="depth">Indentation.</param>
    /// <param name="sum">Packed sum.</param>
    /// <param name="skip">See <see cref="ZeroResults.Shift"/>; empty where the sum has it.</param>
    public static void WriteSkip(MethodText text, int depth, string sum, string skip)
    {
        string shifted = skip.Length == 0 ? sum : $"({sum} + {skip})";
        text.Line(depth, $"if (({shifted} & {text.Constant(Lanes.Halves)}) != 0L)");
        text.IlBytes += (2 * MethodText.LocalBytes) + 10;
    }

    /// <summary>Clamps a packed sum of which a lane is outside the window.</summary>
    /// <param name="text">The method.</param>
    /// <param name="depth">Indentation.</param>
    /// <param name="sum">Local that holds it.</param>
    /// <param name="window">The window.</param>
    /// <param name="start">What the lanes hold above sum(u * w).</param>
    private static void WriteClamp(MethodText text, int depth, string sum, SumWindow window, int start)
    {
        text.Line(depth, $"if ((({sum} + {text.Constant(window.Shift(start))}) & {text.Constant(window.Outside)}) != 0L)");
        text.Line(depth, "{");
        text.Line(depth + 1, $"{sum} = {SumWindow.Clamp}({sum}, mask, {(long)window.Low + start}L, {(long)window.High + start}L);");
        text.Line(depth, "}");
        text.Line(0, string.Empty);
        text.IlBytes += (4 * MethodText.LocalBytes) + 30;
    }

    /// <summary>Writes a result of a depthwise convolution, whose constants are arguments.</summary>
    /// <param name="text">The method.</param>
    /// <param name="depth">Indentation.</param>
    /// <param name="kind">Ties, clamps, whether there is an offset.</param>
    /// <param name="lane">The lane of the packed sum d.</param>
    /// <param name="target">Where it is stored.</param>
    public static void WriteDepthwise(MethodText text, int depth, ChannelResult kind, int lane, string target)
    {
        string value = Lane(text, "d", lane) + " * scale";
        if (kind.IsOffsetFree)
        {
            value = $"(ulong)({value})";
        }
        else if (kind.Tie != 0)
        {
            text.Line(depth, $"t = ({value}) + center;");
            value = "(t + offset) - ((t >> 63) & tie)";
        }
        else
        {
            value = $"({value}) + offset";
        }

        string index = $"(int)(({value}) >> {kind.Shift})";
        if (kind.ClampsLow || kind.ClampsHigh)
        {
            text.Line(depth, $"q = {index};");
            index = $"q < 0 ? 0 : q >= {ConstantKernels.TableEntries} ? {ConstantKernels.TableEntries - 1} : q";
            text.IlBytes += 40;
        }

        text.Line(depth, $"{target} = table[{index}];");
        text.IlBytes += kind.Tie != 0 ? 36 : 18;
    }

    /// <summary>The index that a lane of a packed sum holds; above the last lane there is nothing to mask.</summary>
    private static string Shifted(MethodText text, ChannelResult result, string sum, int lane)
    {
        text.IlBytes += MethodText.LocalBytes + 5;
        string index = $"(int)({sum} >> {(lane * Lanes.Bits) + result.Shift})";
        if (lane == 2)
        {
            return index;
        }

        text.IlBytes += 6;
        return $"{index} & {result.IndexMask}";
    }

    /// <summary>One lane of packed sums.</summary>
    public static string Lane(MethodText text, string sum, int lane)
    {
        text.IlBytes += MethodText.LocalBytes + (lane == 1 ? 5 : 3);
        return lane switch
        {
            0 => $"({sum} & mask)",
            1 => $"(({sum} >> {Lanes.Bits}) & mask)",
            _ => $"({sum} >> {2 * Lanes.Bits})",
        };
    }
}
