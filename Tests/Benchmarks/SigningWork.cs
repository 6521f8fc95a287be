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
        var sha = new Sha256();
        for (int done = 0; done < model.Length; done += PieceBytes)
        {
            sha.Update(model, done, model.Length - done < PieceBytes ? model.Length - done : PieceBytes);
        }

        return sha.Finish();
    }

    /// <summary>Opens a key and checks a signature with it.</summary>
    public static bool Verify(byte[] publicKey, byte[] message, byte[] signature)
    {
        return LmsVerifier.Open(publicKey).Verify(message, message.Length, signature, 0);
    }
}
