using System;
using System.Collections.Generic;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Execution;

/// <summary>Collects the network input and every operator's whole output while a model runs, whatever its schedule.</summary>
internal sealed class LayerRecorder : IRowObserver
{
    private readonly Dictionary<int, RecordedLayer> _layers = [];

    /// <summary>
    /// By operator, -1 for the network input, in the order they were first made; an operator that runs again to save memory makes the
    /// same values.
    /// </summary>
    public IReadOnlyDictionary<int, RecordedLayer> Layers => _layers;

    /// <inheritdoc/>
    public void RowsMade(Stage stage, int first, int count)
    {
        if (stage.OpCode is OpCode.Constant or OpCode.Output)
        {
            return;
        }

        RowBuffer output = stage.Output;
        int operatorId = stage.OpCode == OpCode.Input ? -1 : stage.OperatorId;
        if (!_layers.TryGetValue(operatorId, out RecordedLayer? layer))
        {
            layer = new RecordedLayer(operatorId, output.TensorId, output.Height, output.Width, output.Channels, output.ZeroPoint, new sbyte[output.Height * output.RowBytes]);
            _layers.Add(operatorId, layer);
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
