using System;
using System.Security.Cryptography;
using Edge.ModelTools.Deployment;

namespace Edge.Tests.Desktop.Firmware;

/// <summary>Slot files as the host writes them.</summary>
internal static class SlotFiles
{
    /// <summary>300 bytes that stand for a model.</summary>
    public static byte[] Model(int seed)
    {
        byte[] model = new byte[300];
        new Random(seed).NextBytes(model);
        return model;
    }

    public static byte[] Hash(byte[] model) => SHA256.HashData(model);

    public static byte[] Make(byte[] model, byte[]? block = null) => SlotFile.Make(model, block);
}
