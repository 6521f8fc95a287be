using Edge.Firmware.Signing;

namespace Edge.Benchmarks;

// Runs in the load context of the counted firmware, from a second copy of this assembly.

/// <summary>What a board does to verify a model.</summary>
internal static class SigningWork
{
    private const int PieceBytes = 1024;

    /// <summary>Hashes in the pieces that a model is loaded in.</summary>
    public static byte[] Hash(byte[] model)
    {
        var hash = new Blake2b();
        for (int done = 0; done < model.Length; done += PieceBytes)
        {
            hash.Update(model, done, model.Length - done < PieceBytes ? model.Length - done : PieceBytes);
        }

        return hash.Finish();
    }

    /// <summary>SHA-256, in the same pieces.</summary>
    public static byte[] HashSha256(byte[] model)
    {
        var hash = new Sha256();
        for (int done = 0; done < model.Length; done += PieceBytes)
        {
            hash.Update(model, done, model.Length - done < PieceBytes ? model.Length - done : PieceBytes);
        }

        return hash.Finish();
    }

    /// <summary>Opens a key and checks a signature with it.</summary>
    public static bool Verify(byte[] publicKey, byte[] message, byte[] signature)
    {
        return LmsVerifier.Open(publicKey).Verify(message, message.Length, signature, 0);
    }
}
