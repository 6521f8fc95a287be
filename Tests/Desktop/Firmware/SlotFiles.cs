using System;
using Edge.ModelTools.Deployment;
using Edge.ModelTools.Signing;

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

    public static byte[] Hash(byte[] model) => ModelDigest.Of(model);

    public static byte[] Make(byte[] model, byte[]? block = null) => SlotFile.Make(model, block);
}
