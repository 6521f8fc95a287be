using System;
using System.Linq;
using System.Security.Cryptography;
using Edge.Firmware.Signing;
using Edge.ModelTools.Signing;

namespace Edge.Tests.Desktop.Firmware;

/// <summary>A signature that is cheap enough for millions of boots: leaf, then SHA-256 of a secret, leaf and message.</summary>
internal sealed class TagVerifier(byte secret) : ISignatureVerifier
{
    private const int LeafLength = 4;

    public byte[] KeyId { get; } = [secret, 1, 2, 3, 4, 5, 6, 7];

    public int SignatureLength => LeafLength + SHA256.HashSizeInBytes;

    public int LeafOf(byte[] signature, int index) => BitConverter.ToInt32(signature, index);

    public bool Verify(byte[] message, int messageLength, byte[] signature, int index) =>
        Sign(message[..messageLength], LeafOf(signature, index)).AsSpan().SequenceEqual(signature.AsSpan(index, SignatureLength));

    public byte[] Sign(byte[] message, int leaf) =>
        [.. BitConverter.GetBytes(leaf), .. SHA256.HashData([secret, .. BitConverter.GetBytes(leaf), .. message])];

    /// <summary>A signature block for a model.</summary>
    public byte[] Block(byte[] model, int version, int leaf, bool isDowngrade = false, string? chip = null)
    {
        byte[] manifest = new ModelManifest(version, model.Length, ModelDigest.Of(model), SHA256.HashData(model), chip, KeyId, isDowngrade, 0).ToBytes();
        return [.. manifest, .. Sign(manifest, leaf)];
    }
}
