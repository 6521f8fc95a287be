using System;
using Edge.Runtime.Int8;

namespace Edge.ModelTools.Execution.Vector;

/// <summary>Operators that only move bytes, in pieces as long as they come. The same bytes as Reference.Layout.</summary>
internal static class VectorLayout
{
    /// <summary>out[y, x, c] = in[y - top, x - left, c - front], or PadValue outside.</summary>
    public static void Pad(Stage stage, int first, int count)
    {
        RowBuffer input = stage.Input;
        RowBuffer output = stage.Output;
        int channels = Math.Min(input.Channels, output.Channels - stage.PadFront);
        int pixels = Math.Min(input.Width, output.Width - stage.PadLeft);
        for (int oy = first; oy < first + count; oy++)
        {
            Span<byte> row = Row(output, oy);
            row.Fill((byte)stage.PadValue);
            int iy = oy - stage.PadTop;
            if (iy < 0 || iy >= input.Height)
            {
                continue;
            }

            ReadOnlySpan<byte> source = Row(input, iy);
            Span<byte> target = row[(stage.PadLeft * output.Channels)..];
            if (input.Channels == output.Channels)
            {
                source[..(pixels * channels)].CopyTo(target);
                continue;
            }

            for (int ix = 0; ix < pixels; ix++)
            {
                source.Slice(ix * input.Channels, channels).CopyTo(target[((ix * output.Channels) + stage.PadFront)..]);
            }
        }
    }

    /// <summary>Row-major order stays; rows are cut elsewhere.</summary>
    public static void Reshape(Stage stage, int first, int count)
    {
        RowBuffer input = stage.Input;
        RowBuffer output = stage.Output;
        for (int oy = first; oy < first + count; oy++)
        {
            Span<byte> row = Row(output, oy);
            long element = (long)oy * output.RowBytes;
            int iy = (int)(element / input.RowBytes);
            int index = (int)(element % input.RowBytes);
            while (row.Length > 0)
            {
                int run = Math.Min(row.Length, input.RowBytes - index);
                Row(input, iy).Slice(index, run).CopyTo(row);
                row = row[run..];
                index = 0;
                iy++;
            }
        }
    }

    /// <summary>Inputs one after the other along W or C (ConcatAxis = 1, 2); along H a row comes from one of them.</summary>
    public static void Concat(Stage stage, int first, int count)
    {
        for (int oy = first; oy < first + count; oy++)
        {
            Span<byte> row = Row(stage.Output, oy);
            int before = 0; // rows, or bytes of a row or a pixel
            for (int i = 0; i < stage.InputCount; i++)
            {
                RowBuffer input = stage.Inputs[i];
                switch (stage.ConcatAxis)
                {
                    case 0:
                        if (oy >= before && oy - before < input.Height)
                        {
                            Row(input, oy - before).CopyTo(row);
                        }

                        before += input.Height;
                        break;
                    case 1:
                        Row(input, oy).CopyTo(row[before..]);
                        before += input.RowBytes;
                        break;
                    default:
                        for (int ix = 0; ix < input.Width; ix++)
                        {
                            Row(input, oy).Slice(ix * input.Channels, input.Channels).CopyTo(row[((ix * stage.Output.Channels) + before)..]);
                        }

                        before += input.Channels;
                        break;
                }
            }
        }
    }

    /// <summary>out[y, x] = in[rowMap[y], columnMap[x]].</summary>
    public static void Resize(Stage stage, int first, int count)
    {
        RowBuffer input = stage.Input;
        RowBuffer output = stage.Output;
        int channels = output.Channels;
        for (int oy = first; oy < first + count; oy++)
        {
            ReadOnlySpan<byte> source = Row(input, stage.Parameters[stage.ParameterBase + oy]);
            Span<byte> row = Row(output, oy);
            for (int ox = 0; ox < output.Width; ox++)
            {
                int ix = stage.Parameters[stage.ParameterBase + output.Height + ox];
                source.Slice(ix * channels, channels).CopyTo(row.Slice(ox * channels, channels));
            }
        }
    }

    private static Span<byte> Row(RowBuffer buffer, int y)
    {
        return buffer.RowArray(y).AsSpan(buffer.RowOffset(y), buffer.RowBytes);
    }
}
