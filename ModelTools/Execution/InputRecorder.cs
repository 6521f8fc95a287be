using System.Collections.Generic;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Execution;

/// <summary>Keeps the network's input of every inference, for those that somebody else feeds.</summary>
internal sealed class InputRecorder : IRowObserver
{
    private readonly List<sbyte[]> _inputs = [];

    /// <summary>int8 [H, W, C] of each inference, in their order.</summary>
    public IReadOnlyList<sbyte[]> Inputs => _inputs;

    /// <inheritdoc/>
    public void RowsMade(Stage stage, int first, int count)
    {
        // Where columns are computed in strips the input is delivered once for each of them; the first time it is tensor 0.
        if (stage.OpCode != OpCode.Input || stage.Output.TensorId != 0)
        {
            return;
        }

        RowBuffer rows = stage.Output;
        if (first == 0)
        {
            _inputs.Add(new sbyte[rows.Height * rows.RowBytes]);
        }

        for (int y = first; y < first + count; y++)
        {
            byte[] bank = rows.RowArray(y);
            int offset = rows.RowOffset(y);
            for (int i = 0; i < rows.RowBytes; i++)
            {
                _inputs[^1][(y * rows.RowBytes) + i] = (sbyte)(bank[offset + i] - 128);
            }
        }
    }
}
