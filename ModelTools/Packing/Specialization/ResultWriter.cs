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
    private static readonly string[] s_pixels = ["index", "o1", "o2"];

    /// <summary>Writes the three statements.</summary>
    /// <param name="text">The method.</param>
    /// <param name="depth">Indentation.</param>
    /// <param name="channel">Output channel.</param>
    /// <param name="result">Its constants.</param>
    /// <param name="sums">Locals that hold its packed sums.</param>
    public static void Write(MethodText text, int depth, int channel, ChannelResult result, IReadOnlyList<string> sums)
    {
        for (int lane = 0; lane < 3; lane++)
        {
            string target = $"output[{text.Index(s_pixels[lane], channel)}] = table";
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
