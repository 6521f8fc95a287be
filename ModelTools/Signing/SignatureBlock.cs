using System;
using System.IO;
using System.Security.Cryptography;
using Edge.Firmware.Signing;
using Edge.ModelTools.Diagnostics;

namespace Edge.ModelTools.Signing;

/// <summary>A manifest and its signature: what lies beside a model in a file, and before it in a slot of the board.</summary>
/// <param name="Manifest">What was signed.</param>
/// <param name="Bytes">The manifest's bytes, then the signature's.</param>
internal sealed record SignatureBlock(ModelManifest Manifest, byte[] Bytes)
{
    /// <summary>Ending of the file, behind the model's own name.</summary>
    public const string Ending = ".sig";

    private const int MostBytes = 1 << 16;

    /// <summary>Where the block of a model is looked for.</summary>
    public static string PathFor(string model)
    {
        return model + Ending;
    }

    /// <summary>Reads a block; its signature is not checked.</summary>
    /// <exception cref="EdgeException">It is none.</exception>
    public static SignatureBlock Read(string path)
    {
        InputFile.Require(path);
        try
        {
            byte[] bytes = new FileInfo(path).Length <= MostBytes ? File.ReadAllBytes(path) : [];
            ModelManifest? manifest = bytes.Length > ModelManifest.Length ? ModelManifest.Parse(bytes) : null;
            return manifest is null
                ? throw new EdgeException(DiagnosticId.SignatureMalformed, path, "this is no signature of a model", "sign the model again: edge sign")
                : new SignatureBlock(manifest, bytes);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EdgeException(DiagnosticId.FileNotReadable, path, exception.Message, "check its permissions", exception);
        }
    }

    /// <summary>The block belongs to a model.</summary>
    /// <param name="path">Its file, for messages.</param>
    /// <param name="model">The model.</param>
    /// <exception cref="EdgeException">It belongs to another one.</exception>
    public void RequireModel(string path, byte[] model)
    {
        if (model.Length != Manifest.ModelLength || !ModelDigest.Of(model).AsSpan().SequenceEqual(Manifest.Hash) || !SHA256.HashData(model).AsSpan().SequenceEqual(Manifest.Sha256))
        {
            throw new EdgeException(DiagnosticId.SignatureOtherModel, path, "it signs another model: length or hash differ", "sign this model: edge sign");
        }
    }

    /// <summary>The block was made with a key. The check is the one of the board.</summary>
    /// <param name="path">Its file, for messages.</param>
    /// <param name="key">The key.</param>
    /// <exception cref="EdgeException">It was not.</exception>
    public void RequireKey(string path, PublicKey key)
    {
        if (!Manifest.KeyId.AsSpan().SequenceEqual(key.Verifier.KeyId))
        {
            throw new EdgeException(DiagnosticId.SignatureOtherKey, path, $"it was made with key {Convert.ToHexStringLower(Manifest.KeyId)}, this is key {key.Id}", "give the other key, or sign the model again");
        }

        int expected = ModelManifest.Length + key.Verifier.SignatureLength;
        if (Bytes.Length != expected)
        {
            throw new EdgeException(DiagnosticId.SignatureMalformed, path, $"{Bytes.Length} bytes instead of {expected}", "copy the file again, or sign the model again");
        }

        if (!key.Verifier.Verify(Bytes, ModelManifest.Length, Bytes, ModelManifest.Length))
        {
            throw new EdgeException(DiagnosticId.SignatureInvalid, path, "the signature does not hold: manifest or signature were changed", "sign the model again, and find out who changed it");
        }
    }
}
