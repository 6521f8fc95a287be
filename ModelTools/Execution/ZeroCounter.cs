using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;

namespace Edge.ModelTools.Execution;

/// <summary>Counts the zeros of every tensor while a model runs: bytes of 0, and pairs and octets of nothing else, as kernels look at them.</summary>
internal sealed class ZeroCounter : IRowObserver
{
    private readonly Dictionary<int, ZeroCounts> _counts = [];

    /// <summary>What the outputs of an operator were so far; nothing where it never ran.</summary>
    public ZeroCounts Of(int operatorId) => _counts.GetValueOrDefault(operatorId);

    /// <inheritdoc/>
    public void RowsMade(Stage stage, int first, int count)
    {
        if (stage.OpCode is OpCode.Input or OpCode.Constant or OpCode.Output)
        {
            return;
        }

        RowBuffer output = stage.Output;
        ZeroCounts counts = _counts.GetValueOrDefault(stage.OperatorId);
        for (int y = first; y < first + count; y++)
        {
            counts += ZeroCounts.In(output.RowArray(y).AsSpan(output.RowOffset(y), output.RowBytes));
        }

        _counts[stage.OperatorId] = counts;
    }
}
