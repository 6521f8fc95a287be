using System;
using System.Runtime.InteropServices;
using System.Text;

namespace Edge.Tests.Desktop.PyTorch;

/// <summary>Writes .npy files (numpy, lib/format.py, version 1.0).</summary>
internal static class Npy
{
    private const int Alignment = 64;
    private const int MagicBytes = 10;

    /// <summary>A float32 array in C order.</summary>
    public static byte[] Floats(int[] shape, float[] values)
    {
        string header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({string.Join(", ", shape)},), }}";
        header = header.PadRight(((MagicBytes + header.Length + Alignment) / Alignment * Alignment) - MagicBytes - 1) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. Encoding.ASCII.GetBytes(header), .. MemoryMarshal.AsBytes(values.AsSpan())];
    }
}
