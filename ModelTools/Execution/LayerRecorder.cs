using System;
using System.Collections.Generic;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Execution;

/// <summary>Collects every operator's whole output while a model runs, whatever its schedule.</summary>
internal sealed class LayerRecorder : IRowObserver
{
    private readonly SortedDictionary<int, RecordedLayer> _layers = [];

    /// <summary>Outputs by operator number.</summary>
    public IReadOnlyDictionary<int, RecordedLayer> Layers => _layers;

    /// <inheritdoc/>
    public void RowsMade(Stage stage, int first, int count)
    {
        if (stage.OpCode is OpCode.Input or OpCode.Constant or OpCode.Output)
        {
            return;
        }

        RowBuffer output = stage.Output;
        if (!_layers.TryGetValue(stage.OperatorId, out RecordedLayer? layer))
        {
            layer = new RecordedLayer(output.TensorId, output.Height, output.Width, output.Channels, output.ZeroPoint, new sbyte[output.Height * output.RowBytes]);
            _layers.Add(stage.OperatorId, layer);
        }

        for (int y = first; y < first + count; y++)
        {
            ReadOnlySpan<byte> row = output.RowArray(y).AsSpan(output.RowOffset(y), output.RowBytes);
            for (int i = 0; i < row.Length; i++)
            {
                layer.Values[(y * output.RowBytes) + i] = (sbyte)(row[i] - 128);
            }
        }
    }
}
