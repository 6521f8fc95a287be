using Edge.Firmware.Signing;

namespace Edge.ModelTools.Signing;

/// <summary>The hash by which boards know a model: BLAKE2b of 32 bytes, as <c>b2sum -l 256</c> prints it.</summary>
internal static class ModelDigest
{
    /// <summary>The hash of a model.</summary>
    public static byte[] Of(byte[] model)
    {
        var hash = new Blake2b();
        hash.Update(model, 0, model.Length);
        return hash.Finish();
    }
}
