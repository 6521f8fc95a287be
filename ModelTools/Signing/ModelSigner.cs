using System;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using Edge.Firmware.Signing;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution;

namespace Edge.ModelTools.Signing;

/// <summary>Makes keys, and signs models with them.</summary>
internal static class ModelSigner
{
    // A quarter of a second on a desktop; four times as many save a board 2 % more. One search in seven goes on, so that no board pays for
    // bad luck: FewSteps is one of the sums that a checksum of three digits makes possible (330, 345, 360), and a trial reaches it with
    // a chance of 7 in a million.
    private const int SaltTrials = 1 << 18;
    private const int MostSaltTrials = SaltTrials << 4;
    private const int FewSteps = 345;

    /// <summary>Makes a key: three files, or none.</summary>
    /// <param name="files">Where.</param>
    /// <param name="folder">Where this machine's lists of spent leaves lie.</param>
    /// <returns>The public key.</returns>
    /// <exception cref="EdgeException">One of the files exists, or cannot be written.</exception>
    public static PublicKey Create(KeyFiles files, string folder)
    {
        foreach (string path in new[] { files.Private, files.Public, files.State })
        {
            if (File.Exists(path) || Directory.Exists(path))
            {
                throw new EdgeException(DiagnosticId.KeyExists, path, "it exists, and a key that is overwritten is lost", "give another name");
            }
        }

        OutputFile.Require([files.Private, files.Public, files.State]);
        PrivateKey key = PrivateKey.Create();
        var ledger = new LeafLedger(files, key.Public.Id, folder);
        try
        {
            ledger.Start();
            OutputFile.Write(files.Public, Encoding.ASCII.GetBytes(key.Public.ToText()));
            key.Write(files.Private);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or EdgeException)
        {
            ledger.Discard();
            File.Delete(files.Public);
            throw exception as EdgeException ?? new EdgeException(DiagnosticId.OutputNotWritable, files.Private, exception.Message, "give a path in an existing folder that you may write to", exception);
        }

        return key.Public;
    }

    /// <summary>Signs a model.</summary>
    /// <param name="files">The key.</param>
    /// <param name="folder">Where this machine's lists of spent leaves lie.</param>
    /// <param name="model">The model's bytes.</param>
    /// <param name="options">What the signature says of it.</param>
    /// <returns>The block, and the leaf that was spent.</returns>
    /// <exception cref="EdgeException">The key cannot be used, or the version is not above the last one.</exception>
    public static (SignatureBlock Block, int Leaf) Sign(KeyFiles files, string folder, byte[] model, SignOptions options)
    {
        PrivateKey key = PrivateKey.Read(files.Private);
        var ledger = new LeafLedger(files, key.Public.Id, folder);
        (int leaf, int version) = ledger.Spend(options.SkippedLeaves, last => ChooseVersion(last, options));
        return (Sign(key, leaf, version, model, options), leaf);
    }

    /// <summary>Signs with a leaf that the caller has spent.</summary>
    /// <param name="key">The key.</param>
    /// <param name="leaf">The leaf.</param>
    /// <param name="version">Version of the model.</param>
    /// <param name="model">The model's bytes.</param>
    /// <param name="options">What else the signature says.</param>
    public static SignatureBlock Sign(PrivateKey key, int leaf, int version, byte[] model, SignOptions options)
    {
        byte[] hash = ModelDigest.Of(model);
        byte[] sha256 = SHA256.HashData(model);
        LeafSigner signer = key.Open(leaf);
        ModelManifest manifest = Cheapest(signer, salt => new ModelManifest(version, model.Length, hash, sha256, options.Chip, key.Public.Verifier.KeyId, options.IsDowngrade, salt));
        byte[] message = manifest.ToBytes();
        return new SignatureBlock(manifest, [.. message, .. signer.Sign(message)]);
    }

    // A board hashes each chain of a one-time signature from the digit of the message's hash up to the largest digit: large digits are cheap.
    // Which of equal manifests is signed is the signer's free choice, so it takes the one whose digits are largest.
    private static ModelManifest Cheapest(LeafSigner signer, Func<int, ModelManifest> make)
    {
        byte[] message = make(0).ToBytes();
        int best = 0;
        int fewest = int.MaxValue;
        for (int salt = 0; salt < SaltTrials || (fewest > FewSteps && salt < MostSaltTrials); salt++)
        {
            ModelManifest.WriteSalt(message, salt);
            int steps = signer.CountSteps(message);
            if (steps < fewest)
            {
                fewest = steps;
                best = salt;
            }
        }

        return make(best);
    }

    private static int ChooseVersion(int last, SignOptions options)
    {
        int version = options.Version ?? last + 1;
        if (version is <= 0 or > ModelManifest.MostVersion)
        {
            throw new EdgeException(DiagnosticId.BadOption, "--version", $"{version} is no version", $"give 1 to {ModelManifest.MostVersion}");
        }

        return version > last || options.IsDowngrade
            ? version
            : throw new EdgeException(DiagnosticId.VersionNotAbove, "--version", $"{version} is not above {last}, which this key has signed", "leave it out, or add --downgrade when boards shall go back");
    }
}
