using System.Collections.Generic;
using System.Linq;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Packing.Specialization;

/// <summary>Counts how often three results that share a long are all 0.</summary>
internal sealed class ZeroResultCounter
{
    private readonly int[] _zeros;
    private int _triples;

    /// <summary>Makes one.</summary>
    /// <param name="channels">Output channels.</param>
    public ZeroResultCounter(int channels)
    {
        _zeros = new int[channels];
    }

    /// <summary>Share of each channel.</summary>
    public IReadOnlyList<double> Shares => [.. _zeros.Select(zeros => _triples == 0 ? 0 : (double)zeros / _triples)];

    /// <summary>Counts rows that were made.</summary>
    public void Add(Stage stage, int first, int count)
    {
        if (stage.OpCode == OpCode.DepthwiseConv2D)
        {
            // As DepthwiseBand divides them.
            int step = (count + 2) / 3;
            for (int y = first; y < first + step; y++)
            {
                int[] rows = [.. new[] { y, y + step, y + (2 * step) }.Where(row => row < first + count)];
                for (int x = 0; x < stage.Output.Width; x++)
                {
                    Add(stage.Output, [.. rows.Select(row => (row, x))]);
                }
            }

            return;
        }

        for (int y = first; y < first + count; y++)
        {
            for (int x = 0; x < stage.Output.Width; x += 3)
            {
                Add(stage.Output, [.. Enumerable.Range(x, 3).Where(column => column < stage.Output.Width).Select(column => (y, column))]);
            }
        }
    }

    private void Add(RowBuffer output, (int Y, int X)[] places)
    {
        _triples++;
        for (int channel = 0; channel < _zeros.Length; channel++)
        {
            bool isZero = true;
            foreach ((int y, int x) in places)
            {
                isZero &= output.RowArray(y)[output.RowOffset(y) + (x * output.Channels) + channel] == 0;
            }

            _zeros[channel] += isZero ? 1 : 0;
        }
    }
}
