using System;
using System.Collections.Generic;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Execution;

/// <summary>Collects the network input and every operator's whole output while a model runs, whatever its schedule.</summary>
internal sealed class LayerRecorder : IRowObserver
{
    private readonly Dictionary<int, RecordedLayer> _layers = [];

    /// <summary>Tensors by their number in the blob, in the order they were first made.</summary>
    public IReadOnlyDictionary<int, RecordedLayer> Layers => _layers;

    /// <inheritdoc/>
    public void RowsMade(Stage stage, int first, int count)
    {
        if (stage.OpCode is OpCode.Constant or OpCode.Output)
        {
            return;
        }

        RowBuffer output = stage.Output;
        if (!_layers.TryGetValue(output.TensorId, out RecordedLayer? layer))
        {
            int operatorId = stage.OpCode == OpCode.Input ? -1 : stage.OperatorId;
            layer = new RecordedLayer(operatorId, output.TensorId, output.Height, output.Width, output.Channels, output.ZeroPoint, new sbyte[output.Height * output.RowBytes]);
            _layers.Add(output.TensorId, layer);
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
