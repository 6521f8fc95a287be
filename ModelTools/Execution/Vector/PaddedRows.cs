using System;
using System.Runtime.InteropServices;
using Edge.Runtime.Int8;

namespace Edge.ModelTools.Execution.Vector;

/// <summary>
/// The input rows under a window, each as wide as the output needs, with the zero point where there is no image: one slot of
/// <see cref="RowBytes"/> for each row of the kernel, and a slot of padding behind them.
/// </summary>
internal sealed class PaddedRows
{
    /// <summary>Bytes behind the last slot that vectors may read.</summary>
    public const int Slack = 32;

    private byte[] _bytes = [];
    private int[] _rows = [];
    private Stage? _stage;

    /// <summary>Bytes of a slot: ((OW - 1) * strideW + KW) * C.</summary>
    public int RowBytes { get; private set; }

    /// <summary>Begins a call of a kernel: no slot is filled.</summary>
    public void Begin(Stage stage)
    {
        RowBuffer input = stage.Input;
        _stage = stage;
        RowBytes = (((stage.Output.Width - 1) * stage.StrideW) + stage.KernelW) * input.Channels;
        int bytes = ((stage.KernelH + 1) * RowBytes) + Slack;
        if (_bytes.Length < bytes)
        {
            _bytes = new byte[bytes];
        }

        if (_rows.Length < stage.KernelH)
        {
            _rows = new int[stage.KernelH];
        }

        Array.Fill(_rows, -1, 0, stage.KernelH);
        Array.Fill(_bytes, (byte)input.ZeroPoint, stage.KernelH * RowBytes, RowBytes);
    }

    /// <summary>First byte of all slots.</summary>
    public ref byte First => ref MemoryMarshal.GetArrayDataReference(_bytes);

    /// <summary>Offset of the slot with input row <paramref name="iy"/>, which may lie outside the image.</summary>
    public int Offset(int iy)
    {
        Stage stage = _stage!;
        RowBuffer input = stage.Input;
        if (iy < 0 || iy >= input.Height)
        {
            return stage.KernelH * RowBytes;
        }

        int slot = iy % stage.KernelH;
        if (_rows[slot] != iy)
        {
            _rows[slot] = iy;
            Span<byte> row = _bytes.AsSpan(slot * RowBytes, RowBytes);
            int left = Math.Min(stage.PadLeft * input.Channels, RowBytes);
            int copied = Math.Min(input.RowBytes, RowBytes - left);
            row[..left].Fill((byte)input.ZeroPoint);
            input.RowArray(iy).AsSpan(input.RowOffset(iy), copied).CopyTo(row[left..]);
            row[(left + copied)..].Fill((byte)input.ZeroPoint);
        }

        return slot * RowBytes;
    }
}
