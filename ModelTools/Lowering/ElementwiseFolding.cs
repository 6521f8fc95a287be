using System;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels;

namespace Edge.ModelTools.Lowering;

/// <summary>
/// Add or multiply by a scalar constant, and x * f(x) or x + f(x) with f a table of the same x, depend on one byte only:
/// they become a table operator, computed with the very arithmetic they replace, so that no byte changes.
/// </summary>
internal static class ElementwiseFolding
{
    /// <summary>Replaces <paramref name="op"/> by a table operator where that is exact.</summary>
    /// <returns>Whether it was replaced.</returns>
    public static bool TryFold(LoweringContext context, DeviceOperator op)
    {
        if (op.OpCode == OpCode.PRelu)
        {
            return false;
        }

        DeviceTensor? source = SingleSource(context, op, out byte[]? tableA, out byte[]? tableB);
        if (source is null || source.Height != op.Output.Height || source.RowBytes != op.Output.RowBytes)
        {
            return false;
        }

        byte[] table = new byte[BlobFormat.TableEntries];
        for (int u = 0; u < table.Length; u++)
        {
            table[u] = Evaluate(op, context.Options.Rounding, tableA![u], tableB![u]);
        }

        TableLowering.Replace(context, op, source, table);
        return true;
    }

    /// <summary>The one activation both inputs are functions of, and each input as a table of it; null when there are two.</summary>
    private static DeviceTensor? SingleSource(LoweringContext context, DeviceOperator op, out byte[]? tableA, out byte[]? tableB)
    {
        DeviceTensor? sourceA = Trace(context, op.Inputs[0], out tableA);
        DeviceTensor? sourceB = Trace(context, op.Inputs[1], out tableB);
        if (tableA is null || tableB is null)
        {
            return null;
        }

        if (sourceA == op.Inputs[1])
        {
            tableB = Identity();
            return sourceA;
        }

        if (sourceB == op.Inputs[0])
        {
            tableA = Identity();
            return sourceB;
        }

        if (sourceA is null || sourceB is null)
        {
            return sourceA ?? sourceB;
        }

        return sourceA == sourceB ? sourceA : null;
    }

    /// <summary>A scalar constant has no source; a table operator's source is its input; anything else is its own source.</summary>
    private static DeviceTensor? Trace(LoweringContext context, DeviceTensor tensor, out byte[]? table)
    {
        if (tensor.Data is not null)
        {
            table = tensor.Bytes == 1 ? Constant(tensor.Data[0]) : null;
            return null;
        }

        if (context.ProducerOf(tensor) is { OpCode: OpCode.Table, Table: not null } producer)
        {
            table = producer.Table;
            return producer.Inputs[0];
        }

        table = Identity();
        return tensor;
    }

    private static byte Evaluate(DeviceOperator op, RoundingMode rounding, int ua, int ub)
    {
        int a = ua - op.Inputs[0].ZeroPoint;
        int b = ub - op.Inputs[1].ZeroPoint;
        int value;
        if (op.OpCode == OpCode.Mul)
        {
            value = FixedPoint.Requantize(a * b, op.Multipliers[0].Multiplier, op.Multipliers[0].Shift, rounding);
        }
        else
        {
            b = op.IsSubtraction ? -b : b;
            value = rounding == RoundingMode.Single
                ? FixedPoint.SumSingle(a, op.Multipliers[0].Multiplier, b, op.Multipliers[1].Multiplier, -op.Multipliers[0].Shift)
                : FixedPoint.RequantizeDouble(
                    FixedPoint.RequantizeDouble(a << op.LeftShift, op.Multipliers[0].Multiplier, op.Multipliers[0].Shift)
                    + FixedPoint.RequantizeDouble(b << op.LeftShift, op.Multipliers[1].Multiplier, op.Multipliers[1].Shift),
                    op.Multipliers[2].Multiplier,
                    op.Multipliers[2].Shift);
        }

        return (byte)Math.Clamp(value + op.ResultZeroPoint, op.ActivationMin, op.ActivationMax);
    }

    private static byte[] Identity()
    {
        var table = new byte[BlobFormat.TableEntries];
        for (int u = 0; u < table.Length; u++)
        {
            table[u] = (byte)u;
        }

        return table;
    }

    private static byte[] Constant(byte value)
    {
        var table = new byte[BlobFormat.TableEntries];
        Array.Fill(table, value);
        return table;
    }
}
