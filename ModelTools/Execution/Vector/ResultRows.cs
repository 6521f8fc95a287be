using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Edge.Runtime.Int8;

namespace Edge.ModelTools.Execution.Vector;

/// <summary>Copies computed bytes to the rows of a stage's output, through its table if it has one.</summary>
internal static class ResultRows
{
    /// <summary>Copies a range of channels of consecutive pixels.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="firstPixel">Number of the first pixel, oy * OW + ox.</param>
    /// <param name="pixels">Number of pixels.</param>
    /// <param name="firstChannel">First output channel.</param>
    /// <param name="channelCount">Channels.</param>
    /// <param name="results">[pixel][stride].</param>
    /// <param name="stride">Bytes from pixel to pixel.</param>
    public static void WritePixels(Stage stage, int firstPixel, int pixels, int firstChannel, int channelCount, byte[] results, int stride)
    {
        RowBuffer output = stage.Output;
        int source = 0;
        while (pixels > 0)
        {
            int oy = firstPixel / output.Width;
            int ox = firstPixel % output.Width;
            int run = Math.Min(output.Width - ox, pixels);
            int target = output.RowOffset(oy) + (ox * output.Channels) + firstChannel;
            byte[] row = output.RowArray(oy);
            if (stride == output.Channels && channelCount == stride)
            {
                Write(stage, results.AsSpan(source, run * stride), row.AsSpan(target, run * stride));
                source += run * stride;
            }
            else
            {
                for (int i = 0; i < run; i++)
                {
                    Write(stage, results.AsSpan(source, channelCount), row.AsSpan(target, channelCount));
                    source += stride;
                    target += output.Channels;
                }
            }

            firstPixel += run;
            pixels -= run;
        }
    }

    /// <summary>Copies bytes, looked up in the table if there is one.</summary>
    public static void Write(Stage stage, ReadOnlySpan<byte> source, Span<byte> target)
    {
        if (stage.HasTable)
        {
            Look(stage.Table.AsSpan(stage.TableOffset, 256), source, target);
        }
        else
        {
            source.CopyTo(target);
        }
    }

    /// <summary>target[i] = table[source[i]]; target is at least as long as source and the table has 256 entries.</summary>
    public static void Look(ReadOnlySpan<byte> table, ReadOnlySpan<byte> source, Span<byte> target)
    {
        ref byte entries = ref MemoryMarshal.GetReference(table[..256]);
        target = target[..source.Length];
        for (int i = 0; i < source.Length; i++)
        {
            target[i] = Unsafe.Add(ref entries, (nuint)source[i]);
        }
    }
}
